//! Calls on behalf of a merchant's account.

use std::sync::Arc;

use wxopen_api::{Class, Client, Endpoint, Secret, TokenKind, TokenSource};

use crate::credential::Keeper;
use crate::platform::{Platform, SendError};
use crate::store::Key;

/// A merchant's account that has authorized the platform. Cheap to clone.
#[derive(Clone)]
pub struct Merchant {
    platform: Platform,
    key: Key,
}

impl Merchant {
    pub(super) fn new(platform: Platform, key: Key) -> Self {
        Merchant { platform, key }
    }

    /// Calls an interface on behalf of the account. A token that WeChat refuses is replaced once, and
    /// the call sent once more: a refused token means that nothing has happened.
    ///
    /// # Errors
    ///
    /// If there is no token, or the call fails.
    pub async fn send<E: Endpoint + Clone>(
        &self,
        request: E,
    ) -> Result<E::Reply, SendError<E::Error>> {
        let inner = &self.platform.inner;
        let own = Key::Component(inner.appid.clone());
        // What only the platform may call is called with its token, whoever asks.
        let key = if E::META.token == TokenKind::Component { &own } else { &self.key };
        send(&inner.keeper, &inner.client, key, request).await
    }
}

impl std::fmt::Debug for Merchant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Merchant").field(&self.key.to_string()).finish()
    }
}

/// Sends a request with the token of a credential, and once more if that was stale.
pub(super) async fn send<E: Endpoint + Clone>(
    keeper: &Keeper,
    client: &Client,
    key: &Key,
    request: E,
) -> Result<E::Reply, SendError<E::Error>> {
    if E::META.token == TokenKind::None {
        return client.send(request).await.map_err(SendError::Call);
    }
    let mut resent = false;
    loop {
        keeper.ready(key).await.map_err(SendError::Credential)?;
        let mut token = Secret::default();
        keeper.with_token(key, &mut |current| token = current.clone());
        let client = client.with_token_source(Arc::new(OneToken(token.clone())));
        match client.send(request.clone()).await {
            Err(error) if error.class() == Class::StaleToken && !resent => {
                resent = true;
                keeper.renew(key, &token).await.map_err(SendError::Credential)?;
            }
            outcome => return outcome.map_err(SendError::Call),
        }
    }
}

/// The token of one call: if WeChat refuses it, it is known which one that was.
struct OneToken(Secret);

impl TokenSource for OneToken {
    fn with_token(&self, _: TokenKind, read: &mut dyn FnMut(&Secret)) -> bool {
        if !self.0.is_empty() {
            read(&self.0);
        }
        !self.0.is_empty()
    }
}
