//! Requests and replies with a mark in every text, and whether `Debug` hides what must be hidden.

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use wxopen_api::schemas;
use wxopen_tests::case::Case;
use wxopen_tests::instances::instances;
use wxopen_tests::roster;
use wxopen_tests::values::Values;

use crate::canary::MARK;

/// The fullest reply that the documents know, with a mark in every text.
pub(super) fn reply(case: &dyn Case) -> String {
    let schema = schemas::reply_documented(case.meta().interface).expect("it is on the roster");
    let schema = serde_json::from_str(schema).expect("a schema is JSON");
    let mut reply = instances(&schema).swap_remove(0).value;
    mark(&mut reply, "");
    reply.to_string()
}

fn mark(value: &mut Value, name: &str) {
    match value {
        Value::String(text) => *text = format!("{MARK}{name}"),
        Value::Array(values) => values.iter_mut().for_each(|value| mark(value, name)),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| mark(value, name)),
        _ => {}
    }
}

/// That `Debug` shows no secret of any request or reply, and nothing about a person.
pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("no record shows what it must hide", || {
        let mut complaints = Vec::new();
        let mut hidden = 0;
        for case in roster() {
            for shown in case.shown(&mut Values::marked(MARK), &reply(&*case))? {
                hidden += shown.hidden.len();
                let is_seen = |text: &&String| shown.text.contains(&format!("{text:?}"));
                let seen = shown.hidden.iter().filter(is_seen);
                complaints.extend(seen.map(|text| format!("{text} in {}", shown.text)));
            }
        }
        match complaints.as_slice() {
            [] if hidden > 20 => Ok(()),
            _ => Err(Failed::from(format!("{hidden} hidden, {}", complaints.join("\n")))),
        }
    })]
}
