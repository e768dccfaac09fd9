//! How compiled events are read. Data first: a line says what a message becomes.

use wxopen_core::{Json, Kind};

use crate::layout::events::{AccountEvent, AuthorizationEvent, ThingHappened};

fn happened(members: &str) -> ThingHappened {
    let json = format!(r#"{{"InfoType":"thing_happend","Code":"CANARY",{members}}}"#);
    match AuthorizationEvent::from_json(&json) {
        Ok(AuthorizationEvent::ThingHappened(event)) => event,
        other => panic!("{json}: {other:?}"),
    }
}

fn other(json: &str) -> wxopen_core::RawMessage {
    match AuthorizationEvent::from_json(json) {
        Ok(AuthorizationEvent::Other(message)) => message,
        other => panic!("{json}: {other:?}"),
    }
}

/// In XML a list of one element looks like that element, and every value is a text.
#[test]
fn an_element_alone_is_a_list_of_one() {
    let event = happened(r#""names":"a","numbers":"7","parts":{"weight":"1"},"mood":"1""#);
    let weights: Vec<i64> = event.parts.iter().map(|part| part.weight).collect();
    assert_eq!((&event.names[..], &event.numbers[..]), (&["a".to_owned()][..], &[7][..]));
    assert_eq!((weights, event.mood.map(|mood| mood.0)), (vec![1], Some(1)));
    let event = happened(r#""names":["a","b"],"numbers":["7",8],"parts":[{"weight":"1"}]"#);
    assert_eq!((event.names.len(), event.numbers, event.parts.len()), (2, vec![7, 8], 1));
    let event = happened(r#""names":"","numbers":"","parts":"","whole":"","mood":"""#);
    assert_eq!((event.names.len(), event.numbers.len(), event.parts.len()), (0, 0, 0));
    assert_eq!((event.whole.is_none(), event.mood.is_none()), (true, true));
}

#[test]
fn what_is_not_specified_is_kept() {
    let message = other(r#"{"InfoType":"thing_vanished","Secret":"CANARY"}"#);
    assert_eq!((message.name(), message.error()), ("thing_vanished", None));
    assert_eq!(message.value()["Secret"], "CANARY");
}

#[test]
fn what_lacks_its_members_is_kept_with_the_reason() {
    let cases = [
        (r#"{"InfoType":"thing_happend"}"#, "Code"),
        (r#"{"InfoType":"thing_happend","Code":"c","parts":{}}"#, "parts.weight"),
        (r#"{"InfoType":"thing_happend","Code":"c","parts":"CANARY"}"#, "parts"),
        (r#"{"InfoType":"thing_happend","Code":"c","whole":{"weight":"CANARY"}}"#, "whole.weight"),
    ];
    for (json, path) in cases {
        let message = other(json);
        assert_eq!(message.error().and_then(|error| error.path()), Some(path), "{json}");
        assert!(!format!("{message:?} {}", message.error().unwrap()).contains("CANARY"));
    }
}

#[test]
fn what_is_no_event_is_refused() {
    let cases = [("{}", Kind::Absent), (r#"{"InfoType":1}"#, Kind::Integer), ("[]", Kind::Absent)];
    for (json, found) in cases {
        let error = AuthorizationEvent::from_json(json).expect_err(json);
        let expected = format!("InfoType: expected a string, found {found}");
        assert_eq!(error.to_string(), expected);
    }
    let error = AccountEvent::from_json(r#"{"InfoType":"thing_said"}"#).expect_err("another URL");
    assert_eq!(error.path(), Some("Event"));
    let error = AccountEvent::from_json(r#"{"Event":"CANARY"#).expect_err("cut off");
    assert!(!format!("{error} {error:?}").contains("CANARY"));
}

#[test]
fn an_event_can_be_stored() {
    let cases = [
        r#"{"InfoType":"thing_happend","Code":"c","mood":1,"names":["a"],"numbers":[],"parts":[]}"#,
        r#"{"InfoType":"thing_vanished","Secret":["CANARY"]}"#,
    ];
    for json in cases {
        let event = AuthorizationEvent::from_json(json).expect("an event");
        let stored = serde_json::to_string(&event).expect("an event is JSON");
        let read: Json = serde_json::from_str(&stored).expect("JSON");
        assert_eq!(read, serde_json::from_str::<Json>(json).expect("JSON"));
        let again: AuthorizationEvent = serde_json::from_str(&stored).expect("an event");
        assert_eq!(again, event);
    }
}

#[test]
fn nothing_secret_and_nobody_is_printed() {
    let event = happened(r#""mood":1"#);
    assert_eq!(event.code.expose(), "CANARY");
    let said = AccountEvent::from_json(r#"{"Event":"thing_said","FromUserName":"CANARY"}"#);
    let said = said.expect("an event");
    assert_eq!(said.name(), "thing_said");
    let unknown = other(r#"{"InfoType":"thing_vanished","Secret":"CANARY"}"#);
    let printed = format!("{event:?} {said:?} {unknown:?}");
    assert!(!printed.contains("CANARY") && printed.contains("thing_vanished"), "{printed}");
}
