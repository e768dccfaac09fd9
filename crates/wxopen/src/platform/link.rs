//! The address of the page on which a merchant authorizes the platform. Opens nothing.

use std::fmt;

use url::Url;
use wxopen_api::Secret;
use wxopen_api::ticket::GetPreAuthCode;

use crate::clock::unix_time;
use crate::platform::source::lifetime;
use crate::platform::{Platform, PlatformError};

/// Where the pages are.
#[derive(Clone)]
pub(super) struct Pages {
    pub(super) desktop: Url,
    pub(super) phone: Url,
}

/// Which accounts the page shows for choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accounts {
    /// Official accounts (1).
    Official,
    /// Mini programs (2).
    MiniPrograms,
    /// Official accounts and mini programs (3).
    OfficialAndMiniPrograms,
    /// A number that the documents have and this release does not know.
    Other(u8),
}

/// What an authorization page is to ask for.
///
/// [Official page](https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Authorization_Process_Technical_Description.html)
///
/// 授权页的参数：回调地址、账号类型、指定账号、权限集。
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct AuthorizationPage {
    redirect: Url,
    accounts: Option<Accounts>,
    account: Option<String>,
    permission_sets: Vec<u16>,
}

/// The address of an authorization page, for desktops and for phones. It opens once, within its time:
/// make one for each visitor. It holds a code, so `Debug` does not print it.
#[derive(Clone)]
pub struct AuthorizationLink {
    desktop: Secret,
    phone: Secret,
    expires_at: u64,
}

impl AuthorizationPage {
    /// A page that leads to an address of yours with `auth_code` and `expires_in` in its query. Its
    /// host must be the one that was named when the platform was registered.
    ///
    /// # Errors
    ///
    /// If the address is not one of `https` or `http`.
    pub fn new(redirect: &str) -> Result<Self, NotAnAddress> {
        let redirect = Url::parse(redirect).map_err(|_| NotAnAddress)?;
        if !matches!(redirect.scheme(), "https" | "http") {
            return Err(NotAnAddress);
        }
        Ok(AuthorizationPage { redirect, accounts: None, account: None, permission_sets: vec![] })
    }

    /// Shows only some kinds of accounts. Default: all that can authorize.
    pub fn accounts(mut self, accounts: Accounts) -> Self {
        self.accounts = Some(accounts);
        self
    }

    /// Lets only one account authorize, by its appid; anybody but its administrator gets an error.
    /// Stronger than [`AuthorizationPage::accounts`].
    pub fn account(mut self, appid: impl Into<String>) -> Self {
        self.account = Some(appid.into());
        self
    }

    /// Asks only for some permission sets, by their numbers. Default: all that the platform has. The
    /// merchant may grant fewer.
    pub fn permission_sets(mut self, numbers: impl IntoIterator<Item = u16>) -> Self {
        self.permission_sets = numbers.into_iter().collect();
        self
    }

    fn write(&self, page: &Url, component: &str, code: &Secret) -> Url {
        let mut address = page.clone();
        let mut query = address.query_pairs_mut();
        query.append_pair("component_appid", component);
        query.append_pair("pre_auth_code", code.expose());
        query.append_pair("redirect_uri", self.redirect.as_str());
        if let Some(accounts) = self.accounts {
            query.append_pair("auth_type", &accounts.number().to_string());
        }
        if let Some(appid) = &self.account {
            query.append_pair("biz_appid", appid);
        }
        if !self.permission_sets.is_empty() {
            let numbers: Vec<String> = self.permission_sets.iter().map(u16::to_string).collect();
            query.append_pair("category_id_list", &numbers.join("|"));
        }
        drop(query);
        address
    }
}

impl Platform {
    /// Makes the address of an authorization page, with a code that WeChat is asked for.
    ///
    /// # Errors
    ///
    /// If the code cannot be had.
    pub async fn authorization_link(
        &self,
        page: &AuthorizationPage,
    ) -> Result<AuthorizationLink, PlatformError> {
        let started = unix_time();
        let reply = self.send(GetPreAuthCode::new(self.appid())).await?;
        let Pages { desktop, phone } = &self.inner.pages;
        let write = |address| page.write(address, self.appid(), &reply.pre_auth_code);
        let mut phone = write(phone);
        phone.set_fragment(Some("wechat_redirect"));
        Ok(AuthorizationLink {
            desktop: String::from(write(desktop)).into(),
            phone: String::from(phone).into(),
            expires_at: started + lifetime(Some(reply.expires_in)).as_secs(),
        })
    }
}

impl AuthorizationLink {
    /// For a browser on a desktop, which shows a code to be scanned.
    pub fn desktop(&self) -> &str {
        self.desktop.expose()
    }

    /// For the browser of WeChat on a phone.
    pub fn phone(&self) -> &str {
        self.phone.expose()
    }

    /// Until when it can be opened, in seconds since 1970.
    pub fn expires_at(&self) -> u64 {
        self.expires_at
    }
}

impl Accounts {
    fn number(self) -> u8 {
        match self {
            Accounts::Official => 1,
            Accounts::MiniPrograms => 2,
            Accounts::OfficialAndMiniPrograms => 3,
            Accounts::Other(number) => number,
        }
    }
}

impl Pages {
    /// The pages below two addresses.
    pub(super) fn new(desktop: &str, phone: &str) -> Result<Self, url::ParseError> {
        let mut phone = Url::parse(phone)?.join("/wxaopen/safe/bindcomponent")?;
        phone.set_query(Some("action=bindcomponent&no_scan=1"));
        Ok(Pages { desktop: Url::parse(desktop)?.join("/cgi-bin/componentloginpage")?, phone })
    }
}

impl fmt::Debug for AuthorizationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationLink").field("expires_at", &self.expires_at).finish()
    }
}

/// The address that was given for the way back is not one of `https` or `http`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAddress;

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address of the way back must begin with https:// or http://")
    }
}

impl std::error::Error for NotAnAddress {}
