//! Tickets, repeats, time and keys: what is accepted, what is not, and what comes again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use wxopen::Platform;
use wxopen::push::{Acknowledgement, PushError, PushReceiver, PushSettings, Refusal};
use wxopen::store::{Key, SqliteStore, Store, StoreError};

use crate::hostile::AUTHORIZED;
use crate::wechat::{
    APPID, Handled, KEY, OTHER_KEY, Sent, Sink, crypto, event, now, receiver, receiver_with,
    ticket, verification,
};

fn is_success(answer: &Acknowledgement) -> bool {
    (answer.status, &*answer.body) == (200, "success")
}

#[tokio::test]
async fn a_ticket_is_in_the_store_before_success() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path().join("store.db")).expect("a store");
    let platform = Platform::builder(APPID, "secret").store(store.clone()).build();
    let platform = platform.expect("a platform");
    let handled = Handled::default();
    let receiver =
        PushReceiver::new(crypto(KEY), platform, handled.handler(), PushSettings::default());
    let stored = || async {
        let stored = store.load(&Key::Ticket(APPID.to_owned())).await.expect("a store");
        stored.and_then(|stored| stored.record.access_token)
    };
    // The second one overtook the third.
    for (text, made, expected) in [("first", 0, "first"), ("new", 9, "new"), ("late", 5, "new")] {
        let sent = Sent::authorization(&ticket(text, now() - 100 + made));
        assert!(is_success(&sent.to_platform(&receiver).await.expect(text)));
        assert_eq!(stored().await.expect("a ticket").expose(), expected);
    }
    receiver.idle().await;
    assert!(handled.take().is_empty(), "a ticket goes no further");
}

/// As those send it who know the signature of the message only.
#[tokio::test]
async fn a_push_without_its_plain_signature_is_received() {
    let (receiver, handled) = receiver();
    let sent = Sent::authorization(AUTHORIZED);
    let kept =
        |part: &&str| ["timestamp=", "nonce=", "msg_sig"].iter().any(|n| part.starts_with(n));
    let query: Vec<&str> = sent.query.split('&').filter(kept).collect();
    let bare = Sent { query: query.join("&"), ..sent };
    bare.to_platform(&receiver).await.expect("msg_signature says it all");
    receiver.idle().await;
    assert_eq!(handled.take().len(), 1);
    let tampered = Sent { query: bare.query.replace("nonce=1", "nonce=2"), ..bare };
    let outcome = tampered.to_platform(&receiver).await;
    assert_eq!(outcome, Err(Refusal::Rejected(PushError::Signature)));
}

#[tokio::test]
async fn a_ticket_that_is_not_stored_comes_again() {
    let attempts = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&attempts);
    let sink = Sink(move |_| {
        let attempt = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            match attempt {
                0 => Err(StoreError::Unavailable("gone".to_owned())),
                1 => std::future::pending().await,
                _ => Ok(()),
            }
        }
    });
    let mut settings = PushSettings::default();
    settings.patience = Duration::from_millis(20);
    let receiver = PushReceiver::new(crypto(KEY), sink, Handled::default().handler(), settings);
    let sent = Sent::authorization(&ticket("ticket", 1));
    for _ in 0..2 {
        let refusal = sent.to_platform(&receiver).await.expect_err("the store fails");
        assert!(matches!(refusal, Refusal::NotStored(_)), "{refusal}");
        let answer = Acknowledgement::from(refusal);
        assert_eq!((answer.status, &*answer.body), (500, ""));
    }
    for _ in 0..2 {
        assert!(is_success(&sent.to_platform(&receiver).await.expect("it is stored")));
    }
    assert_eq!(attempts.load(Ordering::SeqCst), 3);
}

