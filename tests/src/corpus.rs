//! Good and bad values for every schema, with the verdict that all validators must reach.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wxopen_api::{CATALOG, schemas};

use crate::instances::instances;

/// A view: the end of a file's name, and where its text is found.
type View = (&'static str, fn(&str) -> Option<&'static str>);

const VIEWS: [View; 5] = [
    ("request", schemas::request),
    ("request.strict", schemas::request_strict),
    ("reply", schemas::reply),
    ("reply.documented", schemas::reply_documented),
    ("errors", schemas::errors),
];

/// The corpus as the programs of other languages read it.
///
/// # Panics
///
/// If a schema is none, or refuses what was built for it.
#[must_use]
pub fn corpus() -> Vec<Value> {
    let mut corpus = Vec::new();
    for meta in CATALOG {
        for (suffix, text) in VIEWS {
            let Some(text) = text(meta.interface) else { continue };
            let file = format!("{}/{}.{suffix}.json", meta.category, meta.interface);
            entries(&file, text, &mut corpus);
        }
    }
    corpus
}

fn entries(file: &str, text: &str, corpus: &mut Vec<Value>) {
    let schema: Value = serde_json::from_str(text).expect("a schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a usable schema");
    let mut seen = BTreeSet::new();
    let numbers = [0, -1, 40001, 89010].map(|number| (json!(number), None, "a number".to_owned()));
    let made = instances(&schema).into_iter().map(|i| (i.value, i.valid, i.why));
    let numbers = numbers.into_iter().filter(|_| file.ends_with(".errors.json"));
    for (instance, built_for, why) in made.chain(numbers) {
        if !seen.insert(instance.to_string()) {
            continue;
        }
        let valid = validator.is_valid(&instance);
        assert!(built_for.is_none_or(|built| built == valid), "{file} {why}: {instance}");
        corpus.push(json!({"schema": file, "instance": instance, "valid": valid, "why": why}));
    }
}
