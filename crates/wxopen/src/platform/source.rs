//! Where the tokens of a platform come from: the ticket and the secret give the platform's own, that
//! and a refresh token give an account's. A refresh token that is lost or refused is read back first.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use wxopen_api::ticket::{
    GetAuthorizerAccessToken, GetComponentAccessToken, GetComponentAccessTokenError,
    GetComponentAccessTokenReply,
};
use wxopen_api::{BoxFuture, CallError, Class, Client, EndpointError, Secret};

use crate::credential::{CredentialError, Fetch, FetchError, Fetched, Remedy};
use crate::platform::{Inner, Platform, PlatformError};
use crate::store::{Key, Record, Store};

/// All tokens of WeChat live as long.
const USUAL_LIFETIME: u64 = 2 * 60 * 60;

pub(super) struct Source {
    pub(super) appid: String,
    pub(super) secret: Secret,
    pub(super) store: Arc<dyn Store>,
    pub(super) client: Client,
    /// The last ticket that was seen, for when the store is down.
    pub(super) ticket: Mutex<Option<Secret>>,
    /// The platform that this is the source of: an account's token is fetched with the platform's own.
    pub(super) platform: Weak<Inner>,
}

impl Fetch for Source {
    fn fetch<'a>(
        &'a self,
        key: &'a Key,
        old: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>> {
        match key {
            Key::Component(_) => Box::pin(self.component()),
            Key::Authorizer { authorizer, .. } => Box::pin(self.authorizer(authorizer, old)),
            Key::Ticket(_) => Box::pin(async {
                Err(lacking(Remedy::Wait, "a ticket is pushed, it cannot be fetched"))
            }),
        }
    }
}

impl Source {
    /// The platform's own token. A ticket that is refused is looked up again: another process may have
    /// stored a newer one since.
    async fn component(&self) -> Result<Fetched, FetchError> {
        let ticket = self.ticket().await?;
        let reply = match self.trade_ticket(ticket.clone()).await {
            Err(error) if error.class() == Class::Ticket => {
                let newer = self.ticket().await?;
                if newer == ticket {
                    return Err(refused(&error));
                }
                self.trade_ticket(newer).await
            }
            outcome => outcome,
        };
        let reply = reply.map_err(|error| refused(&error))?;
        Ok(Fetched {
            access_token: reply.component_access_token,
            lifetime: lifetime(Some(reply.expires_in)),
            refresh_token: None,
            permission_sets: None,
        })
    }

    async fn ticket(&self) -> Result<Secret, FetchError> {
        let stored = self.store.load(&Key::Ticket(self.appid.clone())).await;
        let mut seen = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stored) = stored.ok().flatten() {
            *seen = stored.record.access_token;
        }
        let nothing = "WeChat has not pushed a component_verify_ticket yet";
        seen.clone().ok_or_else(|| lacking(Remedy::Wait, nothing))
    }

    async fn trade_ticket(
        &self,
        ticket: Secret,
    ) -> Result<GetComponentAccessTokenReply, CallError<GetComponentAccessTokenError>> {
        let request = GetComponentAccessToken::new(&*self.appid, self.secret.clone(), ticket);
        self.client.send(request).await
    }

    /// An account's token. A refresh token that is missing or refused is read back from WeChat once;
    /// only if that brings no other does the account have to authorize again.
    async fn authorizer(&self, authorizer: &str, old: &Record) -> Result<Fetched, FetchError> {
        let gone = || lacking(Remedy::Wait, "the platform has been dropped");
        let platform = Platform { inner: self.platform.upgrade().ok_or_else(gone)? };
        let outcome = match &old.refresh_token {
            Some(token) => trade_refresh_token(&platform, authorizer, token).await,
            None => Err(lacking(
                Remedy::Authorize,
                "the account has not authorized the platform, or has withdrawn it",
            )),
        };
        if !matches!(&outcome, Err(error) if error.remedy == Remedy::Authorize) {
            return outcome;
        }
        let found = platform.find_grant(authorizer).await.map_err(unread)?;
        match found.refresh_token {
            Some(token) if old.refresh_token.as_ref() != Some(&token) => {
                let fetched = trade_refresh_token(&platform, authorizer, &token).await?;
                let refresh_token = fetched.refresh_token.or(Some(token));
                Ok(Fetched { refresh_token, permission_sets: found.permission_sets, ..fetched })
            }
            _ => outcome,
        }
    }
}

async fn trade_refresh_token(
    platform: &Platform,
    authorizer: &str,
    refresh_token: &Secret,
) -> Result<Fetched, FetchError> {
    let request =
        GetAuthorizerAccessToken::new(platform.appid(), authorizer, refresh_token.clone());
    let reply = platform.send(request).await.map_err(|error| unread(error.into()))?;
    Ok(Fetched {
        access_token: reply.authorizer_access_token,
        lifetime: lifetime(Some(reply.expires_in)),
        refresh_token: reply.authorizer_refresh_token,
        permission_sets: None,
    })
}

/// How long a token lives: as long as all of WeChat's do, where the answer does not say or cannot be
/// right. None is believed to live longer than a day.
pub(super) fn lifetime(expires_in: Option<i64>) -> Duration {
    let stated = expires_in.and_then(|seconds| u64::try_from(seconds).ok());
    let plausible = stated.filter(|seconds| *seconds > 0).unwrap_or(USUAL_LIFETIME);
    Duration::from_secs(plausible.min(24 * 60 * 60))
}

fn refused<E: EndpointError>(error: &CallError<E>) -> FetchError {
    let remedy = match error.class() {
        Class::BadCredentials | Class::IpNotAllowed | Class::Permission => Remedy::Configure,
        Class::AuthorizationGone => Remedy::Authorize,
        _ => Remedy::Wait,
    };
    lacking(remedy, error.to_string())
}

/// A call for a token that itself lacked one, or failed.
fn unread(error: PlatformError) -> FetchError {
    match error {
        PlatformError::Call(error) => refused(&error),
        PlatformError::Credential(CredentialError::Fetch(error)) => error,
        error => lacking(Remedy::Wait, error.to_string()),
    }
}

fn lacking(remedy: Remedy, what: impl Into<String>) -> FetchError {
    FetchError { what: what.into(), remedy }
}
