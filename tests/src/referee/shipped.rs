//! What we ship about an interface, read off the compiled crate and off the wire. Never looks at the
//! specification.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wxopen_api::{EndpointMeta, Method, schemas};
use wxopen_mock::{Call, Mock};
use wxopen_pages::{JsonKind, Part};

use crate::case::{Case, Request, Variant};
use crate::client_of;
use crate::walk::{Member, join};

/// What we ship about an interface.
#[derive(Clone, Debug)]
pub struct Shipped {
    /// What the catalogue says.
    pub meta: &'static EndpointMeta,
    /// The full request as it arrived at the mock; its query without the members of the request.
    pub call: Call,
    /// The members of the request: names and kinds from the wire, the rest from the table.
    pub request: Vec<Member>,
    /// The members of the reply.
    pub reply: Vec<Member>,
    /// What the error enum makes of the codes of the catalogue.
    pub variants: BTreeMap<i64, Variant>,
    /// The members of each sample of ours.
    pub samples: Vec<(Part, BTreeSet<String>)>,
}

/// Sends the requests of all cases to a mock and writes down what arrived.
///
/// # Panics
///
/// If the mock does not start or a request does not arrive.
pub async fn gather(cases: &[Box<dyn Case>]) -> Vec<Shipped> {
    let mock = Mock::start().await.expect("a mock on a free port");
    mock.accept_token("the-token");
    let client = client_of(&mock, "the-token");
    let mut shipped = Vec::new();
    for case in cases {
        // A request with a seeded mistake may be refused; what counts is how it arrived.
        let _ = case.send(&client, Request::Least).await;
        let _ = case.send(&client, Request::Full).await;
        let calls = mock.calls();
        let [least, full] = &calls[2 * shipped.len()..] else {
            panic!("two calls of {} should have arrived", case.meta().interface)
        };
        shipped.push(of(&**case, least, full));
    }
    mock.stop().await;
    shipped
}

fn of(case: &dyn Case, least: &Call, full: &Call) -> Shipped {
    let meta = case.meta();
    let request = request(case, least, full);
    let mut call = full.clone();
    if meta.method == Method::Get {
        call.query.retain(|name| !request.iter().any(|member| member.path == *name));
    }
    Shipped {
        meta,
        call,
        request,
        reply: case.reply(),
        variants: meta.errors.iter().map(|e| (e.code, case.variant(e.code))).collect(),
        samples: samples(meta.interface),
    }
}

/// The members that arrived, completed with what only the table knows.
fn request(case: &dyn Case, least: &Call, full: &Call) -> Vec<Member> {
    let table = case.request();
    let least = least.body.as_ref().map(kinds).unwrap_or_default();
    let full = full.body.as_ref().map(kinds).unwrap_or_default();
    let complete = |(path, kind): (String, JsonKind)| {
        let known = table.iter().find(|member| member.path == path);
        Member {
            kind,
            required: least.contains_key(&path),
            known: known.map(|member| member.known.clone()).unwrap_or_default(),
            aliases: Vec::new(),
            path,
        }
    };
    full.into_iter().map(complete).collect()
}

fn samples(interface: &str) -> Vec<(Part, BTreeSet<String>)> {
    let schemas =
        [(Part::Request, schemas::request(interface)), (Part::Reply, schemas::reply(interface))];
    let mut found = Vec::new();
    for (part, schema) in schemas {
        let schema: Value = serde_json::from_str(schema.unwrap_or("{}")).expect("a schema is JSON");
        for sample in schema["examples"].as_array().into_iter().flatten() {
            found.push((part, kinds(sample).into_keys().collect()));
        }
    }
    found
}

/// The paths in a JSON value and the kinds of what is there.
#[must_use]
pub fn kinds(value: &Value) -> BTreeMap<String, JsonKind> {
    let mut found = BTreeMap::new();
    kinds_below(value, "", &mut found);
    found
}

fn kinds_below(value: &Value, path: &str, found: &mut BTreeMap<String, JsonKind>) {
    if !path.is_empty() {
        found.insert(path.to_owned(), kind(value));
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                kinds_below(value, &join(path, name), found);
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| kinds_below(item, &format!("{path}[]"), found));
        }
        _ => {}
    }
}

fn kind(value: &Value) -> JsonKind {
    match value {
        Value::Null => JsonKind::Null,
        Value::Bool(_) => JsonKind::Boolean,
        Value::Number(_) => JsonKind::Number,
        Value::String(_) => JsonKind::String,
        Value::Array(_) => JsonKind::Array,
        Value::Object(_) => JsonKind::Object,
    }
}
