//! Replies made from a schema: every form it allows, and forms near it that it does not. Knows JSON
//! Schema as far as our schemas use it, and nothing of endpoints.

use serde_json::{Map, Value, json};

use crate::walk::join;

/// A value made from a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The value.
    pub value: Value,
    /// Whether the schema allows it by construction; `None` if a validator has to say.
    pub valid: Option<bool>,
    /// What is special about it.
    pub why: String,
}

/// All members, the least, each member dropped, each form of each, unknown members and states, and
/// values of another kind in every place.
#[must_use]
pub fn instances(schema: &Value) -> Vec<Instance> {
    let maker = Maker { root: schema };
    let mut all = vec![allowed(maker.full(schema), "every member")];
    all.push(allowed(maker.least(schema), "the least"));
    all.extend(maker.variants(schema, ""));
    all
}

struct Maker<'a> {
    root: &'a Value,
}

impl Maker<'_> {
    /// A value with every member, in the first form of each.
    fn full(&self, schema: &Value) -> Value {
        let schema = self.resolve(schema);
        if let Some(properties) = schema["properties"].as_object() {
            let members = properties.iter().map(|(name, inner)| (name.clone(), self.full(inner)));
            return Value::Object(members.collect());
        }
        self.plain(schema, |inner| self.full(inner))
    }

    /// A value with what is required only.
    fn least(&self, schema: &Value) -> Value {
        let schema = self.resolve(schema);
        let Some(properties) = schema["properties"].as_object() else {
            return self.plain(schema, |inner| self.least(inner));
        };
        let required = properties.iter().filter(|(name, _)| is_required(schema, name));
        Value::Object(required.map(|(name, inner)| (name.clone(), self.least(inner))).collect())
    }

    fn plain(&self, schema: &Value, item: impl Fn(&Value) -> Value) -> Value {
        if let Some(first) = alternatives(schema).and_then(|forms| forms.first()) {
            return item(first);
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
            return first.clone();
        }
        match schema["type"].as_str() {
            Some("object") => json!({}),
            Some("array") if schema.get("maxItems").is_some() => json!([]),
            Some("array") => json!([item(&schema["items"])]),
            Some("string") if schema.get("maxLength").is_some() => json!(""),
            Some("string") if schema.get("pattern").is_some() => json!("-12"),
            Some("string") => json!("words"),
            Some("integer") => json!(12),
            Some("number") => json!(1.5),
            Some("boolean") => json!(true),
            Some("null") => Value::Null,
            _ => json!("anything"),
        }
    }

    /// The value with every member, changed in one place at a time.
    fn variants(&self, schema: &Value, path: &str) -> Vec<Instance> {
        let schema = self.resolve(schema);
        let mut found = self.misfits(path);
        if let Some(properties) = schema["properties"].as_object() {
            found.extend(self.variants_of_object(schema, properties, path));
        }
        for form in alternatives(schema).into_iter().flatten() {
            found.push(allowed(self.full(form), format!("{path}: another form")));
            let inner = self.variants(form, path);
            // What one alternative refuses, another may allow.
            found.extend(inner.into_iter().map(|instance| match instance.valid {
                Some(false) => Instance { valid: None, ..instance },
                _ => instance,
            }));
        }
        for value in schema["enum"].as_array().into_iter().flatten() {
            found.push(allowed(value.clone(), format!("{path}: one of the values")));
        }
        if schema["type"] == "integer"
            && schema.get("enum").is_none()
            && schema.get("const").is_none()
        {
            found.push(allowed(json!(77_777), format!("{path}: a state nobody knows")));
            found.push(allowed(json!(-3), format!("{path}: a negative number")));
        }
        if schema["type"] == "array" && schema.get("maxItems").is_none() {
            found.push(allowed(json!([]), format!("{path}: empty")));
            let items = self.variants(&schema["items"], &format!("{path}[]"));
            found.extend(
                items
                    .into_iter()
                    .map(|item| Instance { value: Value::Array(vec![item.value]), ..item }),
            );
        }
        found
    }

    fn variants_of_object(
        &self,
        schema: &Value,
        properties: &Map<String, Value>,
        path: &str,
    ) -> Vec<Instance> {
        let full = self.full(schema);
        let mut found = Vec::new();
        let mut open = full.clone();
        open["brand_new"] = json!({"nobody": ["knows", 1]});
        let valid = Some(schema.get("unevaluatedProperties") != Some(&json!(false)));
        found.push(Instance { value: open, valid, why: format!("{path}: an unknown member") });
        for (name, inner) in properties {
            let place = join(path, name);
            let mut without = full.clone();
            without.as_object_mut().and_then(|members| members.remove(name));
            let valid = Some(!is_required(schema, name));
            found.push(Instance { value: without, valid, why: format!("{place}: dropped") });
            for variant in self.variants(inner, &place) {
                let mut with = full.clone();
                with[name] = variant.value;
                found.push(Instance { value: with, ..variant });
            }
        }
        found
    }

    /// One value of each kind; most of them do not belong where they are put.
    fn misfits(&self, path: &str) -> Vec<Instance> {
        let kinds = [
            ("null", Value::Null),
            ("a boolean", json!(false)),
            ("a number", json!(7)),
            ("a fraction", json!(2.5)),
            ("words", json!("not a number")),
            ("no words", json!("")),
            ("a list", json!([1])),
            ("an empty list", json!([])),
            ("an object", json!({"x": 1})),
            ("an empty object", json!({})),
        ];
        let instance =
            |(kind, value)| Instance { value, valid: None, why: format!("{path}: {kind}") };
        kinds.map(instance).into()
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let name = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/"));
        name.map_or(schema, |name| &self.root["$defs"][name])
    }
}

fn allowed(value: Value, why: impl Into<String>) -> Instance {
    Instance { value, valid: Some(true), why: why.into() }
}

fn alternatives(schema: &Value) -> Option<&Vec<Value>> {
    schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())
}

fn is_required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|required| required.iter().any(|r| r == name))
}
