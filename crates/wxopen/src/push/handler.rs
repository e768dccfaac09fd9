//! What a platform brings to its receiver: somewhere to write events down, and what to do with them then.

use std::future::Future;

use wxopen_api::events::AuthorizationEvent;
use wxopen_core::BoxFuture;

use crate::Platform;
use crate::push::{AccountPush, Push};
use crate::store::StoreError;

/// Writes down what an event says before it is acknowledged: the ticket above all. A [`Platform`] does.
pub trait Ledger: Send + Sync + 'static {
    /// Stores what must not be lost of an event. It is acknowledged once this has succeeded.
    ///
    /// # Errors
    ///
    /// If it was not stored. WeChat pushes the event again then.
    fn note<'a>(&'a self, event: &'a AuthorizationEvent) -> BoxFuture<'a, Result<(), StoreError>>;
}

impl Ledger for Platform {
    fn note<'a>(&'a self, event: &'a AuthorizationEvent) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(self.note(event))
    }
}

/// Does something with what is pushed. A function `Fn(Push) -> impl Future<Output = ()>` is a handler, too.
///
/// Pushes may overtake each other, and a push may come twice: after a restart, or on another machine.
pub trait PushHandler: Send + Sync + 'static {
    /// Called once for each push, behind the acknowledgement. It may take its time; if it panics, the push is
    /// lost and the next one comes all the same.
    fn handle(&self, push: Push) -> BoxFuture<'_, ()>;

    /// Called before [`PushHandler::handle`] for what is pushed to an account, while WeChat waits. What it gives
    /// is encrypted and sent as the answer; it must be written in the form of the push. Default: no answer.
    ///
    /// Nothing is answered if it panics, or takes longer than [`PushSettings::patience`].
    ///
    /// [`PushSettings::patience`]: crate::push::PushSettings::patience
    fn answer<'a>(&'a self, _push: &'a AccountPush) -> BoxFuture<'a, Option<String>> {
        Box::pin(async { None })
    }
}

impl<F, Done> PushHandler for F
where
    F: Fn(Push) -> Done + Send + Sync + 'static,
    Done: Future<Output = ()> + Send + 'static,
{
    fn handle(&self, push: Push) -> BoxFuture<'_, ()> {
        Box::pin(self(push))
    }
}
