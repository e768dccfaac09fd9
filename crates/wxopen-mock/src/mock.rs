//! The mock as a test sees it: start, script, look, stop. Decides nothing about a call.

use std::fmt;
use std::sync::Arc;

use crate::blueprint::Blueprint;
use crate::call::Call;
use crate::error::MockError;
use crate::operation::Operation;
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

    /// Accepts a token. Until the first one every token is accepted, from then on only these are.
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
    operations: Option<Vec<Operation>>,
}

impl MockBuilder {
    /// Sets the port; 0, the default, is any that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
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
        let world = Arc::new(World::new(blueprint));
        let server = Server::start(self.port, Arc::clone(&world)).await?;
        Ok(Mock { world, server })
    }
}
