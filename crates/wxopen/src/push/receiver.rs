//! Receives pushes: checks, opens, stores the ticket, hands over the rest, acknowledges. Knows no web framework,
//! and acknowledges nothing that could still be lost before it was accepted.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use wxopen_api::Json;
use wxopen_api::events::AuthorizationEvent;

use crate::clock::unix_time;
use crate::push::envelope::{Envelope, Query};
use crate::push::queue::Queue;
use crate::push::seen::{Claim, Key, Seen, Turn};
use crate::push::{
    AccountMessage, AccountPush, Acknowledgement, Form, Ledger, MessageCrypto, Opened, Push,
    PushError, PushHandler, PushSettings, Refusal, Sealed, Signed, message,
};
use crate::store::StoreError;

/// Receives what WeChat pushes to a platform. Cheap to clone; clones share everything.
///
/// A refused push is answered with the status of its [`Refusal`] and an empty body; turn it into an
/// [`Acknowledgement`] with `Acknowledgement::from`.
#[derive(Clone)]
pub struct PushReceiver {
    inner: Arc<Inner>,
}

struct Inner {
    crypto: Arc<MessageCrypto>,
    ledger: Box<dyn Ledger>,
    handler: Arc<dyn PushHandler>,
    settings: PushSettings,
    seen: Seen,
    queue: Queue,
}

impl PushReceiver {
    /// With what opens the messages, where events are written down, and what handles them. A platform has
    /// both at hand: [`Platform::receiver`](crate::Platform::receiver).
    pub fn new(
        crypto: impl Into<Arc<MessageCrypto>>,
        ledger: impl Ledger,
        handler: impl PushHandler,
        settings: PushSettings,
    ) -> Self {
        let seen = Seen::new(settings.remembered);
        let queue = Queue::new(settings.waiting, settings.at_once);
        let (ledger, handler) = (Box::new(ledger), Arc::new(handler));
        let crypto = crypto.into();
        let inner = Inner { crypto, ledger, handler, settings, seen, queue };
        PushReceiver { inner: Arc::new(inner) }
    }

    /// Receives a POST to the authorization event URL (授权事件接收 URL): the query of its address, without
    /// the question mark, and its body.
    ///
    /// # Errors
    ///
    /// As [`Refusal`] says. Nothing was handled then.
    pub async fn authorization(
        &self,
        query: &str,
        body: &[u8],
    ) -> Result<Acknowledgement, Refusal> {
        let Received { value, .. } = self.open(query, body)?;
        let key = Key::of(&value);
        let event = AuthorizationEvent::from_value(value).map_err(|_| PushError::Malformed)?;
        let Some(claim) = self.claim(key)? else { return Ok(Acknowledgement::success()) };
        if matches!(event, AuthorizationEvent::ComponentVerifyTicket(_)) {
            self.note(&event).await?;
        } else {
            let place = self.inner.queue.reserve().ok_or(Refusal::Busy)?;
            self.note(&event).await?;
            place.run(handle(Arc::clone(&self.inner.handler), Push::Authorization(event)));
        }
        claim.keep();
        Ok(Acknowledgement::success())
    }

    /// Receives a POST to the message URL (消息与事件接收 URL) of an account: the appid that stands in its
    /// address in place of `$APPID$`, the query without the question mark, and the body.
    ///
    /// # Errors
    ///
    /// As [`Refusal`] says. Nothing was handled then.
    pub async fn message(
        &self,
        appid: &str,
        query: &str,
        body: &[u8],
    ) -> Result<Acknowledgement, Refusal> {
        let Received { opened, form, value } = self.open(query, body)?;
        let key = Key::of(&value);
        let message = AccountMessage::from_value(value).map_err(|_| PushError::Malformed)?;
        let push = AccountPush { appid: appid.to_owned(), form, message };
        let Some(claim) = self.claim(key)? else { return Ok(Acknowledgement::success()) };
        let place = self.inner.queue.reserve().ok_or(Refusal::Busy)?;
        let answer = self.answer(push.clone()).await;
        place.run(handle(Arc::clone(&self.inner.handler), Push::Account(push)));
        claim.keep();
        let sealed = answer.and_then(|text| self.seal(&opened, &text));
        Ok(sealed
            .map_or_else(Acknowledgement::success, |sealed| Acknowledgement::answer(form, &sealed)))
    }

