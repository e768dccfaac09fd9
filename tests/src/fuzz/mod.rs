//! What must hold for any bytes whatever, one function for each reader of bytes from outside. Each takes
//! the bytes and panics if something does not hold; none may depend on a clock or on chance.
//!
//! `tests/tests/fuzz` runs them on the seeds of `fuzz/seeds` and ruins of these, libFuzzer on whatever it
//! finds: see `fuzz/README.md`.

mod answer;
mod client;
mod mock;
mod page;
mod push;
mod receiver;
mod record;
mod spec;

use serde_json::Value;

/// A reader and what can be asked of it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: of the function, of the program for libFuzzer, and of the folder of its seeds.
    pub name: &'static str,
    /// Panics if the bytes show something that must not be.
    pub run: fn(&[u8]),
    /// How many ruins of its seeds the tests run: about a second's work.
    pub ruins: usize,
}

/// Every target.
pub const TARGETS: [Target; 12] = [
    Target { name: "envelope", run: answer::envelope, ruins: 40_000 },
    Target { name: "answer", run: client::answer, ruins: 10_000 },
    Target { name: "errmsg", run: answer::errmsg, ruins: 50_000 },
    Target { name: "replies", run: answer::replies, ruins: 10_000 },
    Target { name: "push_json", run: push::push_json, ruins: 20_000 },
    Target { name: "push_xml", run: receiver::push_xml, ruins: 4_000 },
    Target { name: "decrypt", run: push::decrypt, ruins: 20_000 },
    Target { name: "key", run: push::key, ruins: 20_000 },
    Target { name: "record", run: record::record, ruins: 4_000 },
    Target { name: "mock_request", run: mock::mock_request, ruins: 1_000 },
    Target { name: "page", run: page::page, ruins: 500 },
    Target { name: "spec", run: spec::spec, ruins: 250 },
];

/// Runs a target by its name.
///
/// # Panics
///
/// If there is no such target, or if something does not hold.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.unwrap_or_else(|| panic!("there is no target `{name}`")).run)(bytes);
}

/// Stands in seeds for everything that must not be shown.
pub const CANARY: &str = "CANARY";

/// Whether a text shows a value of a seed.
fn is_clean(shown: &str) -> bool {
    !shown.contains(CANARY)
}

/// The same document with the canary in place of every text, so that whatever shows a text is found.
fn with_canaries(value: &Value) -> Value {
    match value {
        Value::String(_) => Value::from(CANARY),
        Value::Array(items) => items.iter().map(with_canaries).collect(),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| (name.clone(), with_canaries(value));
            members.iter().map(member).collect::<serde_json::Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
