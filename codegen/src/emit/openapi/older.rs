//! OpenAPI 3.0 from 3.1: the few words of JSON Schema that 3.0 spells differently. Loses no
//! alternative and no member, but leaves the examples out.

use serde_json::{Map, Value, json};

/// Where an operation keeps what it answers.
const ANSWER: &str = "/responses/200/content/application~1json/schema";

pub(super) fn rendered(mut document: Value) -> Value {
    if let Value::Object(document) = &mut document {
        document.insert("openapi".into(), "3.0.3".into());
        if let Some(Value::Object(info)) = document.get_mut("info") {
            info.remove("summary");
            info.insert("license".into(), json!({"name": "MIT OR Apache-2.0"}));
        }
        let schemas = document.get_mut("components").and_then(|c| c.get_mut("schemas"));
        if let Some(Value::Object(schemas)) = schemas {
            schemas.values_mut().for_each(schema);
        }
        if let Some(Value::Object(paths)) = document.get_mut("paths") {
            let operations =
                paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut);
            operations.for_each(choose_one);
        }
    }
    document
}

/// A reply is no failure and a failure no reply. progenitor makes an enumeration of `oneOf`, but of
/// `anyOf` a structure that is both at once. Several replies can look alike, so they keep `anyOf`.
fn choose_one(operation: &mut Value) {
    let Some(Value::Object(schema)) = operation.pointer_mut(ANSWER) else { return };
    if schema.get("anyOf").and_then(Value::as_array).is_some_and(|forms| forms.len() == 2)
        && let Some(forms) = schema.remove("anyOf")
    {
        schema.insert("oneOf".into(), forms);
    }
}

fn schema(value: &mut Value) {
    let Value::Object(members) = value else { return };
    if let Some(constant) = members.remove("const") {
        members.insert("enum".into(), json!([constant]));
    }
    // 3.1 has them. Here, validators would hold them against `nullable` beside a reference, which all
    // generators understand although 3.0 gives it no meaning.
    members.remove("examples");
    if members.get("type") == Some(&json!("array")) {
        members.entry("items").or_insert_with(|| json!({}));
    }
    for name in ["items", "not", "additionalProperties"] {
        members.get_mut(name).into_iter().for_each(schema);
    }
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        properties.values_mut().for_each(schema);
    }
    for name in ["anyOf", "oneOf", "allOf"] {
        if let Some(Value::Array(forms)) = members.get_mut(name) {
            let before = forms.len();
            forms.retain(|form| form.get("type") != Some(&json!("null")));
            let nullable = forms.len() < before;
            forms.iter_mut().for_each(schema);
            if nullable {
                make_nullable(members, name);
            }
        }
    }
    describe_beside_reference(members);
}

/// `null` is an alternative in 3.1 and a word beside the others in 3.0.
fn make_nullable(members: &mut Map<String, Value>, name: &str) {
    let Some(Value::Array(mut forms)) = members.remove(name) else { return };
    if let [Value::Object(form)] = forms.as_mut_slice()
        && !form.contains_key("$ref")
    {
        members.extend(std::mem::take(form));
        members.insert("nullable".into(), true.into());
        return;
    }
    // One form alone is no choice, and generators of 3.0 know `allOf` as the way to put words beside it.
    let name = if forms.len() == 1 { "allOf" } else { name };
    members.insert(name.to_owned(), Value::Array(forms));
    members.insert("nullable".into(), true.into());
}

/// In 3.0 nothing may stand beside a reference.
fn describe_beside_reference(members: &mut Map<String, Value>) {
    if members.len() > 1
        && let Some(reference) = members.remove("$ref")
    {
        members.insert("allOf".into(), json!([{"$ref": reference}]));
    }
}
