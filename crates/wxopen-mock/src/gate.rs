//! Whether a token is good for an interface. Looks at nothing else of a call.

use wxopen_core::{EndpointMeta, Secret, TokenKind};

use crate::refusal::Refusal;
use crate::registry::{Bearer, Registry};

/// What a token is held against.
pub(crate) struct Gate<'a> {
    /// The tokens of `Mock::accept_token`, which are good for everything.
    pub(crate) accepted: &'a [Secret],
    pub(crate) registry: &'a Registry,
}

impl Gate<'_> {
    /// Whom the token speaks for; nobody if it was not issued here.
    pub(crate) fn admit(
        &self,
        meta: &EndpointMeta,
        token: &str,
    ) -> Result<Option<Bearer>, Refusal> {
        if self.accepted.iter().any(|accepted| accepted.expose() == token) {
            return Ok(None);
        }
        if self.registry.is_empty() {
            let anything_goes = self.accepted.is_empty();
            return if anything_goes { Ok(None) } else { Err(Refusal::bad_token()) };
        }
        let bearer = self.registry.bearer(token)?;
        match (meta.token, &bearer.account) {
            (TokenKind::Component, Some(_)) => {
                Err(Refusal::of(61014, "the token is that of an account"))
            }
            (TokenKind::Authorizer, None) => {
                Err(Refusal::of(61015, "the token is that of the component"))
            }
            _ => Ok(Some(bearer)),
        }
    }
}
