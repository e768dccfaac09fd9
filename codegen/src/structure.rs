//! Says everything that is wrong with the shape of a specification file: its keys and the types of
//! its values, held against the JSON Schema of the structs that parse it.

use std::ops::Range;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use schemars::JsonSchema;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::schema_of;

/// Every finding about the shape of one file.
pub(crate) fn explain<T: JsonSchema>(file: usize, table: &Spanned<DeTable<'_>>) -> Vec<Diagnostic> {
    let schema = schema_of::<T>().to_value();
    let Ok(validator) = jsonschema::validator_for(&schema) else { return Vec::new() };
    let instance = table_to_json(table.get_ref());
    let explain = |error: ValidationError<'_>| explain_one(file, &error, &schema, table);
    validator.iter_errors(&instance).flat_map(explain).collect()
}

fn explain_one(
    file: usize,
    error: &ValidationError<'_>,
    schema: &Value,
    table: &Spanned<DeTable<'_>>,
) -> Vec<Diagnostic> {
    let path = error.instance_path().as_str();
    let place = find(table, path);
    let finding = |code, span: Range<usize>, message: String, label: String, help: String| {
        vec![Diagnostic { code, file, span, message, label, help }]
    };
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .flat_map(|key| {
                let help = format!("the keys here are {}", keys_at(schema, error));
                let message = format!("there is no key `{key}` here");
                finding(Code::UnknownKey, place.key(key), message, "unknown key".into(), help)
            })
            .collect(),
        ValidationErrorKind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            let message = format!("the key `{key}` is missing");
            let help = format!("add `{key} = ...` here");
            finding(Code::MissingKey, place.head(), message, "needs it".into(), help)
        }
        ValidationErrorKind::Type { kind } => {
            let what = type_words(kind);
            let message = format!("{} must be {what}", subject(path));
            let (label, help) = match place.kind() {
                "an integer" if what == "an integer" => {
                    ("this is too large".to_owned(), "write a smaller number".to_owned())
                }
                found => (format!("this is {found}"), format!("write {what} here")),
            };
            finding(Code::WrongType, place.span(), message, label, help)
        }
        // The type is wrong already, and that has been said.
        ValidationErrorKind::Enum { .. } if !error.instance().is_string() => Vec::new(),
        ValidationErrorKind::Maximum { limit } => {
            let message = format!("{} must be at most {limit}", subject(path));
            let help = "write a smaller number".into();
            finding(Code::WrongType, place.span(), message, "too large".into(), help)
        }
        ValidationErrorKind::Minimum { limit } => {
            let message = format!("{} must be at least {limit}", subject(path));
            let help = "write a larger number".into();
            finding(Code::WrongType, place.span(), message, "too small".into(), help)
        }
        kind => match words(kind) {
            words if !words.is_empty() => {
                let help = format!("write one of {}", words.join(", "));
                let what = subject(path);
                if error.instance().is_string() {
                    let message = format!("{} is none of the words of {what}", error.instance());
                    finding(Code::UnknownWord, place.span(), message, "unknown word".into(), help)
                } else {
                    let label = format!("this is {}", place.kind());
                    let message = format!("{what} must be a string");
                    finding(Code::WrongType, place.span(), message, label, help)
                }
            }
            _ => {
                let message = format!("{} cannot be used", subject(path));
                let help = "see the description of the format in `spec/schema`".into();
                finding(Code::WrongType, place.span(), message, "not allowed".into(), help)
            }
        },
    }
}

/// The words that are allowed where another one was found, with their quotes.
fn words(kind: &ValidationErrorKind) -> Vec<String> {
    match kind {
        ValidationErrorKind::Enum { options } => {
            options.as_array().into_iter().flatten().map(Value::to_string).collect()
        }
        ValidationErrorKind::Constant { expected_value } => vec![expected_value.to_string()],
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            context.iter().flatten().flat_map(|error| words(error.kind())).collect()
        }
        _ => Vec::new(),
    }
}

/// A place in a TOML file.
enum Place<'a> {
    Table(Range<usize>, &'a DeTable<'a>),
    Value(&'a Spanned<DeValue<'a>>),
}

