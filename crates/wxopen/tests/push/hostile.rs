//! Pushes that are not what WeChat has sent: one refusal for all, no panic, nothing handled, nothing printed.

use wxopen::push::{Acknowledgement, Push, PushError, PushReceiver, PushSettings, Refusal};
use wxopen_api::events::AuthorizationEvent;

use crate::wechat::{APPID, KEY, Sent, crypto, event, now, receiver, receiver_with};

pub(crate) const AUTHORIZED: &str = "<xml><AppId>wx-platform</AppId><CreateTime>1</CreateTime>\
    <InfoType>authorized</InfoType><AuthorizerAppid>wx-account</AuthorizerAppid>\
    <AuthorizationCode>code</AuthorizationCode></xml>";

async fn answered(sent: &Sent, receiver: &PushReceiver) -> Acknowledgement {
    sent.to_platform(receiver).await.unwrap_or_else(Into::into)
}

fn flipped(text: &str) -> impl Iterator<Item = Vec<u8>> {
    (0..text.len() * 8).map(|bit| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    })
}

#[tokio::test]
async fn every_flipped_bit_is_refused_alike() {
    let (receiver, handled) = receiver();
    let sent = Sent::authorization(AUTHORIZED);
    let mut refused = 0;
    for body in flipped(&sent.body) {
        let outcome = receiver.authorization(&sent.query, &body).await;
        let shown = String::from_utf8_lossy(&body).into_owned();
        assert!(matches!(outcome, Err(Refusal::Rejected(_))), "{outcome:?}: {shown}");
        refused += 1;
    }
    for query in flipped(&sent.query).filter_map(|bytes| String::from_utf8(bytes).ok()) {
        let outcome = receiver.authorization(&query, sent.body.as_bytes()).await;
        assert!(matches!(outcome, Err(Refusal::Rejected(_))), "{outcome:?}: {query}");
        refused += 1;
    }
    assert!(refused > 4000, "{refused}");
    receiver.idle().await;
    assert!(handled.take().is_empty());
    assert_eq!(answered(&sent, &receiver).await.status, 200);
}

/// What stands outside of the signature for an account, nobody reads.
#[tokio::test]
async fn a_flipped_bit_of_a_message_changes_nothing_that_is_handled() {
    let sent = Sent::message(&event(7));
    for body in flipped(&sent.body) {
        let (receiver, handled) = receiver();
        let outcome = receiver.message("wx-account", &sent.query, &body).await;
        receiver.idle().await;
        let numbers = handled.numbers();
        match outcome {
            Ok(_) => assert_eq!(numbers, [7]),
            Err(refusal) => {
                assert!(matches!(refusal, Refusal::Rejected(_)) && numbers.is_empty());
            }
        }
    }
}

fn encrypted(text: &str) -> String {
    crypto(KEY).seal(text, 1, "n").expect("random bytes").encrypt
}

