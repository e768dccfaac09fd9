//! What must hold for answers: their envelope, its message, and every reply. Knows no endpoint by name.

use std::sync::LazyLock;

use serde_json::Value;
use wxopen_api::{Answer, DecodeError, Envelope, Finding, Json, Observer};

use crate::case::Case;
use crate::fuzz::{is_clean, with_canaries};
use crate::roster;

/// A code that is an integer is kept as it stands and alone decides between success and failure; nothing of
/// the answer reaches an error.
pub(super) fn envelope(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut answer = Answer::new(text);
    let read = answer.json::<Json>();
    let code = answer.envelope().code();
    let parsed = serde_json::from_str::<Value>(text).ok();
    let object = parsed.as_ref().and_then(Value::as_object);
    let stands_there = object.map(|members| members.get("errcode").map_or(Some(0), Value::as_i64));
    if let Some(Some(integer)) = stands_there {
        assert_eq!(code, integer);
    }
    match read {
        Ok(reply) => {
            assert_eq!(code, 0);
            assert_eq!(Some(reply), parsed);
        }
        Err(error) => {
            assert_shows_nothing(&error);
            assert!(error.code().is_none_or(|failed| failed == code && failed != 0), "{error}");
            // Of two codes, the one that cannot be read may be the first.
            let is_success = stands_there == Some(Some(0)) && text.matches("errcode").count() < 2;
            assert!(!is_success, "refused for no reason: {error}");
        }
    }
}

/// What is taken out of `errmsg` is bounded, and clean enough for a terminal.
pub(super) fn errmsg(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let envelope = Envelope::new(40001, &*text);
    let message = envelope.message();
    assert!(message.chars().count() <= 300 && message.trim() == message);
    assert!(!message.chars().any(char::is_control));
    let again = Envelope::new(40001, &*message);
    assert_eq!(again.message(), message, "what was cleaned needs no cleaning");
    assert!(again.rid().is_none() && again.hint().is_none(), "the message has no tail left");
    if let Some(rid) = envelope.rid() {
        assert!((1..=64).contains(&rid.len()) && text.contains(rid));
        assert!(rid.chars().all(|c| c.is_ascii_hexdigit() || c == '-'), "{rid:?}");
    }
    if let Some(hint) = envelope.hint() {
        assert!(text.contains(hint) && !hint.contains(']') && hint.trim() == hint);
    }
    assert!(!format!("{envelope:?}").chars().any(char::is_control));
}

/// A reply that was read can be stored: reading it again gives the same, with nothing left to be lenient
/// about. Errors and findings show no value.
pub(super) fn replies(bytes: &[u8]) {
    static ROSTER: LazyLock<Vec<Box<dyn Case>>> = LazyLock::new(roster);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let marked = serde_json::from_str(text).map(|value| with_canaries(&value).to_string());
    for case in ROSTER.iter() {
        reply(case.as_ref(), text);
        if let Ok(marked) = &marked {
            reply(case.as_ref(), marked);
        }
    }
}

fn reply(case: &dyn Case, text: &str) {
    let interface = case.meta().interface;
    match case.decode(text, &Clean) {
        Ok(stored) => {
            let again = case.decode(&stored.to_string(), &Nothing);
            assert_eq!(again.as_ref(), Ok(&stored), "{interface}");
        }
        Err(error) => assert_shows_nothing(&error),
    }
}

fn assert_shows_nothing(error: &DecodeError) {
    assert!(is_clean(&format!("{error} {error:?}")), "{error}");
}

/// Sees that no finding shows a value.
struct Clean;

impl Observer for Clean {
    fn found(&self, interface: &'static str, finding: Finding) {
        assert!(is_clean(&format!("{finding:?}")), "{interface} {finding:?}");
    }
}

/// Sees that nothing is found.
struct Nothing;

impl Observer for Nothing {
    fn found(&self, interface: &'static str, finding: Finding) {
        panic!("{interface} wrote something that it reads leniently: {finding:?}");
    }
}
