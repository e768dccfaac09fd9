//! What a pushed event means for the platform's own records. What it means for anybody else is the
//! business of handlers.

use std::sync::Arc;

use wxopen_api::events::AuthorizationEvent;
use wxopen_api::{BoxFuture, Secret};

use crate::platform::{Platform, PlatformError, SetupError};
use crate::push::{AccountPush, Push, PushHandler, PushReceiver, PushSettings};
use crate::store::{Record, StoreError};

impl Platform {
    /// Receives what WeChat pushes. Events change the platform's own records first: [`Platform::note`]
    /// before they are acknowledged, [`Platform::follow_up`] after. Then they go to the handler.
    ///
    /// # Errors
    ///
    /// If the platform was built without
    /// [`message_crypto`](crate::platform::PlatformBuilder::message_crypto).
    pub fn receiver(&self, handler: impl PushHandler) -> Result<PushReceiver, SetupError> {
        self.receiver_with(handler, PushSettings::default())
    }

    /// As [`Platform::receiver`], with settings.
    ///
    /// # Errors
    ///
    /// As [`Platform::receiver`].
    pub fn receiver_with(
        &self,
        handler: impl PushHandler,
        settings: PushSettings,
    ) -> Result<PushReceiver, SetupError> {
        let crypto = self.inner.crypto.as_ref().ok_or(SetupError::NoMessageCrypto)?;
        let handler = Following { platform: self.clone(), handler };
        Ok(PushReceiver::new(Arc::clone(crypto), self.clone(), handler, settings))
    }

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
                Some(Record { permission_sets: None, ..known.clone() })
            })
            .await
    }
}

/// Does what an event calls for before the handler hears of it.
struct Following<H> {
    platform: Platform,
    handler: H,
}

impl<H: PushHandler> PushHandler for Following<H> {
    fn handle(&self, push: Push) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let Push::Authorization(event) = &push {
                // What has failed is made good when the account is called: it was noted as unknown.
                let _ = self.platform.follow_up(event).await;
            }
            self.handler.handle(push).await;
        })
    }

    fn answer<'a>(&'a self, push: &'a AccountPush) -> BoxFuture<'a, Option<String>> {
        self.handler.answer(push)
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
