//! Requests, replies and codes as JSON Schema (draft 2020-12), for people who write no Rust. One
//! file for each view of an endpoint, and one document that bundles them all. Judges nothing: a
//! schema allows what the model says, no more and no less.

mod codes;
mod forms;
mod record;

pub(super) use codes::{code_table, codes, facts};
pub(super) use forms::{View, failure};
pub(super) use record::Scope;

use serde_json::{Map, Value, json};

use crate::emit::{SCHEMAS, json as file};
use crate::model::{Category, Endpoint, Maturity, Model};
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
    let mut bundled = Map::new();
    for (category, endpoint) in typed(model) {
        let mut add = |suffix: &str, schema: Value| {
            let name = format!("{}/{}.{suffix}.json", category.id, endpoint.interface);
            let document = document(&name, &endpoint.source, version, schema);
            files.push(file(format!("{SCHEMAS}/{name}"), &document));
            bundled.insert(format!("{}.{suffix}", endpoint.interface), document);
        };
        for (suffix, view) in VIEWS {
            let scope = Scope { endpoint, shared: &model.shared, view, definitions: "#/$defs/" };
            add(suffix, scope.document());
        }
        add("errors", codes(endpoint));
    }
    let bundle = json!({
        "title": "wxopen",
        "description": "Every schema of a release in one document. Each keeps its own `$id`, so \
                        that it is found by its address.",
        "$defs": Value::Object(bundled),
    });
    let bundle = document("wxopen.json", "", version, bundle);
    files.push(file(format!("{SCHEMAS}/wxopen.json"), &bundle));
    files.push(file(format!("{SCHEMAS}/codes.json"), &code_table(model)));
}

/// The endpoints whose fields somebody has described.
pub(super) fn typed(model: &Model) -> impl Iterator<Item = (&Category, &Endpoint)> {
    let all = model.categories.iter().flat_map(|category| {
        category.endpoints.iter().map(move |endpoint| (category, endpoint))
    });
    all.filter(|(_, endpoint)| endpoint.maturity != Maturity::Listed)
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
