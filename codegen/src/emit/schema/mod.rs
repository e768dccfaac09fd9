//! Requests, replies and codes as JSON Schema (draft 2020-12), for people who write no Rust. One
//! file for each view of an endpoint, and one document that bundles them all. Judges nothing: a
//! schema allows what the model says, no more and no less.

mod codes;
mod forms;
mod record;

pub(super) use codes::{code_table, codes};
pub(super) use forms::{View, failure, lenient, numeral, plain as canonical, success};
pub(super) use record::Scope;

use serde_json::{Map, Value, json};

use crate::emit::{SCHEMAS, json as file};
use crate::model::Model;
use crate::{MARK, OutputFile};

/// Where the schemas of a release are known by. The address names them; nobody has to fetch it.
const BASE: &str = "https://wxopen.github.io/wxopen/schemas";

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The documents of one endpoint: the end of their names, and the view they show.
pub(super) const VIEWS: [(&str, View); 4] = [
    ("request", View::Request),
    ("request.strict", View::StrictRequest),
    ("reply", View::Tolerant),
    ("reply.documented", View::Documented),
];

pub(super) fn emit(model: &Model, version: &str, files: &mut Vec<OutputFile>) {
    let mut bundled = Vec::new();
    for endpoint in model.typed() {
        let mut add = |suffix: &str, schema: Value| {
            let name = format!("{}/{}.{suffix}.json", endpoint.category, endpoint.interface);
            let document = document(&name, &endpoint.source, version, schema);
            let file = file(format!("{SCHEMAS}/{name}"), &document);
            bundled.push((format!("{}.{suffix}", endpoint.interface), files.len()));
            files.push(file);
        };
        for (suffix, view) in VIEWS {
            let scope = Scope { endpoint, shared: &model.shared, view, definitions: "#/$defs/" };
            add(suffix, scope.document());
        }
        add("errors", codes(endpoint));
    }
    files.push(bundle(version, &bundled, files));
    files.push(file(format!("{SCHEMAS}/codes.json"), &code_table(model)));
}

/// All documents in one. They are put together as text: as values, they would be in memory twice.
fn bundle(version: &str, bundled: &[(String, usize)], files: &[OutputFile]) -> OutputFile {
    const EMPTY: &str = "\"$defs\": {}";
    let intro = json!({
        "title": "wxopen",
        "description": "Every schema of a release in one document. Each keeps its own `$id`, so \
                        that it is found by its address.",
        "$defs": {},
    });
    let mut out =
        file(format!("{SCHEMAS}/wxopen.json"), &document("wxopen.json", "", version, intro));
    let Some(place) = out.text.find(EMPTY).filter(|_| !bundled.is_empty()) else { return out };
    let end = out.text.split_off(place + EMPTY.len() - 1);
    for (number, (key, index)) in bundled.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let text = files[*index].text.trim_end().replace('\n', "\n    ");
        out.text.push_str(&format!("{comma}\n    {}: {text}", Value::from(key.as_str())));
    }
    out.text.push_str("\n  ");
    out.text.push_str(&end);
    out
}

/// A schema with everything that makes it a document of its own.
fn document(name: &str, source: &str, version: &str, schema: Value) -> Value {
    let mut out = Map::new();
    out.insert("$schema".into(), DIALECT.into());
    out.insert("$id".into(), format!("{BASE}/{version}/{name}").into());
    let comment = format!("{MARK} by `cargo xtask gen` from `spec/{source}`.");
    out.insert("$comment".into(), comment.into());
    if let Value::Object(schema) = schema {
        out.extend(schema);
    }
    Value::Object(out)
}
