//! A third-party platform and the merchants that have authorized it: typed calls whose tokens come from
//! the store, are kept fresh, and are replaced once when WeChat refuses them.

mod builder;
mod error;
mod merchant;
mod source;

use std::sync::Arc;

pub use builder::PlatformBuilder;
pub use error::SendError;
pub use merchant::Merchant;

use wxopen_api::{Client, Endpoint, Secret};

use crate::clock::unix_time;
use crate::credential::Keeper;
use crate::store::{Key, Record, Store, StoreError, Version, Written};

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
    client: Client,
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
        Merchant::new(self.clone(), Key::authorizer(self.appid(), appid))
    }

    /// Calls an interface of the platform itself, with its own token.
    ///
    /// # Errors
    ///
    /// If there is no token, or the call fails.
    pub async fn send<E: Endpoint + Clone>(
        &self,
        request: E,
    ) -> Result<E::Reply, SendError<E::Error>> {
        let key = Key::Component(self.appid().to_owned());
        merchant::send(&self.inner.keeper, &self.inner.client, &key, request).await
    }

    /// Stores the `component_verify_ticket` that WeChat has pushed. An older one is replaced, whoever
    /// has stored it.
    ///
    /// # Errors
    ///
    /// If the store fails. Do not acknowledge the push then, so that it comes again.
    pub async fn store_ticket(&self, ticket: impl Into<Secret>) -> Result<(), StoreError> {
        let record = Record {
            access_token: Some(ticket.into()),
            expires_at: Some(unix_time() + TICKET_LIFETIME),
            ..Record::default()
        };
        self.put(&Key::Ticket(self.appid().to_owned()), |_| record.clone()).await
    }

    /// Stores the refresh token of a merchant's account, from another system or from an authorization.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn import(
        &self,
        authorizer: &str,
        refresh_token: impl Into<Secret>,
        permission_sets: &[u16],
    ) -> Result<(), StoreError> {
        let refresh_token = Some(refresh_token.into());
        self.put(&Key::authorizer(self.appid(), authorizer), |old| Record {
            previous_refresh_token: old.and_then(|old| old.refresh_token.clone()),
            refresh_token: refresh_token.clone(),
            permission_sets: permission_sets.to_vec(),
            ..Record::default()
        })
        .await
    }

    /// Replaces a record, however often somebody else is faster.
    async fn put(
        &self,
        key: &Key,
        record: impl Fn(Option<&Record>) -> Record,
    ) -> Result<(), StoreError> {
        loop {
            let found = self.inner.store.load(key).await?;
            let version: Option<Version> = found.as_ref().map(|stored| stored.version);
            let new = record(found.as_ref().map(|stored| &stored.record));
            let written = self.inner.store.compare_and_set(key, version, &new).await?;
            if let Written::Stored(_) = written {
                return Ok(());
            }
        }
    }
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platform").field("appid", &self.inner.appid).finish_non_exhaustive()
    }
}
