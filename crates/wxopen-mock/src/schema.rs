//! JSON Schemas: read, checked, applied. What is said about a value never quotes the value, because
//! it may be a secret.

use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use serde_json::Value;

use crate::keywords;

/// A schema that holds, and the examples that match it.
pub(crate) struct Schema {
    pub(crate) validator: Validator,
    pub(crate) examples: Vec<Value>,
    /// The type of each member that has one.
    pub(crate) types: HashMap<String, String>,
}

/// Reads a schema. The error continues a sentence that began with "the schema".
pub(crate) fn load(text: &str) -> Result<Schema, String> {
    let mut schema = serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    if let Some(place) = keywords::unknown(&schema) {
        return Err(format!("uses the unknown keyword {place}"));
    }
    let validator =
        jsonschema::options().with_draft(Draft::Draft202012).build(&schema).map_err(|error| {
            format!("is not valid at {:?}: {error}", error.instance_path().as_str())
        })?;
    let examples = take_examples(&mut schema);
    for (index, example) in examples.iter().enumerate() {
        if let Some(violation) = violations(&validator, example).first() {
            return Err(format!("does not match its own example {index}: {violation}"));
        }
    }
    let types = types(&schema);
    Ok(Schema { validator, examples, types })
}

/// Everything in which a value is not as the schema wants it.
pub(crate) fn violations(validator: &Validator, value: &Value) -> Vec<String> {
    let say = |error: jsonschema::ValidationError<'_>| match error.instance_path().as_str() {
        "" => error.masked_with("the value").to_string(),
        place => format!("{place}: {}", error.masked_with("the value")),
    };
    validator.iter_errors(value).map(say).collect()
}

/// The types that members name, or the definitions that they refer to.
fn types(schema: &Value) -> HashMap<String, String> {
    let members = schema["properties"].as_object().into_iter().flatten();
    let ty = |(name, member): (&String, &Value)| {
        let definition = member["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/"));
        let member = definition.map_or(member, |definition| &schema["$defs"][definition]);
        Some((name.clone(), member["type"].as_str()?.to_owned()))
    };
    members.filter_map(ty).collect()
}

fn take_examples(schema: &mut Value) -> Vec<Value> {
    match schema.get_mut("examples").map(Value::take) {
        Some(Value::Array(examples)) => examples,
        _ => Vec::new(),
    }
}
