//! One operation: an endpoint, or several that share a method and a path and differ in a fixed
//! query value.

use serde_json::{Map, Value, json};

use crate::emit::docs::SITE;
use crate::emit::openapi::components::{failure_reference, reference, token};
use crate::emit::schema::{View, canonical};
use crate::model::{Endpoint, Error, Method, Text};

/// The operation of endpoints with the same route, of which there is at least one.
pub(super) fn operation(endpoints: &[&Endpoint]) -> Value {
    let mut out = Map::new();
    let Some(first) = endpoints.first() else { return Value::Object(out) };
    let each = |pick: &dyn Fn(&Endpoint) -> String, between: &str| {
        endpoints.iter().map(|endpoint| pick(endpoint)).collect::<Vec<_>>().join(between)
    };
    out.insert("operationId".into(), each(&|e| e.interface.clone(), "_or_").into());
    out.insert("tags".into(), json!([first.category]));
    out.insert("summary".into(), each(&|e| e.summary.en.clone(), " / ").into());
    out.insert("description".into(), each(&description, "\n\n").into());
    if let Some((_, url)) = first.docs.first() {
        let docs = json!({"description": "Official page 官方文档", "url": format!("{SITE}{url}")});
        out.insert("externalDocs".into(), docs);
    }
    let parameters = parameters(endpoints);
    if !parameters.is_empty() {
        out.insert("parameters".into(), parameters.into());
    }
    let tokens = once_each(endpoints.iter().filter_map(|e| token(e)));
    let security = tokens.into_iter().map(|name| json!({name: []})).collect();
    out.insert("security".into(), security);
    if first.method == Method::Post {
        let content = json!({"schema": alternatives(endpoints, View::Request)});
        let body = json!({"required": true, "content": {"application/json": content}});
        out.insert("requestBody".into(), body);
    }
    out.insert("responses".into(), responses(endpoints));
    match endpoints {
        [endpoint] => out.extend(extensions(endpoint)),
        several => {
            let each = several.iter().map(|endpoint| {
                let mut facts = Map::new();
                facts.insert("interface".into(), endpoint.interface.as_str().into());
                facts.insert("query".into(), endpoint.query.iter().cloned().collect());
                facts.extend(extensions(endpoint));
                Value::Object(facts)
            });
            out.insert("x-wxopen-endpoints".into(), each.collect());
        }
    }
    Value::Object(out)
}

fn description(endpoint: &Endpoint) -> String {
    let paragraphs = std::iter::once(&endpoint.summary).chain(&endpoint.notes);
    paragraphs.map(Text::lines).collect::<Vec<_>>().join("\n\n")
}

/// The fixed query values, and the members of a request without a body. The token is a matter of
/// security.
fn parameters(endpoints: &[&Endpoint]) -> Vec<Value> {
    let mut parameters = fixed_values(endpoints);
    for endpoint in endpoints.iter().filter(|endpoint| endpoint.method == Method::Get) {
        parameters.extend(endpoint.request.fields.iter().map(|field| {
            json!({"name": field.wire, "in": "query", "required": field.required,
                "description": field.doc.lines(), "schema": canonical(&field.ty)})
        }));
    }
    parameters
}

fn fixed_values(endpoints: &[&Endpoint]) -> Vec<Value> {
    let names = once_each(endpoints.iter().flat_map(|e| &e.query).map(|(name, _)| name.as_str()));
    let parameter = |name: &str| {
        let of = |e: &&Endpoint| e.query.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        let values: Vec<String> = endpoints.iter().filter_map(of).collect();
        let required = values.len() == endpoints.len();
        json!({"name": name, "in": "query", "required": required,
            "schema": {"type": "string", "enum": values}})
    };
    names.into_iter().map(parameter).collect()
}

/// The items in their order, without those that were there before.
fn once_each<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}

fn alternatives(endpoints: &[&Endpoint], view: View) -> Value {
    match endpoints {
        [endpoint] => reference(endpoint, view),
        several => {
            let each: Vec<Value> = several.iter().map(|e| reference(e, view)).collect();
            json!({"anyOf": each})
        }
    }
}

fn responses(endpoints: &[&Endpoint]) -> Value {
    let mut forms: Vec<Value> = endpoints.iter().map(|e| reference(e, View::Tolerant)).collect();
    forms.push(failure_reference());
    json!({"200": {
        "description": "Success, or a failure with a code other than 0.\n成功，或错误码不为 0 的失败。",
        "content": {"application/json": {"schema": {"anyOf": forms}}},
    }})
}

/// What OpenAPI has no word for. What else is known about a code stands in `codes.json`.
fn extensions(endpoint: &Endpoint) -> Map<String, Value> {
    let mut out = Map::new();
    let mut add = |name: &str, value: Value| out.insert(format!("x-wxopen-{name}"), value);
    let sets = endpoint.permission_sets.iter();
    let sets = sets.map(|(id, name)| json!({"id": id, "name": name}));
    add("permission-sets", sets.collect());
    add("repeat", json!(endpoint.repeat));
    if let Some(seconds) = endpoint.repeat_pause {
        add("repeat-pause", seconds.into());
    }
    if let Some(seconds) = endpoint.deadline {
        add("deadline", seconds.into());
    }
    if let Some(interface) = &endpoint.reconcile {
        add("reconcile", interface.as_str().into());
    }
    add("token", json!(endpoint.token));
    add("maturity", json!(endpoint.maturity));
    let pages = endpoint.docs.iter();
    let pages =
        pages.map(|(edition, url)| json!({"edition": edition, "url": format!("{SITE}{url}")}));
    add("pages", pages.collect());
    add("errors", errors(&endpoint.errors));
    out
}

fn errors(errors: &[Error]) -> Value {
    let error = |error: &Error| {
        let Error { code, name, class, remedy, .. } = error;
        json!({"code": code, "name": name, "class": class.as_str(), "remedy": remedy})
    };
    errors.iter().map(error).collect()
}
