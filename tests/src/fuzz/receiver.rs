//! What must hold for the receiver of pushes, whatever is in a message behind good signatures, and around
//! one without. Knows no event.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use wxopen::push::{
    AccountMessage, Acknowledgement, Ledger, MessageCrypto, Push, PushReceiver, PushSettings,
    Refusal,
};
use wxopen::store::StoreError;
use wxopen_api::BoxFuture;
use wxopen_api::events::AuthorizationEvent;

use crate::fuzz::{CANARY, is_clean};

/// A message is accepted and handled once, or refused and not handled; nothing grows by being read, and the
/// same message in JSON is the same message. Unsealed, nothing is accepted.
pub(super) fn push_xml(bytes: &[u8]) {
    thread_local!(static POST: RefCell<Post> = RefCell::new(Post::new()));
    POST.with_borrow(|post| {
        let query = format!("timestamp=1&nonce=n&msg_signature={CANARY}");
        let refused = post.runtime.block_on(post.receiver.message("wx-account", &query, bytes));
        assert_shows_nothing(&refused.expect_err("nobody has signed it"));
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        post.authorization(text);
        post.message(text);
    });
}

/// A receiver that remembers nothing, and everything it has handed over.
struct Post {
    runtime: Runtime,
    crypto: MessageCrypto,
    receiver: PushReceiver,
    noted: Arc<Mutex<Vec<AuthorizationEvent>>>,
    handled: Arc<Mutex<Vec<Push>>>,
}

impl Post {
    fn new() -> Post {
        let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        let crypto = || MessageCrypto::new("wx-platform", "token", key).expect("a key");
        let handled = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::default();
        let ledger = Notes(Arc::clone(&noted));
        let sink = Arc::clone(&handled);
        let handler = move |push: Push| {
            sink.lock().expect("nobody panics with it").push(push);
            async {}
        };
        let mut settings = PushSettings::default();
        settings.window = None;
        settings.remembered = 0;
        let receiver = PushReceiver::new(crypto(), ledger, handler, settings);
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        Post { runtime, crypto: crypto(), receiver, noted, handled }
    }

    fn authorization(&self, text: &str) {
        let (query, body) = self.sealed(text);
        let answer = self.runtime.block_on(async {
            let answer = self.receiver.authorization(&query, body.as_bytes()).await;
            self.receiver.idle().await;
            answer
        });
        let noted = std::mem::take(&mut *self.noted.lock().expect("nobody panics with it"));
        let handled = self.taken();
        assert_eq!(is_accepted(&answer), noted.len() == 1, "{answer:?}");
        let Some(event) = noted.into_iter().next() else {
            return assert!(handled.is_empty());
        };
        let is_ticket = matches!(event, AuthorizationEvent::ComponentVerifyTicket(_));
        assert_eq!(handled.is_empty(), is_ticket);
        assert!(handled.into_iter().all(|push| push == Push::Authorization(event.clone())));
        let value = serde_json::to_value(&event).expect("an event is JSON");
        assert!(length(&value) <= most(text), "{value}");
    }

    fn message(&self, text: &str) {
        let (answer, handled) = self.send(text);
        assert_eq!(is_accepted(&answer), handled.len() == 1, "{answer:?}");
        let Some(Push::Account(push)) = handled.into_iter().next() else { return };
        assert_eq!(push.appid, "wx-account");
        if let AccountMessage::Message(message) = &push.message {
            assert!(length(message.value()) <= most(text), "{}", message.value());
            let (_, again) = self.send(&message.value().to_string());
            let [Push::Account(again)] = again.as_slice() else { panic!("not accepted as JSON") };
            assert_eq!(again.message, push.message);
        }
    }

    fn send(&self, text: &str) -> (Result<Acknowledgement, Refusal>, Vec<Push>) {
        let (query, body) = self.sealed(text);
        let answer = self.runtime.block_on(async {
            let answer = self.receiver.message("wx-account", &query, body.as_bytes()).await;
            self.receiver.idle().await;
            answer
        });
        (answer, self.taken())
    }

    fn sealed(&self, text: &str) -> (String, String) {
        let sealed = self.crypto.seal(text, 1, "n").expect("random bytes");
        let query = format!("timestamp=1&nonce=n&msg_signature={}", sealed.signature);
        (query, format!("<xml><Encrypt>{}</Encrypt></xml>", sealed.encrypt))
    }

    fn taken(&self) -> Vec<Push> {
        std::mem::take(&mut *self.handled.lock().expect("nobody panics with it"))
    }
}

/// Writes down what is noted.
struct Notes(Arc<Mutex<Vec<AuthorizationEvent>>>);

impl Ledger for Notes {
    fn note<'a>(&'a self, event: &'a AuthorizationEvent) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.lock().expect("nobody panics with it").push(event.clone());
        Box::pin(async { Ok(()) })
    }
}

fn is_accepted(answer: &Result<Acknowledgement, Refusal>) -> bool {
    if let Err(refusal) = answer {
        assert_shows_nothing(refusal);
    }
    answer.is_ok()
}

fn assert_shows_nothing(refusal: &Refusal) {
    assert_eq!(refusal.status(), 403);
    assert!(is_clean(&format!("{refusal} {refusal:?}")), "{refusal}");
}

/// How many bytes of text are in a message.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(length).sum(),
        Value::Object(members) => {
            members.iter().map(|(name, inner)| name.len() + length(inner)).sum()
        }
        _ => 1,
    }
}

/// How many there may be: an element that occurs again costs its name only once.
fn most(text: &str) -> usize {
    text.len() + 8
}
