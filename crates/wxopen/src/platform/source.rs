//! Where the tokens of a platform come from: the ticket and the secret give the platform's own, that
//! and a refresh token give an account's.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use wxopen_api::ticket::{GetAuthorizerAccessToken, GetComponentAccessToken};
use wxopen_api::{BoxFuture, CallError, Class, Client, EndpointError, Secret};

use crate::credential::{Fetch, FetchError, Fetched, WeakKeeper};
use crate::platform::{SendError, merchant};
use crate::store::{Key, Record, Store};

pub(super) struct Source {
    pub(super) appid: String,
    pub(super) secret: Secret,
    pub(super) store: Arc<dyn Store>,
    pub(super) client: Client,
    /// The keeper that this is the source of: an account's token is fetched with the platform's.
    pub(super) keeper: OnceLock<WeakKeeper>,
}

impl Fetch for Source {
    fn needs_record(&self, key: &Key) -> bool {
        matches!(key, Key::Authorizer { .. })
    }

    fn fetch<'a>(
        &'a self,
        key: &'a Key,
        old: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>> {
        match key {
            Key::Component(_) => Box::pin(self.component()),
            Key::Authorizer { authorizer, .. } => Box::pin(self.authorizer(authorizer, old)),
            Key::Ticket(_) => Box::pin(async { Err(hopeless("a ticket is pushed, not fetched")) }),
        }
    }
}

impl Source {
    async fn component(&self) -> Result<Fetched, FetchError> {
        let stored = self.store.load(&Key::Ticket(self.appid.clone())).await;
        let stored = stored.map_err(|error| passing(&error.to_string()))?;
        let ticket = stored.and_then(|stored| stored.record.access_token);
        let Some(ticket) = ticket else {
            return Err(passing("WeChat has not pushed a component_verify_ticket yet"));
        };
        let request = GetComponentAccessToken::new(&*self.appid, self.secret.clone(), ticket);
        let reply = self.client.send(request).await.map_err(|error| refused(&error))?;
        Ok(Fetched {
            access_token: reply.component_access_token,
            lifetime: seconds(Some(reply.expires_in)),
            refresh_token: None,
            permission_sets: None,
        })
    }

    async fn authorizer(&self, authorizer: &str, old: &Record) -> Result<Fetched, FetchError> {
        let Some(refresh_token) = old.refresh_token.clone() else {
            return Err(hopeless("the account has not authorized the platform"));
        };
        let Some(keeper) = self.keeper.get().and_then(WeakKeeper::upgrade) else {
            return Err(passing("the platform is not ready"));
        };
        let own = Key::Component(self.appid.clone());
        let request = GetAuthorizerAccessToken::new(&*self.appid, authorizer, refresh_token);
        let reply = merchant::send(&keeper, &self.client, &own, request).await;
        let reply = reply.map_err(|error| match error {
            SendError::Call(error) => refused(&error),
            SendError::Credential(error) => passing(&error.to_string()),
        })?;
        Ok(Fetched {
            access_token: reply.authorizer_access_token,
            lifetime: seconds(Some(reply.expires_in)),
            refresh_token: reply.authorizer_refresh_token,
            permission_sets: None,
        })
    }
}

/// Two hours, as all of WeChat's tokens have, where the answer does not say.
fn seconds(expires_in: Option<i64>) -> Duration {
    let stated = expires_in.and_then(|seconds| u64::try_from(seconds).ok());
    Duration::from_secs(stated.filter(|seconds| *seconds > 0).unwrap_or(7200))
}

fn refused<E: EndpointError>(error: &CallError<E>) -> FetchError
where
    CallError<E>: std::fmt::Display,
{
    let permanent = matches!(
        error.class(),
        Class::BadCredentials | Class::AuthorizationGone | Class::IpNotAllowed | Class::Permission
    );
    FetchError { what: error.to_string(), permanent }
}

fn passing(what: &str) -> FetchError {
    FetchError { what: what.to_owned(), permanent: false }
}

fn hopeless(what: &str) -> FetchError {
    FetchError { what: what.to_owned(), permanent: true }
}
