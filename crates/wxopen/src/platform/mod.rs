//! A third-party platform and the merchants that have authorized it: typed calls whose tokens come from
//! the store, are kept fresh, and are replaced once when WeChat refuses them.

mod authorize;
mod builder;
mod error;
mod events;
mod grant;
mod link;
mod merchant;
mod permission;
mod reconcile;
mod source;

use std::sync::Arc;

pub use builder::PlatformBuilder;
pub use error::{PlatformError, SendError, SetupError};
pub use link::{Accounts, AuthorizationLink, AuthorizationPage, NotAnAddress};
pub use merchant::Merchant;
pub use permission::NotGranted;
pub use reconcile::{Progress, Reconciled};

use wxopen_api::{CallError, Cause, Client, Endpoint, Phase, QuotaStops, Secret, TokenKind};

use crate::clock::unix_time;
use crate::credential::{Credential, Keeper};
use crate::platform::grant::Grant;
use crate::platform::link::Pages;
use crate::push::MessageCrypto;
use crate::store::{Key, Record, Store, StoreError};

/// How long a ticket is good for, in seconds. A new one comes every ten minutes.
const TICKET_LIFETIME: u64 = 12 * 60 * 60;

/// A third-party platform. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Platform {
    inner: Arc<Inner>,
}

struct Inner {
    appid: String,
    store: Arc<dyn Store>,
    keeper: Keeper,
    /// The platform's own.
    own: Credential,
    client: Client,
    crypto: Option<Arc<MessageCrypto>>,
    pages: Pages,
    check_permissions: bool,
}

impl Platform {
    /// Begins a platform with its appid and its secret.
    pub fn builder(appid: impl Into<String>, secret: impl Into<Secret>) -> PlatformBuilder {
        PlatformBuilder::new(appid.into(), secret.into())
    }

    /// The appid of the platform.
    pub fn appid(&self) -> &str {
        &self.inner.appid
    }

    /// A merchant's account, by its appid. Whether it has authorized the platform turns out with the
    /// first call.
    pub fn authorizer(&self, appid: impl Into<String>) -> Merchant {
        Merchant::new(self.clone(), appid.into())
    }

    /// Calls an interface of the platform itself, with its own token. What is called on behalf of an
    /// account goes through [`Platform::authorizer`].
    ///
    /// # Errors
    ///
    /// If there is no token, the interface takes the token of an account only, or the call fails.
    pub async fn send<E: Endpoint + Clone>(
        &self,
        request: E,
    ) -> Result<E::Reply, SendError<E::Error>> {
        if E::META.token == TokenKind::Authorizer {
            let error = CallError::new(E::META, Phase::NoCredential, Cause::NoToken);
            return Err(SendError::Call(error));
        }
        merchant::send(&self.inner.own, &self.inner.client, request).await
    }

    /// Stores the `component_verify_ticket` that WeChat has pushed just now.
    ///
    /// # Errors
    ///
    /// If the store fails. Do not acknowledge the push then, so that it comes again.
    pub async fn store_ticket(&self, ticket: impl Into<Secret>) -> Result<(), StoreError> {
        self.store_ticket_of(ticket.into(), unix_time()).await
    }

    /// Stores a ticket with the time at which it was made, unless a newer one is stored: pushes may
    /// overtake each other.
    pub(crate) async fn store_ticket_of(
        &self,
        ticket: Secret,
        made: u64,
    ) -> Result<(), StoreError> {
        let record = Record {
            access_token: Some(ticket),
            expires_at: Some(made.min(unix_time()) + TICKET_LIFETIME),
            ..Record::default()
        };
        let key = Key::Ticket(self.appid().to_owned());
        let is_newer =
            |old: Option<&Record>| old.is_none_or(|old| old.expires_at <= record.expires_at);
        let ticket = self.inner.keeper.credential(&key);
        ticket.update(|old| is_newer(old).then(|| record.clone())).await
    }

    /// The interfaces that are not called because the daily quota of an account is used up. Their owners
    /// are appids.
    pub fn quota_stops(&self) -> &QuotaStops {
        self.inner.client.quota_stops()
    }

    pub(crate) fn credential_of(&self, authorizer: &str) -> Credential {
        self.inner.keeper.credential(&Key::authorizer(self.appid(), authorizer))
    }

    /// Stores the refresh token of a merchant's account that another system has kept until now. What
    /// the account has granted is asked for when it is needed.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn import(
        &self,
        authorizer: &str,
        refresh_token: impl Into<Secret>,
    ) -> Result<(), PlatformError> {
        let refresh_token = Some(refresh_token.into());
        self.keep_grant(authorizer, &Grant { refresh_token, permission_sets: None }).await
    }
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platform").field("appid", &self.inner.appid).finish_non_exhaustive()
    }
}
