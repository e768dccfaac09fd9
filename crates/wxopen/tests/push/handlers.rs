//! Handlers that are slow, panic, or answer: nothing is lost, and WeChat never waits for one.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::Semaphore;
use wxopen::push::{
    AccountPush, Form, MessageCrypto, Push, PushHandler, PushReceiver, PushSettings, Refusal,
    Signed,
};
use wxopen_core::BoxFuture;

use crate::wechat::{Handled, KEY, NoTickets, OTHER_KEY, Sent, crypto, event, now, number};

/// Handles one push for each permit.
fn held(settings: PushSettings) -> (PushReceiver, Arc<Semaphore>, Handled) {
    let (gate, handled) = (Arc::new(Semaphore::new(0)), Handled::default());
    let (waits, seen) = (Arc::clone(&gate), handled.clone());
    let handler = move |push: Push| {
        let (waits, seen) = (Arc::clone(&waits), seen.clone());
        async move {
            waits.acquire().await.expect("an open gate").forget();
            seen.add(push);
        }
    };
    (PushReceiver::new(crypto(KEY), NoTickets, handler, settings), gate, handled)
}

#[tokio::test]
async fn nobody_waits_for_a_handler() {
    let (receiver, gate, handled) = held(PushSettings::default());
    for number in 0..100 {
        Sent::message(&event(number)).to_account(&receiver).await.expect("a push");
    }
    assert!(handled.take().is_empty());
    gate.add_permits(100);
    receiver.idle().await;
    assert_eq!(handled.numbers(), (0..100).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_full_queue_sends_pushes_away_until_there_is_room() {
    let mut settings = PushSettings::default();
    (settings.waiting, settings.at_once) = (2, 1);
    let (receiver, gate, handled) = held(settings);
    let third = Sent::message(&event(3));
    for number in [1, 2] {
        Sent::message(&event(number)).to_account(&receiver).await.expect("room");
    }
    for _ in 0..3 {
        let refusal = third.to_account(&receiver).await.expect_err("no room");
        assert_eq!((&refusal, refusal.status()), (&Refusal::Busy, 503));
    }
    gate.add_permits(3);
    receiver.idle().await;
    third.to_account(&receiver).await.expect("room again");
    receiver.idle().await;
    assert_eq!(handled.numbers(), [1, 2, 3]);
}

#[tokio::test]
async fn a_handler_that_panics_stops_nobody() {
    let handled = Handled::default();
    let seen = handled.clone();
    let handler = move |push: Push| {
        assert_ne!(number(&push), 1, "not the first one");
        let seen = seen.clone();
        async move {
            assert_ne!(number(&push), 2, "not the second one");
            seen.add(push);
        }
    };
    let mut settings = PushSettings::default();
    (settings.waiting, settings.at_once) = (1, 1);
    let receiver = PushReceiver::new(crypto(KEY), NoTickets, handler, settings);
    for number in 1..=4 {
        Sent::message(&event(number)).to_account(&receiver).await.expect("a push");
        receiver.idle().await;
    }
    assert_eq!(handled.numbers(), [3, 4]);
}

/// Answers with the form of the push; the number of the event says how it goes wrong.
struct Answering {
    handled: Handled,
    /// Held by an answer that is being found.
    busy: Arc<()>,
}

impl Answering {
    fn new(handled: &Handled) -> Self {
        Answering { handled: handled.clone(), busy: Arc::default() }
    }
}

impl PushHandler for Answering {
    fn handle(&self, push: Push) -> BoxFuture<'_, ()> {
        self.handled.add(push);
        Box::pin(async {})
    }

    fn answer<'a>(&'a self, push: &'a AccountPush) -> BoxFuture<'a, Option<String>> {
        let busy = Arc::clone(&self.busy);
        Box::pin(async move {
            let _busy = busy;
            match number(&Push::Account(push.clone())) {
                1 => Some(format!("{:?}", push.form)),
                2 => None,
                3 => std::future::pending().await,
                _ => panic!("no answer"),
            }
        })
    }
}

#[tokio::test]
async fn an_answer_is_sealed_with_the_key_of_the_push_and_in_its_form() {
    let both = || crypto(KEY).with_previous_key(OTHER_KEY).expect("a key");
    let handler = Answering::new(&Handled::default());
    let receiver = PushReceiver::new(both(), NoTickets, handler, PushSettings::default());
    let json = serde_json::json!({"ToUserName": "gh_0", "FromUserName": "o-user",
        "CreateTime": 1, "MsgType": "event", "Event": "weapp_audit_success", "SuccTime": 1});
    for key in [KEY, OTHER_KEY] {
        let xml = event(1).replace("o-user", key);
        let json = json.to_string().replace("o-user", key);
        for (text, form) in [(xml, Form::Xml), (json, Form::Json)] {
            let sent = Sent::sealed(&crypto(key), &text, now(), "");
            let answer = sent.to_account(&receiver).await.expect("a push");
            assert_eq!(opened(&crypto(key), form, &answer.body), format!("{form:?}"));
            // The answer to a repeat was given, or nobody waits for it any more.
            assert_eq!(sent.to_account(&receiver).await.expect("a push").body, "success");
        }
    }
}

/// What WeChat reads in an answer.
fn opened(crypto: &MessageCrypto, form: Form, body: &str) -> String {
    let member = |name: &str| match form {
        Form::Xml => {
            let (_, rest) = body.split_once(&format!("<{name}>")).expect(name);
            let (value, _) = rest.split_once(&format!("</{name}>")).expect(name);
            value.trim_start_matches("<![CDATA[").trim_end_matches("]]>").to_owned()
        }
        _ => {
            let value: serde_json::Value = serde_json::from_str(body).expect("JSON");
            value[name].as_str().map_or_else(|| value[name].to_string(), str::to_owned)
        }
    };
    let (encrypt, signature) = (member("Encrypt"), member("MsgSignature"));
    let (timestamp, nonce) = (member("TimeStamp"), member("Nonce"));
    assert!(timestamp.parse::<u64>().expect("a number").abs_diff(now()) < 60);
    let (encrypt, signature) = (&*encrypt, &*signature);
    let signed = Signed { encrypt, signature, timestamp: &timestamp, nonce: &nonce };
    crypto.open(&signed).expect("the key of the push").text().to_owned()
}

#[tokio::test]
async fn without_an_answer_in_time_the_push_is_acknowledged_and_handled() {
    let handled = Handled::default();
    let mut settings = PushSettings::default();
    settings.patience = Duration::from_millis(20);
    let handler = Answering::new(&handled);
    let busy = Arc::downgrade(&handler.busy);
    let receiver = PushReceiver::new(crypto(KEY), NoTickets, handler, settings);
    for number in [2, 3, 4] {
        let answer = Sent::message(&event(number)).to_account(&receiver).await.expect("a push");
        assert_eq!((answer.status, &*answer.body), (200, "success"));
    }
    receiver.idle().await;
    assert_eq!(handled.numbers(), [2, 3, 4]);
    is_left_alone(&busy).await;
}

/// The connection breaks while an answer is looked for: the push was not acknowledged and comes again.
#[tokio::test]
async fn a_request_that_is_given_up_was_never_there() {
    let (handled, sent) = (Handled::default(), Sent::message(&event(3)));
    let handler = Answering::new(&handled);
    let busy = Arc::downgrade(&handler.busy);
    let receiver = PushReceiver::new(crypto(KEY), NoTickets, handler, PushSettings::default());
    for _ in 0..2 {
        let outcome = tokio::time::timeout(Duration::from_millis(20), sent.to_account(&receiver));
        assert!(outcome.await.is_err(), "it has no answer");
        is_left_alone(&busy).await;
    }
    receiver.idle().await;
    assert!(handled.take().is_empty());
}

/// Waits until no answer is looked for, and only the handler itself is left.
async fn is_left_alone(busy: &Weak<()>) {
    let alone = async {
        while busy.strong_count() > 1 {
            tokio::task::yield_now().await;
        }
    };
    let limit = Duration::from_secs(30);
    tokio::time::timeout(limit, alone).await.expect("nobody looks for an answer any more");
}
