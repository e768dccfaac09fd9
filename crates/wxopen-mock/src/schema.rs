//! JSON Schemas: read, checked, applied. What is said about a value never quotes the value, because
//! it may be a secret.

use jsonschema::{Draft, Validator};
use serde_json::Value;

use crate::keywords;

/// A schema that holds, and the examples that match it.
pub(crate) struct Schema {
    pub(crate) validator: Validator,
    pub(crate) examples: Vec<Value>,
    /// The members that are numbers or truth values.
    pub(crate) scalars: Vec<String>,
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
    let scalars = scalars(&schema);
    Ok(Schema { validator, examples, scalars })
}

/// Everything in which a value is not as the schema wants it.
pub(crate) fn violations(validator: &Validator, value: &Value) -> Vec<String> {
    let say = |error: jsonschema::ValidationError<'_>| match error.instance_path().as_str() {
        "" => error.masked_with("the value").to_string(),
        place => format!("{place}: {}", error.masked_with("the value")),
    };
    validator.iter_errors(value).map(say).collect()
}

fn scalars(schema: &Value) -> Vec<String> {
    let members = schema["properties"].as_object().into_iter().flatten();
    members.filter(|(_, s)| is_scalar(s)).map(|(name, _)| name.clone()).collect()
}

/// A flag has no type but two values.
fn is_scalar(schema: &Value) -> bool {
    let of_numbers = |values: &Value| {
        values.as_array().is_some_and(|values| values.iter().all(Value::is_number))
    };
    schema["type"] == "integer" || schema["type"] == "boolean" || of_numbers(&schema["enum"])
}

fn take_examples(schema: &mut Value) -> Vec<Value> {
    match schema.get_mut("examples").map(Value::take) {
        Some(Value::Array(examples)) => examples,
        _ => Vec::new(),
    }
}
