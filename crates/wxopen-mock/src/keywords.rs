//! Finds keywords that JSON Schema 2020-12 does not have. Validators ignore them, so a misspelt one
//! would quietly check nothing. Judges names only, never what they hold.

use serde_json::{Map, Value};

/// The JSON Pointer of the first unknown keyword. Names that start with `x-` are free.
pub(crate) fn unknown(schema: &Value) -> Option<String> {
    let members = schema.as_object()?;
    members.iter().find_map(|(name, value)| {
        let found = match kind(name)? {
            Kind::Unknown => Some(String::new()),
            Kind::Schema => unknown(value),
            Kind::Schemas => value.as_array().and_then(|schemas| in_list(schemas)),
            Kind::Named => value.as_object().and_then(in_map),
        };
        found.map(|below| format!("/{name}{below}"))
    })
}

enum Kind {
    Schema,
    Schemas,
    Named,
    Unknown,
}

/// What a keyword holds; nothing if it holds no schema.
fn kind(keyword: &str) -> Option<Kind> {
    match keyword {
        "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "items"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Some(Kind::Schema),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(Kind::Schemas),
        "$defs" | "dependentSchemas" | "patternProperties" | "properties" => Some(Kind::Named),
        plain if PLAIN.contains(&plain) || plain.starts_with("x-") => None,
        _ => Some(Kind::Unknown),
    }
}

const PLAIN: &[&str] = &[
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "$schema",
    "$vocabulary",
    "const",
    "contentEncoding",
    "contentMediaType",
    "default",
    "dependentRequired",
    "deprecated",
    "description",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
];

fn in_list(schemas: &[Value]) -> Option<String> {
    let found = |(index, schema)| unknown(schema).map(|below| format!("/{index}{below}"));
    schemas.iter().enumerate().find_map(found)
}

fn in_map(schemas: &Map<String, Value>) -> Option<String> {
    let found =
        |(name, schema): (&String, &Value)| unknown(schema).map(|below| format!("/{name}{below}"));
    schemas.iter().find_map(found)
}
