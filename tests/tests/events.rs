//! Every event of the specification through the compiled enums: nothing of a sample is lost, as JSON and in
//! the form that XML gives it, and nothing secret is printed.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};
use wxopen_api::events::{AccountEvent, AuthorizationEvent};
use wxopen_api::{Channel, EVENTS};
use wxopen_codegen::SourceFile;
use wxopen_codegen::parse::{ParsedEvent, Spec, parse};
use wxopen_codegen::spec::{Field, Privacy};

/// An event as the enum of its channel read it.
struct Read {
    is_known: bool,
    name: String,
    stored: Value,
    printed: String,
}

#[test]
fn the_catalogue_has_every_event() {
    let catalogue: BTreeSet<&str> = EVENTS.iter().map(|event| event.name).collect();
    let spec = events();
    let files: BTreeSet<&str> = spec.events.iter().map(|e| e.spec.name.as_str()).collect();
    assert_eq!(catalogue, files);
    assert_eq!(files.len(), 25);
}

#[test]
fn nothing_of_a_sample_is_lost() {
    for (name, sample) in samples(&events()) {
        let read = read(&name, sample.clone());
        assert!(read.is_known, "{name}");
        assert_eq!((read.name, read.stored), (name, sample));
    }
}

#[test]
fn xml_and_json_say_the_same() {
    for (name, sample) in samples(&events()) {
        let read = read(&name, as_in_xml(sample.clone()));
        assert!(read.is_known, "{name}");
        assert_eq!(read.stored, sample, "{name}");
    }
}

#[test]
fn no_secret_and_nobody_is_printed() {
    let spec = events();
    let mut hidden = 0;
    for event in &spec.events {
        let fields = || {
            let objects = event.spec.object.iter().flat_map(|object| &object.field);
            event.spec.field.iter().chain(objects)
        };
        let is_private = |field: &&Field| {
            matches!(field.privacy.as_deref(), Some(Privacy::Secret | Privacy::Personal))
        };
        let private: BTreeSet<&str> =
            fields().filter(is_private).map(|field| field.wire.as_str()).collect();
        for sample in samples_of(event) {
            let marked = marked(sample, &private, &mut hidden);
            let read = read(&event.spec.name, marked);
            assert!(read.is_known && !read.printed.contains("CANARY"), "{}", read.printed);
        }
    }
    assert!(hidden > 30, "only {hidden} values were private");
}

/// Whatever is missing, a message that says its name is kept.
#[test]
fn no_event_without_a_member_is_lost() {
    for (name, sample) in samples(&events()) {
        let Value::Object(members) = &sample else { panic!("{name}: no object") };
        for member in members.keys().filter(|key| *key != discriminator(&name)) {
            let mut rest = members.clone();
            let removed = rest.remove(member);
            let stored = read(&name, rest.clone().into()).stored;
            // A list that is not there is an empty one.
            if removed.is_some_and(|value| value.is_array()) {
                rest.insert(member.clone(), Value::Array(Vec::new()));
            }
            assert_eq!(stored, Value::Object(rest), "{member}");
        }
    }
}

fn read(name: &str, message: Value) -> Read {
    let text = message.to_string();
    match discriminator(name) {
        "InfoType" => {
            let event = AuthorizationEvent::from_json(&text).expect("an event");
            let is_known = !matches!(event, AuthorizationEvent::Other(_));
            seen(is_known, event.name(), &event)
        }
        _ => {
            let event = AccountEvent::from_json(&text).expect("an event");
            let is_known = !matches!(event, AccountEvent::Other(_));
            seen(is_known, event.name(), &event)
        }
    }
}

fn seen(is_known: bool, name: &str, event: &(impl Serialize + Debug)) -> Read {
    let stored = serde_json::to_value(event).expect("an event is JSON");
    Read { is_known, name: name.to_owned(), stored, printed: format!("{event:?} {event:#?}") }
}

fn discriminator(name: &str) -> &'static str {
    let meta = EVENTS.iter().find(|event| event.name == name).expect("an event of the catalogue");
    assert!(matches!(meta.channel, Channel::Authorization | Channel::Message));
    meta.channel.discriminator()
}

/// All values are texts, and a list of one is its element.
fn as_in_xml(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, as_in_xml(value))).collect()
        }
        Value::Array(mut items) if items.len() == 1 => as_in_xml(items.remove(0)),
        Value::Array(items) => items.into_iter().map(as_in_xml).collect(),
        Value::Number(number) => number.to_string().into(),
        other => other,
    }
}

/// A sample with a mark in everything that is private.
fn marked(value: Value, private: &BTreeSet<&str>, hidden: &mut usize) -> Value {
    let Value::Object(members) = value else { return value };
    let mark = |(name, value): (String, Value)| match private.contains(name.as_str()) {
        true => {
            *hidden += 1;
            (name, Value::from("CANARY"))
        }
        false => (name, marked(value, private, hidden)),
    };
    members.into_iter().map(mark).collect::<Map<_, _>>().into()
}

fn samples(spec: &Spec) -> Vec<(String, Value)> {
    let of = |event| samples_of(event).into_iter().map(move |s| (event.spec.name.to_string(), s));
    spec.events.iter().flat_map(|event: &ParsedEvent| of(event)).collect()
}

fn samples_of(event: &ParsedEvent) -> Vec<Value> {
    let json = |text: &str| serde_json::from_str(text).expect("a sample is JSON");
    event.spec.sample.iter().map(|sample| json(&sample.json)).collect()
}

fn events() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/events");
    let files = std::fs::read_dir(folder).expect("spec/events").map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let text = std::fs::read_to_string(&path).expect("a file");
        SourceFile { path: format!("events/{name}"), text }
    });
    let files: Vec<SourceFile> = files.collect();
    let mut findings = Vec::new();
    let spec = parse(&files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    spec
}
