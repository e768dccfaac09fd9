//! OpenAPI 3.0 from 3.1: the few words of JSON Schema that 3.0 spells differently. Loses no
//! alternative and no member.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::emit::openapi::components::SCHEMAS;

/// How the name of a component ends that allows `null` besides what the one without this end allows.
const OR_NULL: &str = "OrNull";

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
            let mut rendering = Rendering::default();
            schemas.values_mut().for_each(|schema| rendering.schema(schema));
            rendering.nullable.iter().for_each(|name| add_with_null(schemas, name));
            schemas.sort_keys();
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

#[derive(Default)]
struct Rendering {
    /// The components that may be `null` somewhere. In 3.0 `null` means something only in a form that
    /// names its type, never beside a reference, so such a reference leads to a component of its own.
    nullable: BTreeSet<String>,
}

impl Rendering {
    fn schema(&mut self, value: &mut Value) {
        let Value::Object(members) = value else { return };
        if let Some(constant) = members.remove("const") {
            members.insert("enum".into(), json!([constant]));
        }
        if let Some(Value::Array(examples)) = members.remove("examples")
            && let Some(example) = examples.into_iter().next()
        {
            members.insert("example".into(), example);
        }
        if members.get("type") == Some(&json!("array")) {
            members.entry("items").or_insert_with(|| json!({}));
        }
        for name in ["items", "not", "additionalProperties"] {
            members.get_mut(name).into_iter().for_each(|inner| self.schema(inner));
        }
        if let Some(Value::Object(properties)) = members.get_mut("properties") {
            properties.values_mut().for_each(|property| self.schema(property));
        }
        for name in ["anyOf", "oneOf", "allOf"] {
            self.alternatives(members, name);
        }
        describe_beside_reference(members);
    }

    /// `null` is an alternative in 3.1.
    fn alternatives(&mut self, members: &mut Map<String, Value>, name: &str) {
        let Some(Value::Array(mut forms)) = members.remove(name) else { return };
        let before = forms.len();
        forms.retain(|form| form.get("type") != Some(&json!("null")));
        let nullable = forms.len() < before;
        forms.iter_mut().for_each(|form| self.schema(form));
        match forms.as_mut_slice() {
            [Value::Object(form)] => members.extend(std::mem::take(form)),
            _ => drop(members.insert(name.to_owned(), Value::Array(forms))),
        }
        if nullable {
            let Some(Value::String(to)) = members.get_mut("$ref") else {
                return make_nullable(members);
            };
            self.nullable.extend(to.strip_prefix(SCHEMAS).map(str::to_owned));
            to.push_str(OR_NULL);
        }
    }
}

/// What a component allows, or `null`. Both have names, after which generators call the two cases.
fn add_with_null(schemas: &mut Map<String, Value>, name: &str) {
    let forms = [name, "Null"].map(|form| json!({"$ref": format!("{SCHEMAS}{form}")}));
    schemas.insert(format!("{name}{OR_NULL}"), json!({"oneOf": forms}));
    schemas.insert("Null".into(), only_null());
}

fn only_null() -> Value {
    json!({"type": "object", "nullable": true, "enum": [null]})
}

/// The first form that names its type and no values may also be `null`.
fn make_nullable(members: &mut Map<String, Value>) {
    if is_open(members) {
        members.insert("nullable".into(), true.into());
        return;
    }
    let Some(Value::Array(forms)) = members.get_mut("anyOf") else { return };
    match forms.iter_mut().filter_map(Value::as_object_mut).find(|form| is_open(form)) {
        Some(form) => drop(form.insert("nullable".into(), true.into())),
        None => forms.push(only_null()),
    }
}

fn is_open(form: &Map<String, Value>) -> bool {
    form.contains_key("type") && !form.contains_key("enum")
}

/// In 3.0 nothing may stand beside a reference.
fn describe_beside_reference(members: &mut Map<String, Value>) {
    if members.len() > 1
        && let Some(reference) = members.remove("$ref")
    {
        members.insert("allOf".into(), json!([{"$ref": reference}]));
    }
}