    /// Receives a GET to either address, with which WeChat checks that it is ours: the query without the
    /// question mark. The text to repeat is the body of the answer.
    ///
    /// # Errors
    ///
    /// If the signature or the time is wrong.
    pub fn verification(&self, query: &str) -> Result<Acknowledgement, Refusal> {
        let query = Query::read(query);
        self.check(&query)?;
        self.check_window(&query)?;
        let echo = query.get("echostr").ok_or(PushError::Malformed)?;
        Ok(Acknowledgement::echo(echo))
    }

    /// Waits until everything that was acknowledged is handled. For the end of a program, once it receives no
    /// more.
    pub async fn idle(&self) {
        self.inner.queue.idle().await;
    }

    /// How pushes are received.
    pub fn settings(&self) -> &PushSettings {
        &self.inner.settings
    }

    fn open(&self, query: &str, body: &[u8]) -> Result<Received, Refusal> {
        if body.len() > self.inner.settings.longest {
            return Err(Refusal::TooLarge);
        }
        let crypto = &self.inner.crypto;
        let envelope = Envelope::read(body).ok_or(PushError::Malformed)?;
        let query = Query::read(query);
        // WeChat sends both; whoever passes a push on may send neither. One alone was tampered with.
        match (query.get("encrypt_type"), query.get("signature")) {
            (Some("aes"), Some(_)) => self.check(&query)?,
            (None, None) => {}
            _ => return Err(PushError::Malformed.into()),
        }
        if envelope.is_for_other(crypto.appid()) {
            return Err(PushError::Malformed.into());
        }
        let encrypt = envelope.encrypt().ok_or(PushError::Malformed)?;
        let parameter = |name| query.get(name).ok_or(PushError::Malformed);
        let opened = crypto.open(&Signed {
            encrypt,
            signature: parameter("msg_signature")?,
            timestamp: parameter("timestamp")?,
            nonce: parameter("nonce")?,
        })?;
        self.check_window(&query)?;
        let (form, value) = message::parse(opened.text()).ok_or(PushError::Malformed)?;
        Ok(Received { opened, form, value })
    }

    /// Checks the signature that does not cover the message.
    fn check(&self, query: &Query<'_>) -> Result<(), Refusal> {
        let parameter = |name| query.get(name).ok_or(PushError::Malformed);
        let (timestamp, nonce) = (parameter("timestamp")?, parameter("nonce")?);
        match self.inner.crypto.is_signed(parameter("signature")?, timestamp, nonce) {
            true => Ok(()),
            false => Err(PushError::Signature.into()),
        }
    }

    fn check_window(&self, query: &Query<'_>) -> Result<(), Refusal> {
        let Some(window) = self.inner.settings.window else { return Ok(()) };
        let made = query.get("timestamp").and_then(|text| text.parse().ok());
        let distance = made.map(|made: u64| Duration::from_secs(made.abs_diff(unix_time())));
        match distance {
            Some(distance) if distance <= window => Ok(()),
            _ => Err(PushError::Stale.into()),
        }
    }

    /// The right to accept a push; `None` if it was accepted before.
    fn claim(&self, key: Key) -> Result<Option<Claim<'_>>, Refusal> {
        match self.inner.seen.claim(key) {
            Turn::First(claim) => Ok(Some(claim)),
            Turn::Repeated => Ok(None),
            Turn::Underway => Err(Refusal::Busy),
        }
    }

    async fn note(&self, event: &AuthorizationEvent) -> Result<(), Refusal> {
        let noted = self.inner.ledger.note(event);
        let noted = tokio::time::timeout(self.inner.settings.patience, noted).await;
        let late = |_| Err(StoreError::Unavailable("it took too long".to_owned()));
        noted.unwrap_or_else(late).map_err(Refusal::NotStored)
    }

    async fn answer(&self, push: AccountPush) -> Option<String> {
        let handler = Arc::clone(&self.inner.handler);
        // A task, because it may panic; in a set, because that ends it when nobody waits any more.
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { handler.answer(&push).await });
        let answer = tokio::time::timeout(self.inner.settings.patience, tasks.join_next()).await;
        answer.ok()??.ok()?
    }

    fn seal(&self, to: &Opened, text: &str) -> Option<Sealed> {
        let mut random = [0; 4];
        getrandom::fill(&mut random).ok()?;
        let nonce = u32::from_ne_bytes(random).to_string();
        self.inner.crypto.seal_answer(to, text, unix_time(), &nonce).ok()
    }
}

impl fmt::Debug for PushReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushReceiver")
            .field("crypto", &self.inner.crypto)
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}

/// A message that was opened and parsed.
struct Received {
    opened: Opened,
    form: Form,
    value: Json,
}

async fn handle(handler: Arc<dyn PushHandler>, push: Push) {
    handler.handle(push).await;
}