#[tokio::test]
async fn whatever_is_no_push_is_refused() {
    let encrypt = encrypted(AUTHORIZED);
    let good = format!("<xml><AppId>{APPID}</AppId><Encrypt>{encrypt}</Encrypt></xml>");
    let laughs = "<!DOCTYPE xml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let outside = "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    let deep = format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
    let attributes = format!("<xml {}/>", "a=\"1\" ".repeat(30_000));
    let bodies = [
        String::new(),
        "\u{0}".to_owned(),
        "茶".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "{}".to_owned(),
        "<xml/>".to_owned(),
        "[".repeat(100_000),
        deep,
        attributes,
        format!("{laughs}{}", good.replace(APPID, "&b;")),
        format!("{outside}{}", good.replace(APPID, "&a;")),
        good.replace(APPID, "&unknown;"),
        good.replace(APPID, "wx-other"),
        good.replace("<xml>", "<xml a=\"1\">"),
        good.replace("</xml>", ""),
        good.replace("<AppId>", "<!-- --><AppId>"),
        good.replace("<Encrypt>", "<Encrypt>x</Encrypt><Encrypt>"),
        good.replace("Encrypt>", "Encrypted>"),
        format!("{good}{good}"),
        format!(r#"{{"AppId":"wx-other","Encrypt":"{encrypt}"}}"#),
        format!(r#"{{"AppId":1,"Encrypt":"{encrypt}"}}"#),
        format!(r#"{{"Encrypt":["{encrypt}"]}}"#),
    ];
    let (receiver, handled) = receiver();
    for body in bodies {
        let outcome = Sent::with_body(&*body, &encrypt).to_platform(&receiver).await;
        let start: String = body.chars().take(80).collect();
        assert_eq!(outcome, Err(Refusal::Rejected(PushError::Malformed)), "{start}");
    }
    receiver.idle().await;
    assert!(handled.take().is_empty());
    assert_eq!(answered(&Sent::with_body(good, &encrypt), &receiver).await.status, 200);
}

/// Whoever has the key is not believed either.
#[tokio::test]
async fn an_opened_message_that_is_none_is_refused() {
    let (receiver, handled) = receiver();
    let messages = [
        "",
        "text",
        "[]",
        "{}",
        "<xml/>",
        "<xml><InfoType/><InfoType/></xml>",
        r#"{"InfoType":1}"#,
        "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><InfoType>&a;</InfoType></xml>",
        "<xml><MsgType>text</MsgType></xml>",
    ];
    for text in messages {
        let outcome = Sent::authorization(text).to_platform(&receiver).await;
        assert_eq!(outcome, Err(Refusal::Rejected(PushError::Malformed)), "{text}");
    }
    receiver.idle().await;
    assert!(handled.take().is_empty());
}

#[tokio::test]
async fn every_parameter_is_needed_once() {
    let (receiver, _) = receiver();
    let sent = Sent::authorization(AUTHORIZED);
    for parameter in sent.query.split('&') {
        let without = sent.query.replacen(parameter, "x=1", 1);
        let twice = format!("{}&{parameter}", sent.query);
        for query in [without, twice] {
            let answer = answered(&Sent { query: query.clone(), ..sent.clone() }, &receiver).await;
            assert_eq!((answer.status, &*answer.body), (403, ""), "{query}");
        }
    }
    let plain = sent.query.replace("=aes", "=raw");
    assert_eq!(answered(&Sent { query: plain, ..sent.clone() }, &receiver).await.status, 403);
}

#[tokio::test]
async fn a_body_can_be_as_long_as_allowed() {
    let sent = Sent::authorization(AUTHORIZED);
    for (spare, expected) in [(0, 200), (1, 413)] {
        let mut settings = PushSettings::default();
        settings.longest = sent.body.len() - spare;
        let (receiver, _) = receiver_with(crypto(KEY), settings);
        let answer = answered(&sent, &receiver).await;
        assert_eq!(answer.status, expected);
    }
}

#[tokio::test]
async fn nothing_of_a_push_is_printed() {
    let (receiver, handled) = receiver();
    let text = AUTHORIZED.replace(">code<", ">canary<");
    let sent = Sent::authorization(&text);
    let stale = Sent::sealed(&crypto(KEY), &text, now() - 1000, "");
    let other = Sent::authorization("<xml><InfoType>canary<b/></InfoType></xml>");
    let mut printed = format!("{receiver:?}");
    for sent in [sent, stale, other] {
        let outcome = sent.to_platform(&receiver).await;
        printed += &format!("{outcome:?}");
        printed += &outcome.map_err(|refusal| refusal.to_string()).err().unwrap_or_default();
    }
    receiver.idle().await;
    let pushes = handled.take();
    printed += &format!("{pushes:?} {pushes:#?}");
    assert!(!printed.contains("canary") && !printed.contains(KEY), "{printed}");
    let [Push::Authorization(AuthorizationEvent::Authorized(event))] = &pushes[..] else {
        panic!("{pushes:?}");
    };
    assert_eq!(event.authorization_code.expose(), "canary");
}
