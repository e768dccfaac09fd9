//! No field is lost: a reply is built from a page, with a value in each documented member that
//! occurs nowhere else, is read by the real decoder, and every value is looked for in the result.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use wxopen_pages::JsonKind;

use crate::Notes;
use crate::case::Case;
use crate::referee::hearing::Hearing;
use crate::walk::{Known, Member, join};

/// Sends a reply made from the page through the decoder.
pub(super) fn compare(hearing: &mut Hearing<'_>, case: &dyn Case) {
    let planted = plant(hearing);
    if planted.is_empty() {
        return;
    }
    let mut reply = Value::Object(Map::new());
    // What the page leaves out and nothing can be read without.
    for member in hearing.shipped.reply.iter().filter(|member| member.required) {
        set(&mut reply, &member.path, filling(member));
    }
    for (path, (_, value)) in &planted {
        set(&mut reply, path, value.clone());
    }
    let decoded = match case.decode(&reply.to_string(), &*Notes::new()) {
        Ok(decoded) => decoded,
        Err(error) => return hearing.disagree("reply#decode", &error.to_string(), ""),
    };
    for (documented, (ours, value)) in planted {
        hearing.compared += 1;
        if get(&decoded, &ours) != Some(&value) {
            hearing.disagree(&format!("reply.{documented}#sentinel"), &value.to_string(), "");
        }
    }
}

/// For each documented leaf: the name to send it under, our name, and its value.
fn plant(hearing: &Hearing<'_>) -> BTreeMap<String, (String, Value)> {
    let mut planted = BTreeMap::new();
    for (index, (documented, ours, _)) in hearing.reply.iter().enumerate() {
        let member = hearing.shipped.reply.iter().find(|member| member.path == *ours);
        let Some(member) = member else { continue };
        let leaf = match member.kind {
            JsonKind::String => json!(format!("sentinel-{index}")),
            JsonKind::Number if member.known == Known::Flag => json!(1),
            JsonKind::Number => json!(900_000 + index),
            JsonKind::Boolean => json!(true),
            _ => continue,
        };
        planted.insert(sent_under(hearing, documented, ours), (ours.clone(), leaf));
    }
    planted
}

/// A page's own name if we read it as an alias, our name if an erratum has renamed it.
fn sent_under(hearing: &Hearing<'_>, documented: &str, ours: &str) -> String {
    let steps = documented.split('.').zip(ours.split('.'));
    let mut path = String::new();
    let mut sent = Vec::new();
    for (page, our_step) in steps {
        path = join(&path, our_step);
        let bare = path.trim_end_matches("[]");
        let member = hearing.shipped.reply.iter().find(|member| member.path == bare);
        let name = page.trim_end_matches("[]");
        let alias = member.is_some_and(|member| member.aliases.contains(&name));
        sent.push(if alias { page } else { our_step });
    }
    sent.join(".")
}

fn filling(member: &Member) -> Value {
    match member.kind {
        JsonKind::String => json!("filling"),
        JsonKind::Number => json!(1),
        JsonKind::Boolean => json!(false),
        JsonKind::Array => json!([]),
        _ => json!({}),
    }
}

/// Puts a value at a path; lists get one element.
fn set(target: &mut Value, path: &str, value: Value) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let name = step.trim_end_matches("[]");
    if !target.is_object() {
        *target = json!({});
    }
    let mut place = &mut target[name];
    if step.ends_with("[]") {
        if place.as_array().is_none_or(Vec::is_empty) {
            *place = json!([null]);
        }
        place = &mut place[0];
    }
    match rest {
        Some(rest) => set(place, rest, value),
        None if place.is_null() || !value.is_object() => *place = value,
        None => {}
    }
}

fn get<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, step| {
        let inner = value.get(step.trim_end_matches("[]"))?;
        if step.ends_with("[]") { inner.get(0) } else { Some(inner) }
    })
}
