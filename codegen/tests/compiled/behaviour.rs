//! What compiled cases send, and how they read. Data first: a line says what an answer becomes.

use wxopen_core::{Answer, Body, Class, Endpoint, EndpointError, EndpointMeta};

use crate::endpoints::*;

fn sent(request: &impl Endpoint) -> String {
    let mut body = Body::new();
    request.encode(&mut body);
    let bytes = body.into_bytes().expect("a record is an object");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

fn read<E: Endpoint>(json: &str) -> E::Reply {
    E::decode(&mut Answer::new(json)).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[test]
fn names_on_the_wire_are_those_of_the_specification() {
    use keywords::Keywords;
    assert_eq!(sent(&Keywords::new(1)), r#"{"self":1}"#);
    assert_eq!(sent(&Keywords::new(1).with_kind("k")), r#"{"type":"k","self":1}"#);
    let reply = read::<Keywords>(r#"{"fn":"f","gen":1,"Self":"s"}"#);
    assert_eq!(reply.function.as_deref(), Some("f"));
    assert_eq!(reply.generation, Some(true));
    assert_eq!(reply.itself.as_deref(), Some("s"));
    let stored = serde_json::to_string(&reply).expect("a record is JSON");
    assert_eq!(stored, r#"{"fn":"f","gen":1,"Self":"s"}"#);
}

#[test]
fn members_like_generated_words() {
    use new_and_with::NewAndWith;
    let request = NewAndWith::new("n").with_x(1).with_with_x(2).with_body("b").with_wire("w");
    assert_eq!(sent(&request), r#"{"new":"n","x":1,"with_x":2,"body":"b","wire":"w"}"#);
    let reply = read::<NewAndWith>(r#"{"META":"m","slot":"3","view":4,"error":"e"}"#);
    assert_eq!((reply.meta.as_deref(), reply.slot, reply.view), (Some("m"), Some(3), Some(4)));
    let reply = read::<prelude::Prelude>(r#"{"Option":1,"Result":"r","Vec":[1,"2"],"Box":"true"}"#);
    assert_eq!((reply.option, reply.vec, reply.boxed), (Some(1), vec![1, 2], Some(true)));
}

#[test]
fn twins_and_digits() {
    let json = r#"{"MiniProgramInfo":{"NickName":"n"},"mini_program_info":"t"}"#;
    let reply = read::<case_twins::CaseTwins>(json);
    assert_eq!(reply.mini_program_info.as_deref(), Some("t"));
    assert_eq!(reply.program.expect("an object").nick_name.as_deref(), Some("n"));
    let reply = read::<digits_first::DigitsFirst>(r#"{"2fa-on":true,"名":"n"}"#);
    assert_eq!((reply.two_factor, reply.name.as_deref()), (Some(true), Some("n")));
    assert_eq!(sent(&digits_first::DigitsFirst::new().with_is_3d(false)), r#"{"3d":0}"#);
}

#[test]
fn plain_types() {
    let request = text_and_numbers::TextAndNumbers::new("t", -1, true, false).with_flag_o(false);
    let sent = sent(&request);
    assert_eq!(sent, r#"{"text_r":"t","int_r":-1,"flag_r":1,"flag_o":0,"bool_r":false}"#);
    let json = r#"{"text_r":7,"int_r":"7","flag_r":"true","bool_r":1,"int_o":null}"#;
    let reply = read::<reply_types::ReplyTypes>(json);
    assert_eq!((&*reply.text_r, reply.int_r, reply.flag_r, reply.bool_r), ("7", 7, true, true));
    assert_eq!((reply.text_o, reply.int_o, reply.flag_o), (None, None, None));
    let error = reply_types::ReplyTypes::decode(&mut Answer::new("{}")).expect_err("required");
    assert_eq!(error.path(), Some("text_r"));
}

#[test]
fn lists() {
    assert_eq!(sent(&lists::Lists::new(vec!["a".into()])), r#"{"names":["a"]}"#);
    let reply = read::<lists::Lists>(r#"{"numbers":[1,"2"],"items":[{"id":3}]}"#);
    assert_eq!((reply.numbers, reply.items[0].id), (vec![1, 2], 3));
    assert_eq!(read::<lists::Lists>("{}").items.len(), 0);
}

#[test]
fn objects() {
    use object_in_request::{Address, ObjectInRequest};
    let request = ObjectInRequest::new(Address::new("s").with_floor(2));
    assert_eq!(sent(&request), r#"{"address":{"street":"s","floor":2}}"#);
    let reply = read::<nested_objects::NestedObjects>(r#"{"outer":{"inner":{"id":1}}}"#);
    assert_eq!((reply.outer.inner.id, reply.spare.is_none()), (Some(1), true));
    let reply = read::<tree::Tree>(r#"{"root":{"children":[{"children":[{}]},{}]}}"#);
    assert_eq!(reply.root.expect("a root").children[0].children.len(), 1);
    let reply = read::<shared_types::SharedTypes>(r#"{"home":{"id":1,"sort":1},"sort":9}"#);
    assert_eq!(reply.home.sort, Some(crate::types::PlaceSort::TOWN));
    assert_eq!(reply.sort.map(|sort| sort.0), Some(9));
}

#[test]
fn open_enumerations_keep_what_they_do_not_know() {
    use open_enum::{Level, OpenEnum};
    let reply = read::<OpenEnum>(r#"{"level":"99"}"#);
    assert_eq!((reply.level, reply.before), (Level(99), None));
    assert_eq!(read::<OpenEnum>(r#"{"level":1,"before":-1}"#).before, Some(Level::NONE));
    assert_eq!(sent(&OpenEnum::new().with_wanted(Level(7))), r#"{"wanted":7}"#);
    assert_eq!(format!("{:?} {:?}", Level::HIGH, Level(99)), "HIGH(2) 99");
}

#[test]
fn aliases() {
    let reply = read::<alias::Alias>(r#"{"title":"t","funcs":[1]}"#);
    assert_eq!((&*reply.label, reply.func_infos), ("t", vec![1]));
    let both = read::<alias::Alias>(r#"{"title":"t","label":"l"}"#);
    assert_eq!(both.label, "l");
}

#[test]
fn nothing_and_anything() {
    assert_eq!(sent(&empty::Empty::new()), "{}");
    read::<empty::Empty>("{}");
    assert_eq!(sent(&listed::Listed::new(serde_json::json!({"a": 1}))), r#"{"a":1}"#);
    assert_eq!(read::<listed::Listed>(r#"{"b":2}"#)["b"], 2);
    let reply = read::<sampled::Sampled>("{}");
    assert_eq!((reply.name, reply.level), (None, None));
}

#[test]
fn codes() {
    use variants::{Variants, VariantsError};
    assert_eq!(VariantsError::from_code(-1), VariantsError::SystemBusy);
    assert_eq!(VariantsError::from_code(1), VariantsError::Code);
    assert_eq!(VariantsError::from_code(77).code(), 77);
    let error = Variants::decode(&mut Answer::new(r#"{"errcode":3}"#)).expect_err("a code");
    assert_eq!(error.code(), Some(3));
}

#[test]
fn the_catalogue_knows_what_the_page_says() {
    let class = |meta: &EndpointMeta, code| meta.error(code).map(|error| error.class);
    let own = crate::catalog::shelf::own_meaning::META;
    assert_eq!(class(&own, 40001), Some(Class::WrongToken));
    assert_eq!(class(&own, -1), Some(Class::Transient));
    assert_eq!(own.error(40001).map(|error| error.name), Some("InvalidCredential"));
    let listed = crate::layout::generated::catalog::CATALOG.iter().map(|meta| meta.interface);
    assert_eq!(listed.collect::<Vec<_>>(), ["northThing", "anotherThing", "southThing"]);
    assert!(crate::layout::schemas::request("northThing").is_some());
    assert!(crate::layout::schemas::reply("southThing").is_none());
}
