//! The mock as a test sees it: start, script, look, stop. Decides nothing about a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use wxopen_core::Secret;

use crate::blueprint::Blueprint;
use crate::call::Call;
use crate::component::Component;
use crate::error::MockError;
use crate::operation::Operation;
use crate::registry::Registry;
use crate::script::Script;
use crate::server::Server;
use crate::world::World;

/// A running server. It stops when it is dropped.
pub struct Mock {
    world: Arc<World>,
    server: Server,
}

impl Mock {
    /// Starts a server with the whole catalogue, on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// As [`MockBuilder::start`].
    pub async fn start() -> Result<Self, MockError> {
        Self::builder().start().await
    }

    /// Starts a server that differs from [`Mock::start`].
    pub fn builder() -> MockBuilder {
        MockBuilder::default()
    }

    /// What takes the place of `https://api.weixin.qq.com`, such as `http://127.0.0.1:4321`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// The operations it serves.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = &Operation> {
        self.world.blueprint().operations()
    }

    /// A component that the mock was started with.
    ///
    /// # Panics
    ///
    /// If there is no such component.
    #[track_caller]
    pub fn component(&self, appid: &str) -> Component {
        let known = self.world.registry(|registry| registry.has_component(appid));
        assert!(known, "the mock has no component `{appid}`");
        Component::new(Arc::clone(&self.world), appid)
    }

    /// Lets time pass: tickets, tokens and codes grow older, and counters of a day begin anew. Times
    /// that the mock tells stay those of the real clock.
    pub fn advance(&self, by: Duration) {
        self.world.registry(|registry| registry.advance(by));
    }

    /// Makes an access token expire that the mock has issued.
    ///
    /// # Panics
    ///
    /// If it has not.
    #[track_caller]
    pub fn expire_token(&self, token: &str) {
        let issued = self.world.registry(|registry| registry.expire_token(token));
        assert!(issued, "the mock has not issued this token");
    }

    /// Sets how often the path of an interface may be called in a day, by each component and for each
    /// account; after that 45009. Beyond counting by default. Calls that a script answers do not
    /// count.
    ///
    /// # Panics
    ///
    /// If there is no such interface.
    #[track_caller]
    pub fn quota(&self, interface: &str, calls: u64) {
        let path = self.world.blueprint().entry(self.index(interface)).meta().path;
        self.world.registry(|registry| registry.limit(path, calls));
    }

    /// Accepts a token for every interface, beside those that the mock has issued itself. Without
    /// components, every token is accepted until the first call of this.
    pub fn accept_token(&self, token: &str) {
        self.world.accept_token(token);
    }

    /// Says how the next calls of an interface are answered.
    ///
    /// # Panics
    ///
    /// If there is no such interface.
    #[track_caller]
    pub fn script(&self, interface: &str) -> Script<'_> {
        Script::new(&self.world, self.index(interface))
    }

    /// Every call so far, those that were refused included, in the order of their arrival.
    pub fn calls(&self) -> Vec<Call> {
        self.world.calls(|_| true)
    }

    /// Every call of an interface so far.
    ///
    /// # Panics
    ///
    /// If there is no such interface.
    #[track_caller]
    pub fn calls_of(&self, interface: &str) -> Vec<Call> {
        self.index(interface);
        self.world.calls(|call| call.interface == Some(interface))
    }

    /// Stops listening, closes every connection and returns when both are done.
    pub async fn stop(self) {
        self.server.stop().await;
    }

    #[track_caller]
    fn index(&self, interface: &str) -> usize {
        match self.world.blueprint().index(interface) {
            Some(index) => index,
            None => panic!("the mock has no interface `{interface}`"),
        }
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

/// How a [`Mock`] is to be started.
#[derive(Debug, Default)]
pub struct MockBuilder {
    port: u16,
    components: Vec<(String, Secret)>,
    operations: Option<Vec<Operation>>,
}

impl MockBuilder {
    /// Sets the port; 0, the default, is any that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Adds a third-party platform with its secret. From the first one on the mock remembers: it
    /// issues tickets, tokens and codes, and accepts no others.
    #[must_use]
    pub fn component(mut self, appid: &str, secret: &str) -> Self {
        self.components.push((appid.to_owned(), Secret::from(secret)));
        self
    }

    /// Serves these operations instead of the catalogue.
    #[must_use]
    pub fn operations(mut self, operations: impl IntoIterator<Item = Operation>) -> Self {
        self.operations = Some(operations.into_iter().collect());
        self
    }

    /// Checks every schema and starts the server.
    ///
    /// # Errors
    ///
    /// If the port is taken; or if a schema is not valid, uses a keyword that JSON Schema 2020-12
    /// does not have (`x-…` is allowed), or does not match one of its own examples; or if two
    /// operations cannot be told apart.
    pub async fn start(self) -> Result<Mock, MockError> {
        let blueprint = match self.operations {
            Some(operations) => Arc::new(Blueprint::new(operations)?),
            None => Blueprint::of_catalog()?,
        };
        let (outbox, pushes) = mpsc::unbounded_channel();
        let world = Arc::new(World::new(blueprint, Registry::new(self.components), outbox));
        let server = Server::start(self.port, Arc::clone(&world), pushes).await?;
        Ok(Mock { world, server })
    }
}