/// Whatever is pushed is noted before it is handled: an authorization that has gone, for one.
#[tokio::test]
async fn an_event_that_is_not_noted_is_not_handled() {
    let attempts = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&attempts);
    let sink = Sink(move |_| {
        let is_first = counted.fetch_add(1, Ordering::SeqCst) == 0;
        let gone = is_first.then(|| StoreError::Unavailable("gone".to_owned()));
        std::future::ready(gone.map_or(Ok(()), Err))
    });
    let handled = Handled::default();
    let receiver = PushReceiver::new(crypto(KEY), sink, handled.handler(), PushSettings::default());
    let sent = Sent::authorization("<xml><InfoType>unauthorized</InfoType></xml>");
    for (status, handlers) in [(500, 0), (200, 1), (200, 0)] {
        let answer = sent.to_platform(&receiver).await.unwrap_or_else(Into::into);
        assert_eq!(answer.status, status);
        receiver.idle().await;
        assert_eq!(handled.take().len(), handlers);
    }
    assert_eq!(attempts.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_repeat_while_the_first_is_being_accepted_waits() {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (started, waits) = (Arc::clone(&begun), Arc::clone(&go));
    let sink = Sink(move |_| {
        let (started, waits) = (Arc::clone(&started), Arc::clone(&waits));
        async move {
            started.notify_one();
            waits.notified().await;
            Ok(())
        }
    });
    let receiver =
        PushReceiver::new(crypto(KEY), sink, Handled::default().handler(), PushSettings::default());
    let sent = Sent::authorization(&ticket("ticket", 1));
    let first = tokio::spawn({
        let (receiver, sent) = (receiver.clone(), sent.clone());
        async move { sent.to_platform(&receiver).await }
    });
    begun.notified().await;
    assert_eq!(sent.to_platform(&receiver).await, Err(Refusal::Busy));
    go.notify_one();
    assert!(is_success(&first.await.expect("no panic").expect("it is stored")));
    assert!(is_success(&sent.to_platform(&receiver).await.expect("a repeat")));
}

#[tokio::test]
async fn a_repeat_is_acknowledged_and_not_handled() {
    let (receiver, handled) = receiver();
    let sent = Sent::message(&event(1));
    for _ in 0..3 {
        assert!(is_success(&sent.to_account(&receiver).await.expect("a push")));
    }
    // Encrypted anew, and to the address of another account.
    let again = Sent::message(&event(1));
    let elsewhere = receiver.message("wx-other", &again.query, again.body.as_bytes()).await;
    assert!(is_success(&elsewhere.expect("a push")));
    Sent::message(&event(2)).to_account(&receiver).await.expect("a push");
    receiver.idle().await;
    assert_eq!(handled.numbers(), [1, 2]);
}

#[tokio::test]
async fn in_every_order_each_push_is_handled_once() {
    let mut sent: Vec<Sent> = (0..8).map(|number| Sent::message(&event(number))).collect();
    for turn in 0..8 {
        let (receiver, handled) = receiver();
        sent.rotate_left(3);
        sent.swap(turn, 0);
        for push in sent.iter().chain(sent.iter().rev()) {
            push.to_account(&receiver).await.expect("a push");
        }
        receiver.idle().await;
        assert_eq!(handled.numbers(), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}

#[tokio::test]
async fn a_push_of_another_time_is_refused() {
    let closed = PushSettings::default();
    let mut open = PushSettings::default();
    open.window = None;
    let cases = [
        (&closed, now() - 200, 200),
        (&closed, now() + 200, 200),
        (&closed, now() - 400, 403),
        (&closed, now() + 400, 403),
        (&closed, 0, 403),
        (&closed, u64::MAX, 403),
        (&open, 0, 200),
        (&open, u64::MAX, 200),
    ];
    for (settings, at, status) in cases {
        let (receiver, handled) = receiver_with(crypto(KEY), settings.clone());
        let sent = Sent::sealed(&crypto(KEY), &event(1), at, "");
        let outcome = sent.to_account(&receiver).await;
        if status == 403 {
            assert_eq!(outcome, Err(Refusal::Rejected(PushError::Stale)), "{at}");
        }
        assert_eq!(outcome.unwrap_or_else(Into::into).status, status, "{at}");
        receiver.idle().await;
        assert_eq!(handled.take().len(), usize::from(status == 200), "{at}");
    }
}

#[tokio::test]
async fn every_ending_of_a_key_and_the_key_before_it() {
    for ending in ('a'..='z').chain('A'..='Z').chain('0'..='9') {
        let key = format!("{}{ending}", &KEY[..42]);
        let (receiver, handled) = receiver_with(crypto(&key), PushSettings::default());
        let sent = Sent::sealed(&crypto(&key), &event(1), now(), "");
        sent.to_account(&receiver).await.expect("a push");
        receiver.idle().await;
        assert_eq!(handled.numbers(), [1], "{ending}");
    }
    let both = crypto(KEY).with_previous_key(OTHER_KEY).expect("a key");
    let (receiver, handled) = receiver_with(both, PushSettings::default());
    for (number, key) in [(1, KEY), (2, OTHER_KEY), (3, KEY)] {
        let sent = Sent::sealed(&crypto(key), &event(number), now(), "");
        sent.to_account(&receiver).await.expect("a push");
    }
    receiver.idle().await;
    assert_eq!(handled.numbers(), [1, 2, 3]);
    let neither = Sent::sealed(&crypto(&KEY.replace('a', "c")), &event(4), now(), "");
    let refused = neither.to_account(&receiver).await;
    assert_eq!(refused, Err(Refusal::Rejected(PushError::Encryption)));
}

#[test]
fn an_address_is_verified() {
    let (receiver, _) = receiver();
    let good = verification(now(), "5927782489442352469");
    let answer = receiver.verification(&good).expect("signed");
    assert_eq!((answer.status, &*answer.body), (200, "5927782489442352469"));
    assert_eq!(answer.content_type, "text/plain; charset=utf-8");
    let refused = [
        verification(now() - 400, "1"),
        good.replace("nonce=1", "nonce=2"),
        good.replace("signature=", "signature=0"),
        good.replace("echostr", "echo"),
        good.replace("signature=", "s="),
        format!("{good}&nonce=1413192605"),
        String::new(),
    ];
    for query in refused {
        let answer = receiver.verification(&query).unwrap_or_else(Into::into);
        assert_eq!((answer.status, &*answer.body), (403, ""), "{query}");
    }
}
