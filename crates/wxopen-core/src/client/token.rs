//! Where a client finds the token of a call. Reading must be cheap and must never wait.

use arc_swap::ArcSwapOption;

use crate::{Secret, TokenKind};

/// Has the tokens of a client.
pub trait TokenSource: Send + Sync + 'static {
    /// Hands the current token of a kind to `read` and tells whether there is one.
    ///
    /// The token is lent, not copied: a call needs it only while its address is being written.
    fn with_token(&self, kind: TokenKind, read: &mut dyn FnMut(&Secret)) -> bool;

    /// Whose tokens they are, such as the appid of an account: quotas are counted apart for each. Not
    /// a secret.
    fn owner(&self) -> &str {
        ""
    }
}

/// One token of each kind that can be replaced at any time. Readers take no lock.
///
/// ```
/// use wxopen_core::{TokenCell, TokenKind, TokenSource};
///
/// let tokens = TokenCell::default();
/// tokens.set_authorizer("fresh");
/// assert!(tokens.with_token(TokenKind::Authorizer, &mut |token| assert_eq!(token.expose(), "fresh")));
/// assert!(!tokens.with_token(TokenKind::Component, &mut |_| {}));
/// ```
#[derive(Default)]
pub struct TokenCell {
    authorizer: ArcSwapOption<Secret>,
    component: ArcSwapOption<Secret>,
}

impl TokenCell {
    /// Replaces the `authorizer_access_token`.
    pub fn set_authorizer(&self, token: impl Into<Secret>) {
        self.authorizer.store(Some(token.into().into()));
    }

    /// Replaces the `component_access_token`.
    pub fn set_component(&self, token: impl Into<Secret>) {
        self.component.store(Some(token.into().into()));
    }
}

impl TokenSource for TokenCell {
    fn with_token(&self, kind: TokenKind, read: &mut dyn FnMut(&Secret)) -> bool {
        let mut lend = |cell: &ArcSwapOption<Secret>| match cell.load().as_deref() {
            Some(token) if !token.is_empty() => {
                read(token);
                true
            }
            _ => false,
        };
        match kind {
            TokenKind::Authorizer => lend(&self.authorizer),
            TokenKind::Component => lend(&self.component),
            TokenKind::Either => lend(&self.authorizer) || lend(&self.component),
            TokenKind::None => false,
        }
    }
}

impl std::fmt::Debug for TokenCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenCell").finish_non_exhaustive()
    }
}
