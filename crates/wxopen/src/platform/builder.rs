//! What a platform is made of, with the defaults of production.

use std::fmt;
use std::sync::{Arc, OnceLock};

use wxopen_api::{BuildError, Client, ClientBuilder, Secret};

use crate::credential::{Keeper, Settings};
use crate::platform::source::Source;
use crate::platform::{Inner, Platform};
use crate::store::{MemoryStore, Store};

/// Makes a [`Platform`].
#[must_use]
pub struct PlatformBuilder {
    appid: String,
    secret: Secret,
    store: Arc<dyn Store>,
    settings: Settings,
    client: ClientBuilder,
}

impl PlatformBuilder {
    pub(super) fn new(appid: String, secret: Secret) -> Self {
        let store = Arc::new(MemoryStore::new());
        let (settings, client) = (Settings::default(), Client::builder());
        PlatformBuilder { appid, secret, store, settings, client }
    }

    /// Where credentials are kept. Default: a [`MemoryStore`], which forgets everything with the process.
    pub fn store(mut self, store: impl Store) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// How tokens are refreshed.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// How calls are made: address, deadlines, transport. Its tokens are not used.
    pub fn client(mut self, client: ClientBuilder) -> Self {
        self.client = client;
        self
    }

    /// The platform.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn build(self) -> Result<Platform, BuildError> {
        let client = self.client.build()?;
        let source = Arc::new(Source {
            appid: self.appid.clone(),
            secret: self.secret,
            store: Arc::clone(&self.store),
            client: client.clone(),
            keeper: OnceLock::new(),
        });
        let keeper = Keeper::new(Arc::clone(&self.store), source.clone(), self.settings);
        // The source was made just now, so nobody else has set it.
        let _ = source.keeper.set(keeper.downgrade());
        let inner = Inner { appid: self.appid, store: self.store, keeper, client };
        Ok(Platform { inner: Arc::new(inner) })
    }
}

impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformBuilder").field("appid", &self.appid).finish_non_exhaustive()
    }
}
