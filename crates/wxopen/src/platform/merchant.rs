//! Calls on behalf of a merchant's account.

use std::sync::Arc;

use wxopen_api::{Class, Client, Endpoint, EndpointMeta, Secret, TokenKind, TokenSource};

use crate::credential::Credential;
use crate::platform::permission::{self, NotGranted};
use crate::platform::{Platform, PlatformError, SendError};
use crate::store::Record;

/// A merchant's account that has authorized the platform. Cheap to clone.
#[derive(Clone)]
pub struct Merchant {
    platform: Platform,
    appid: String,
    credential: Credential,
}

impl Merchant {
    pub(super) fn new(platform: Platform, appid: String) -> Self {
        let credential = platform.credential_of(&appid);
        Merchant { platform, appid, credential }
    }

    /// The appid of the account.
    pub fn appid(&self) -> &str {
        &self.appid
    }

    pub(crate) fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Calls an interface on behalf of the account. A token that WeChat refuses is replaced once, and
    /// the call sent once more: a refused token means that nothing has happened.
    ///
    /// # Errors
    ///
    /// If there is no token, the account has not granted a permission set that the call needs, or the
    /// call fails.
    pub async fn send<E: Endpoint + Clone>(
        &self,
        request: E,
    ) -> Result<E::Reply, SendError<E::Error>> {
        // What only the platform may call is called with its token, whoever asks.
        if E::META.token == TokenKind::Component {
            return self.platform.send(request).await;
        }
        let inner = &self.platform.inner;
        if inner.check_permissions && !self.may_call(E::META).await {
            return Err(SendError::NotGranted(NotGranted::new(&self.appid, E::META)));
        }
        send(&self.credential, &inner.client, request).await
    }

    /// Whether the account has granted a permission set that allows an interface. WeChat is asked if
    /// that is not known.
    ///
    /// # Errors
    ///
    /// As [`Merchant::permission_sets`].
    pub async fn can<E: Endpoint>(&self) -> Result<bool, PlatformError> {
        Ok(permission::allows(&self.permission_sets().await?, E::META))
    }

    /// The numbers of the permission sets that the account has granted, ascending. WeChat is asked if
    /// they are not known.
    ///
    /// # Errors
    ///
    /// If they are not known, and the store or the call that asks for them fails.
    pub async fn permission_sets(&self) -> Result<Vec<u16>, PlatformError> {
        let stored = self.credential.load().await?;
        if let Some(sets) = stored.and_then(|record| record.permission_sets) {
            return Ok(sets);
        }
        self.platform.recover(&self.appid).await?;
        let stored = self.credential.load().await?;
        Ok(stored.and_then(|record| record.permission_sets).unwrap_or_default())
    }

    /// Whether a call may be sent: nothing that is known speaks against it.
    async fn may_call(&self, meta: &EndpointMeta) -> bool {
        if meta.permission_sets.is_empty() {
            return true;
        }
        let forbids = |record: &Record| {
            let sets = record.permission_sets.as_deref();
            sets.is_some_and(|sets| !permission::allows(sets, meta))
        };
        let known = self.credential.with_record(|record| record.map(forbids));
        if known == Some(false) {
            return true;
        }
        // Only one process is told when more is granted; the others find it in the store.
        match self.credential.load().await {
            Ok(record) => !record.as_ref().is_some_and(forbids),
            Err(_) => known.is_none(),
        }
    }
}

impl std::fmt::Debug for Merchant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Merchant").field(&self.appid).finish()
    }
}

/// Sends a request with the token of a credential, and once more if that was stale.
pub(super) async fn send<E: Endpoint + Clone>(
    credential: &Credential,
    client: &Client,
    request: E,
) -> Result<E::Reply, SendError<E::Error>> {
    if E::META.token == TokenKind::None {
        return client.send(request).await.map_err(SendError::Call);
    }
    let mut token = credential.token().await.map_err(SendError::Credential)?;
    let mut stale = Vec::new();
    loop {
        let one = OneToken { token: token.clone(), credential: credential.clone() };
        match client.with_token_source(Arc::new(one)).send(request.clone()).await {
            Err(error) if error.class() == Class::StaleToken && stale.is_empty() => {
                stale = error.attempts().to_vec();
                token = credential.renew(&token).await.map_err(SendError::Credential)?;
            }
            outcome => return outcome.map_err(|error| SendError::Call(error.preceded_by(stale))),
        }
    }
}

/// The token of one call: if WeChat refuses it, it is known which one that was.
struct OneToken {
    token: Secret,
    credential: Credential,
}

impl TokenSource for OneToken {
    fn with_token(&self, _: TokenKind, read: &mut dyn FnMut(&Secret)) -> bool {
        if !self.token.is_empty() {
            read(&self.token);
        }
        !self.token.is_empty()
    }

    fn owner(&self) -> &str {
        self.credential.key().appid()
    }
}
