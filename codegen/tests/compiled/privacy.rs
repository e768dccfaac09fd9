//! What compiled cases print: never a secret, never what is about a person. They send both.

use wxopen_core::{Answer, Body, Endpoint};

use crate::endpoints::{personal, secret_in_object, secret_members};

const CANARY: &str = "CANARY";

fn clean(value: &impl std::fmt::Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains(CANARY), "{text}");
    }
}

fn sends_canary(request: &impl Endpoint) {
    let mut body = Body::new();
    request.encode(&mut body);
    let bytes = body.into_bytes().expect("a record is an object");
    assert!(String::from_utf8_lossy(&bytes).contains(CANARY));
}

#[test]
fn secrets() {
    let request = secret_members::SecretMembers::new(CANARY);
    clean(&request);
    sends_canary(&request);
    let json = r#"{"access_token":"CANARY","spare_token":"CANARY"}"#;
    let reply = secret_members::SecretMembers::decode(&mut Answer::new(json)).expect("a reply");
    clean(&reply);
    assert_eq!(reply.access_token.expose(), CANARY);
    let json = r#"{"keys":[{"private_key":"CANARY","key_id":"seen"}]}"#;
    let reply = secret_in_object::SecretInObject::decode(&mut Answer::new(json)).expect("a reply");
    clean(&reply);
    assert!(format!("{reply:?}").contains("seen"));
}

#[test]
fn persons() {
    let request = personal::Personal::new().with_phone(CANARY);
    clean(&request);
    sends_canary(&request);
    let json = r#"{"email":"CANARY","home":{"street":"CANARY"}}"#;
    let reply = personal::Personal::decode(&mut Answer::new(json)).expect("a reply");
    clean(&reply);
    assert_eq!(reply.email.as_deref(), Some(CANARY));
}
