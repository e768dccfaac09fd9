//! WeChat as a receiver sees it, and what it leaves behind. Holds no test itself.

use std::fmt::Write;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use sha1::{Digest, Sha1};
use wxopen::push::{
    AccountMessage, Acknowledgement, Ledger, MessageCrypto, Push, PushHandler, PushReceiver,
    PushSettings, Refusal,
};
use wxopen::store::StoreError;
use wxopen_api::events::AuthorizationEvent;
use wxopen_core::BoxFuture;

pub(crate) const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
pub(crate) const OTHER_KEY: &str = "bbcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
pub(crate) const APPID: &str = "wx-platform";
const TOKEN: &str = "token";
const NONCE: &str = "1413192605";

pub(crate) fn crypto(key: &str) -> MessageCrypto {
    MessageCrypto::new(APPID, TOKEN, key).expect("a key")
}

/// A request as it arrives.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) query: String,
    pub(crate) body: String,
}

impl Sent {
    /// A push to the authorization event URL.
    pub(crate) fn authorization(text: &str) -> Sent {
        Sent::sealed(&crypto(KEY), text, now(), &format!("<AppId><![CDATA[{APPID}]]></AppId>"))
    }

    /// A push to the message URL.
    pub(crate) fn message(text: &str) -> Sent {
        Sent::sealed(&crypto(KEY), text, now(), "<ToUserName><![CDATA[gh_0]]></ToUserName>")
    }

    /// The outer body is written as the message is.
    pub(crate) fn sealed(crypto: &MessageCrypto, text: &str, at: u64, to: &str) -> Sent {
        let sealed = crypto.seal(text, at, NONCE).expect("random bytes");
        let encrypt = &sealed.encrypt;
        let body = match text.starts_with('{') {
            true => serde_json::json!({"ToUserName": "gh_0", "Encrypt": encrypt}).to_string(),
            false => format!("<xml>\n {to}\n <Encrypt><![CDATA[{encrypt}]]></Encrypt>\n</xml>"),
        };
        let plain = signature(&[TOKEN, &sealed.timestamp, NONCE]);
        let query = format!(
            "signature={plain}&timestamp={at}&nonce={NONCE}&encrypt_type=aes&msg_signature={}",
            sealed.signature
        );
        Sent { query, body }
    }

    /// A body of one's own, with a signature that fits.
    pub(crate) fn with_body(body: impl Into<String>, encrypt: &str) -> Sent {
        let at = now().to_string();
        let (plain, full) =
            (signature(&[TOKEN, &at, NONCE]), signature(&[TOKEN, &at, NONCE, encrypt]));
        let query = format!(
            "signature={plain}&timestamp={at}&nonce={NONCE}&encrypt_type=aes&msg_signature={full}"
        );
        Sent { query, body: body.into() }
    }

    pub(crate) async fn to_platform(&self, to: &PushReceiver) -> Result<Acknowledgement, Refusal> {
        to.authorization(&self.query, self.body.as_bytes()).await
    }

    pub(crate) async fn to_account(&self, to: &PushReceiver) -> Result<Acknowledgement, Refusal> {
        to.message("wx-account", &self.query, self.body.as_bytes()).await
    }
}

/// The query with which WeChat checks an address.
pub(crate) fn verification(at: u64, echo: &str) -> String {
    let signature = signature(&[TOKEN, &at.to_string(), NONCE]);
    format!("signature={signature}&echostr={echo}&timestamp={at}&nonce={NONCE}")
}

/// The signature, written again from the description of the documents.
pub(crate) fn signature(parts: &[&str]) -> String {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    let digest = Sha1::digest(parts.concat().as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writes to memory");
        hex
    })
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// An event of an account that is told from others by its number.
pub(crate) fn event(number: i64) -> String {
    format!(
        "<xml><ToUserName>gh_0</ToUserName><FromUserName>o-user</FromUserName>\
         <CreateTime>1700000000</CreateTime><MsgType>event</MsgType>\
         <Event>weapp_audit_success</Event><SuccTime>{number}</SuccTime></xml>"
    )
}

pub(crate) fn ticket(text: &str, made: u64) -> String {
    format!(
        "<xml><AppId>{APPID}</AppId><CreateTime>{made} </CreateTime>\
         <InfoType>component_verify_ticket</InfoType>\
         <ComponentVerifyTicket>{text}</ComponentVerifyTicket></xml>"
    )
}

/// What was handled.
#[derive(Clone, Default)]
pub(crate) struct Handled(Arc<Mutex<Vec<Push>>>);

impl Handled {
    pub(crate) fn take(&self) -> Vec<Push> {
        std::mem::take(&mut *self.0.lock().expect("no handler panics here"))
    }

    /// A handler that writes down what it is given.
    pub(crate) fn handler(&self) -> impl PushHandler + use<> {
        let handled = self.clone();
        move |push: Push| {
            handled.add(push);
            async {}
        }
    }

    pub(crate) fn add(&self, push: Push) {
        self.0.lock().expect("no handler panics here").push(push);
    }

    /// The numbers of the events of [`event`], ascending: handlers run in no particular order.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        let mut numbers: Vec<i64> = self.take().iter().map(number).collect();
        numbers.sort_unstable();
        numbers
    }
}

pub(crate) fn number(push: &Push) -> i64 {
    use wxopen_api::events::AccountEvent::CodeAuditPassed;
    let Push::Account(account) = push else { panic!("not of an account: {push:?}") };
    match &account.message {
        AccountMessage::Event(CodeAuditPassed(event)) => event.succ_time.expect("a number"),
        other => panic!("another event: {other:?}"),
    }
}

/// A receiver with the defaults, and what its handler was given.
pub(crate) fn receiver() -> (PushReceiver, Handled) {
    receiver_with(crypto(KEY), PushSettings::default())
}

pub(crate) fn receiver_with(
    crypto: MessageCrypto,
    settings: PushSettings,
) -> (PushReceiver, Handled) {
    let handled = Handled::default();
    (PushReceiver::new(crypto, NoTickets, handled.handler(), settings), handled)
}

/// For tests in which no ticket is pushed.
pub(crate) struct NoTickets;

impl Ledger for NoTickets {
    fn note<'a>(&'a self, event: &'a AuthorizationEvent) -> BoxFuture<'a, Result<(), StoreError>> {
        assert!(!matches!(event, AuthorizationEvent::ComponentVerifyTicket(_)), "{event:?}");
        Box::pin(async { Ok(()) })
    }
}

/// A function that is given events.
pub(crate) struct Sink<F>(pub(crate) F);

impl<F, Stored> Ledger for Sink<F>
where
    F: Fn(AuthorizationEvent) -> Stored + Send + Sync + 'static,
    Stored: Future<Output = Result<(), StoreError>> + Send + 'static,
{
    fn note<'a>(&'a self, event: &'a AuthorizationEvent) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(self.0(event.clone()))
    }
}
