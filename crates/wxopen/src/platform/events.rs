//! What a pushed event means for the platform's own records. What it means for anybody else is the
//! business of handlers.

use wxopen_api::Secret;
use wxopen_api::events::AuthorizationEvent;

use crate::platform::{Platform, PlatformError};
use crate::store::StoreError;

impl Platform {
    /// Stores what an event says, before it is acknowledged: a ticket, or that what is known of an
    /// account is out of date. Calls nobody.
    ///
    /// # Errors
    ///
    /// If the store fails. Do not acknowledge the event then, so that it comes again.
    pub async fn note(&self, event: &AuthorizationEvent) -> Result<(), StoreError> {
        match event {
            AuthorizationEvent::ComponentVerifyTicket(event)
                if event.component_appid == self.appid() =>
            {
                let made = u64::try_from(event.create_time).unwrap_or_default();
                self.store_ticket_of(event.component_verify_ticket.clone(), made).await
            }
            AuthorizationEvent::Authorized(event) => self.doubt(&event.authorizer_appid).await,
            AuthorizationEvent::UpdateAuthorized(event) => {
                self.doubt(&event.authorizer_appid).await
            }
            AuthorizationEvent::Unauthorized(event) => self.forget(&event.authorizer_appid).await,
            _ => Ok(()),
        }
    }

    /// Does what an event calls for, once it is acknowledged: trades the authorization code that it
    /// brings. An event that comes twice does no harm.
    ///
    /// # Errors
    ///
    /// If the code cannot be traded, or the store fails. What the account has granted is asked for then
    /// when it is needed.
    pub async fn follow_up(&self, event: &AuthorizationEvent) -> Result<(), PlatformError> {
        match brought(event) {
            Some((authorizer, code)) => self.authorize_account(authorizer, code).await.map(drop),
            None => Ok(()),
        }
    }

    /// Forgets what an account has granted, but not its tokens: a later call may still be good.
    async fn doubt(&self, authorizer: &str) -> Result<(), StoreError> {
        let credential = self.credential_of(authorizer);
        credential
            .update(|old| {
                let known = old.filter(|old| old.permission_sets.is_some())?;
                Some(crate::store::Record { permission_sets: None, ..known.clone() })
            })
            .await
    }
}

/// The appid and the authorization code that an event brings.
fn brought(event: &AuthorizationEvent) -> Option<(&str, Secret)> {
    match event {
        AuthorizationEvent::Authorized(event) => {
            Some((&event.authorizer_appid, event.authorization_code.clone()))
        }
        AuthorizationEvent::UpdateAuthorized(event) => {
            Some((&event.authorizer_appid, event.authorization_code.clone()))
        }
        AuthorizationEvent::FastRegistration(event) => {
            Some((event.appid.as_deref()?, event.auth_code.clone()?))
        }
        _ => None,
    }
}