impl Place<'_> {
    fn table(&self) -> Option<&DeTable<'_>> {
        match self {
            Place::Table(_, table) => Some(table),
            Place::Value(value) => match value.get_ref() {
                DeValue::Table(table) => Some(table),
                _ => None,
            },
        }
    }

    fn key(&self, name: &str) -> Range<usize> {
        let entry =
            self.table().and_then(|table| table.iter().find(|(key, _)| **key.get_ref() == *name));
        entry.map_or(self.span(), |(key, _)| key.span())
    }

    fn span(&self) -> Range<usize> {
        match self {
            Place::Table(span, _) => span.clone(),
            Place::Value(value) => value.span(),
        }
    }

    /// The header of a table, or the start of a file: where a missing key is missed.
    fn head(&self) -> Range<usize> {
        match self {
            Place::Table(_, table) => table
                .iter()
                .map(|(key, _)| key.span())
                .min_by_key(|span| span.start)
                .unwrap_or(0..0),
            Place::Value(value) => value.span(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Place::Table(..) => "a table",
            Place::Value(value) => match value.get_ref() {
                DeValue::String(_) => "a string",
                DeValue::Integer(_) => "an integer",
                DeValue::Float(_) => "a float",
                DeValue::Boolean(_) => "a boolean",
                DeValue::Datetime(_) => "a date",
                DeValue::Array(_) => "an array",
                DeValue::Table(_) => "a table",
            },
        }
    }
}

fn find<'a>(table: &'a Spanned<DeTable<'a>>, pointer: &str) -> Place<'a> {
    let mut place = Place::Table(table.span(), table.get_ref());
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = match &place {
            Place::Table(_, table) => member(table, &step),
            Place::Value(value) => match value.get_ref() {
                DeValue::Table(table) => member(table, &step),
                DeValue::Array(array) => step.parse().ok().and_then(|i: usize| array.get(i)),
                _ => None,
            },
        };
        match next {
            Some(value) => place = Place::Value(value),
            None => break,
        }
    }
    place
}

fn member<'a>(table: &'a DeTable<'a>, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
    table.iter().find(|(key, _)| **key.get_ref() == *name).map(|(_, value)| value)
}

fn table_to_json(table: &DeTable<'_>) -> Value {
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        (String::from(&**AsRef::<std::borrow::Cow<'_, str>>::as_ref(key)), to_json(value.get_ref()))
    };
    Value::Object(table.iter().map(entry).collect())
}

fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => {
            let exact = i64::from_str_radix(number.as_str(), number.radix());
            exact.map_or(NO_INTEGER.into(), Value::from)
        }
        DeValue::Float(_) => NO_INTEGER.into(),
        DeValue::Boolean(flag) => Value::from(*flag),
        // Something that no key allows: the format has no dates.
        DeValue::Datetime(_) => Value::from(vec![Value::Null]),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => table_to_json(table),
    }
}

/// Stands for numbers that no key allows: fractions, and integers that are too large.
const NO_INTEGER: f64 = 0.5;

fn keys_at(schema: &Value, error: &ValidationError<'_>) -> String {
    let pointer = error.schema_path().as_str().trim_end_matches("/additionalProperties");
    let properties = schema.pointer(pointer).and_then(|object| object.get("properties"));
    let names = properties.and_then(Value::as_object).into_iter().flat_map(|map| map.keys());
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What a pointer leads to: the value of a key, or an entry of its list.
fn subject(pointer: &str) -> String {
    let mut steps = pointer.rsplit('/').filter(|step| !step.is_empty());
    match (steps.next(), steps.next()) {
        (Some(last), Some(list)) if last.parse::<usize>().is_ok() => {
            format!("an entry of `{list}`")
        }
        (Some(last), _) => format!("`{last}`"),
        (None, _) => "the file".to_owned(),
    }
}

fn type_words(kind: &TypeKind) -> String {
    let words = |json: JsonType| match json {
        JsonType::Array => "an array",
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Null => "nothing",
        JsonType::Number => "a number",
        JsonType::Object => "a table",
        JsonType::String => "a string",
    };
    match kind {
        TypeKind::Single(json) => words(*json).to_owned(),
        TypeKind::Multiple(set) => {
            let named = set.iter().filter(|json| *json != JsonType::Null).map(words);
            named.collect::<Vec<_>>().join(" or ")
        }
    }
}
