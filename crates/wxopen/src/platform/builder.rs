//! What a platform is made of, with the defaults of production.

use std::fmt;
use std::sync::{Arc, Mutex, Weak};

use wxopen_api::{Client, ClientBuilder, Secret};

use crate::credential::{Keeper, Settings};
use crate::platform::link::Pages;
use crate::platform::source::Source;
use crate::platform::{Inner, Platform, SetupError};
use crate::push::MessageCrypto;
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
    messages: Option<(Secret, Secret)>,
    previous_key: Option<Secret>,
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
            messages: None,
            previous_key: None,
            pages: (DESKTOP.to_owned(), PHONE.to_owned()),
            check_permissions: true,
        }
    }

    /// What pushes are signed and encrypted with: the token (消息校验 Token) and the EncodingAESKey
    /// (消息加解密 Key) of the console. Needed for [`Platform::receiver`] only.
    pub fn message_crypto(
        mut self,
        token: impl Into<Secret>,
        encoding_aes_key: impl Into<Secret>,
    ) -> Self {
        self.messages = Some((token.into(), encoding_aes_key.into()));
        self
    }

    /// The EncodingAESKey that was set before the current one: after a change, WeChat goes on using it for
    /// a while.
    pub fn previous_key(mut self, encoding_aes_key: impl Into<Secret>) -> Self {
        self.previous_key = Some(encoding_aes_key.into());
        self
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
    /// If the client cannot be built, a key is none, or the address of [`PlatformBuilder::pages`] is none.
    pub fn build(self) -> Result<Platform, SetupError> {
        let crypto = self.crypto()?;
        let PlatformBuilder {
            appid,
            secret,
            store,
            settings,
            client,
            pages,
            check_permissions,
            ..
        } = self;
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
            Inner { appid, store, keeper, own, client, crypto, pages, check_permissions }
        });
        Ok(Platform { inner })
    }

    fn crypto(&self) -> Result<Option<Arc<MessageCrypto>>, SetupError> {
        let Some((token, key)) = &self.messages else {
            let needed = self.previous_key.is_some();
            return if needed { Err(SetupError::NoMessageCrypto) } else { Ok(None) };
        };
        let crypto = MessageCrypto::new(&*self.appid, token.clone(), key.expose());
        let mut crypto = crypto.map_err(SetupError::Key)?;
        if let Some(previous) = &self.previous_key {
            crypto = crypto.with_previous_key(previous.expose()).map_err(SetupError::Key)?;
        }
        Ok(Some(Arc::new(crypto)))
    }
}

impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformBuilder").field("appid", &self.appid).finish_non_exhaustive()
    }
}
