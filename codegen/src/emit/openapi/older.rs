//! OpenAPI 3.0 from 3.1: the few words of JSON Schema that 3.0 spells differently. Loses no
//! alternative and no member.

use serde_json::{Map, Value, json};

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
    }
    document
}

fn schema(value: &mut Value) {
    let Value::Object(members) = value else { return };
    if let Some(constant) = members.remove("const") {
        members.insert("enum".into(), json!([constant]));
    }
    if let Some(Value::Array(examples)) = members.remove("examples")
        && let Some(example) = examples.into_iter().next()
    {
        members.insert("example".into(), example);
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

/// `null` is an alternative in 3.1. In 3.0 it belongs to a form that names its type and no values,
/// and means nothing elsewhere: neither beside the alternatives nor beside a reference.
fn make_nullable(members: &mut Map<String, Value>, name: &str) {
    let Some(Value::Array(mut forms)) = members.remove(name) else { return };
    let open =
        |form: &&mut Map<String, Value>| form.contains_key("type") && !form.contains_key("enum");
    if let Some(form) = forms.iter_mut().filter_map(Value::as_object_mut).find(open) {
        form.insert("nullable".into(), true.into());
    } else {
        forms.push(json!({"type": "object", "nullable": true, "enum": [null]}));
    }
    if let [Value::Object(form)] = forms.as_mut_slice() {
        members.extend(std::mem::take(form));
    } else {
        members.insert(name.to_owned(), Value::Array(forms));
    }
}

/// In 3.0 nothing may stand beside a reference.
fn describe_beside_reference(members: &mut Map<String, Value>) {
    if members.len() > 1
        && let Some(reference) = members.remove("$ref")
    {
        members.insert("allOf".into(), json!([{"$ref": reference}]));
    }
}
