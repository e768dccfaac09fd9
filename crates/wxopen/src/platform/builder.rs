//! What a platform is made of, with the defaults of production.

use std::fmt;
use std::sync::{Arc, Mutex, Weak};

use wxopen_api::{Client, ClientBuilder, Secret};

use crate::credential::{Keeper, Settings};
use crate::platform::link::Pages;
use crate::platform::source::Source;
use crate::platform::{Inner, Platform, SetupError};
use crate::store::{Key, MemoryStore, Store};

/// Where authorization pages for desktops are.
const DESKTOP: &str = "https://mp.weixin.qq.com";

/// Where authorization pages for phones are.
const PHONE: &str = "https://open.weixin.qq.com";

/// Makes a [`Platform`].
#[must_use]
pub struct PlatformBuilder {
    appid: String,
    secret: Secret,
    store: Arc<dyn Store>,
    settings: Settings,
    client: ClientBuilder,
    pages: (String, String),
    check_permissions: bool,
}

impl PlatformBuilder {
    pub(super) fn new(appid: String, secret: Secret) -> Self {
        let store = Arc::new(MemoryStore::new());
        PlatformBuilder {
            appid,
            secret,
            store,
            settings: Settings::default(),
            client: Client::builder(),
            pages: (DESKTOP.to_owned(), PHONE.to_owned()),
            check_permissions: true,
        }
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

    /// What takes the place of `https://mp.weixin.qq.com` and `https://open.weixin.qq.com` in the
    /// addresses of authorization pages: for tests.
    pub fn pages(mut self, base: impl Into<String>) -> Self {
        let base = base.into();
        self.pages = (base.clone(), base);
        self
    }

    /// Whether a call fails before it is sent if the account has granted none of the permission sets
    /// that would allow it. Default: yes. Without, WeChat answers it with 48001 or 61007.
    pub fn check_permissions(mut self, check: bool) -> Self {
        self.check_permissions = check;
        self
    }

    /// The platform.
    ///
    /// # Errors
    ///
    /// If the client cannot be built, or an address of [`PlatformBuilder::pages`] is none.
    pub fn build(self) -> Result<Platform, SetupError> {
        let PlatformBuilder { appid, secret, store, settings, client, pages, check_permissions } =
            self;
        let client = client.build().map_err(SetupError::Client)?;
        let pages = Pages::new(&pages.0, &pages.1).map_err(|_| SetupError::Pages)?;
        let inner = Arc::new_cyclic(|platform| {
            let source = Source {
                appid: appid.clone(),
                secret,
                store: Arc::clone(&store),
                client: client.clone(),
                ticket: Mutex::default(),
                platform: Weak::clone(platform),
            };
            let keeper = Keeper::new(Arc::clone(&store), Arc::new(source), settings);
            let own = keeper.credential(&Key::Component(appid.clone()));
            Inner { appid, store, keeper, own, client, pages, check_permissions }
        });
        Ok(Platform { inner })
    }
}

impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformBuilder").field("appid", &self.appid).finish_non_exhaustive()
    }
}
