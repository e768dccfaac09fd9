//! Brings JSON Schema into normal form, keyword by keyword. Must refuse every keyword that it does
//! not know, because a constraint passed over is a change unseen.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::{Node, Part, join};
use super::form::{Form, Kind};
use crate::Result;

/// Keywords that allow and refuse nothing. Definitions are read where they are.
const WORDS: [&str; 11] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
];

impl Node {
    /// Reads a schema; the place is for messages.
    pub(super) fn read(schema: &Value, place: &str) -> Result<Node> {
        let schema = match schema {
            Value::Bool(true) => &Map::new(),
            Value::Bool(false) => return Ok(Node::default()),
            Value::Object(schema) => schema,
            _ => return Err(format!("{} is no schema", told(place))),
        };
        let mut rules = schema.iter().filter(|(keyword, _)| !WORDS.contains(&keyword.as_str()));
        let mut node = match (rules.next(), rules.next()) {
            (Some((keyword, Value::Array(alternatives))), None) if keyword == "anyOf" => {
                Node::any_of(alternatives, place)?
            }
            (Some((keyword, Value::String(reference))), None) if keyword == "$ref" => {
                Node { parts: vec![Part::Reference(reference.clone())], ..Node::default() }
            }
            _ => Node::plain(schema, place)?,
        };
        node.states.extend(states(schema, &node));
        Ok(node)
    }

    fn any_of(alternatives: &[Value], place: &str) -> Result<Node> {
        let mut all = Node::default();
        for alternative in alternatives {
            let node = Node::read(alternative, place)?;
            all.parts.extend(node.parts);
            all.states.extend(node.states);
        }
        Ok(all)
    }

    /// A schema that refers to no other.
    fn plain(schema: &Map<String, Value>, place: &str) -> Result<Node> {
        let mut forms: Vec<Form> = kinds(schema, place)?.into_iter().map(Form::new).collect();
        for (keyword, value) in schema.iter().filter(|(name, _)| !WORDS.contains(&name.as_str())) {
            for form in &mut forms {
                if !form.take_parts(keyword, value, place)? && !form.take(keyword, value) {
                    let place = told(place);
                    return Err(format!(
                        "{place}: `{keyword}` with the value {value} is not understood here"
                    ));
                }
            }
        }
        forms.iter_mut().for_each(Form::simplify);
        // A type of which no value is left allows nothing.
        forms.retain(|form| form.values.as_ref().is_none_or(|values| !values.is_empty()));
        Ok(Node { parts: forms.into_iter().map(Part::Form).collect(), ..Node::default() })
    }
}

fn kinds(schema: &Map<String, Value>, place: &str) -> Result<Vec<Kind>> {
    let names = match schema.get("type") {
        None => return Ok(Kind::ANY.to_vec()),
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => std::slice::from_ref(name),
    };
    let kinds = names.iter().map(|name| name.as_str().and_then(Kind::from_name));
    let kinds = kinds.collect::<Option<_>>();
    kinds.ok_or_else(|| format!("{} has a type that does not exist", told(place)))
}

/// The integers that a schema shows as examples: the only place that tells the known values of an
/// open enumeration to programs. Examples of anything else are words.
fn states(schema: &Map<String, Value>, node: &Node) -> Vec<i64> {
    let is_integer = |part: &Part| matches!(part, Part::Form(form) if form.kind == Kind::Integer);
    let examples = schema.get("examples").and_then(Value::as_array);
    let numbers = examples.into_iter().flatten().filter_map(Value::as_i64);
    if node.parts.iter().any(is_integer) { numbers.collect() } else { Vec::new() }
}

impl Form {
    /// Takes schemas of members or items in, and says whether the keyword holds any.
    fn take_parts(&mut self, keyword: &str, value: &Value, place: &str) -> Result<bool> {
        match (keyword, value) {
            ("items", items) => {
                if self.kind == Kind::Array {
                    self.items = Some(Box::new(Node::read(items, &format!("{place}[]"))?));
                }
            }
            ("properties", Value::Object(members)) => {
                for (name, member) in members.iter().filter(|_| self.kind == Kind::Object) {
                    let node = Node::read(member, &join(place, name))?;
                    self.members.insert(name.clone(), node);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Takes any other keyword in, or leaves it alone if it says nothing about the type. Says
    /// whether it is understood.
    fn take(&mut self, keyword: &str, value: &Value) -> bool {
        let is_object = self.kind == Kind::Object;
        match (keyword, value) {
            ("type", _) => {}
            ("const", value) => self.restrict(std::slice::from_ref(value)),
            ("enum", Value::Array(values)) => self.restrict(values),
            ("required", Value::Array(names)) if names.iter().all(Value::is_string) => {
                let names = names.iter().filter(|_| is_object).filter_map(Value::as_str);
                self.required.extend(names.map(str::to_owned));
            }
            ("additionalProperties" | "unevaluatedProperties", Value::Bool(open)) => {
                self.closed |= is_object && !open;
            }
            _ => return self.take_limit(keyword, value),
        }
        true
    }

    fn take_limit(&mut self, keyword: &str, value: &Value) -> bool {
        let (kinds, fits): (&[Kind], bool) = match keyword {
            "pattern" | "format" => (&[Kind::String], value.is_string()),
            "minLength" | "maxLength" => (&[Kind::String], value.is_u64()),
            "minItems" | "maxItems" => (&[Kind::Array], value.is_u64()),
            "uniqueItems" => (&[Kind::Array], value.is_boolean()),
            "minProperties" | "maxProperties" => (&[Kind::Object], value.is_u64()),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                (&[Kind::Integer, Kind::Number], value.is_number())
            }
            _ => return false,
        };
        let is_count = ["minLength", "minItems", "minProperties"].contains(&keyword);
        let says_nothing = *value == Value::Bool(false) || is_count && *value == 0;
        if fits && kinds.contains(&self.kind) && !says_nothing {
            self.limits.insert(keyword.to_owned(), value.clone());
        }
        fits
    }

    fn restrict(&mut self, allowed: &[Value]) {
        let allowed = allowed.iter().filter(|value| self.kind.has(value)).map(Value::to_string);
        let allowed: BTreeSet<String> = allowed.collect();
        self.values = Some(match self.values.take() {
            Some(before) => before.intersection(&allowed).cloned().collect(),
            None => allowed,
        });
    }

    /// Writes what is the same in the same way: an enumeration of all values is none.
    fn simplify(&mut self) {
        let Some(values) = &self.values else { return };
        let is_integer = |value: &String| value.parse::<i64>().is_ok();
        match self.kind {
            Kind::Number if values.iter().all(is_integer) => self.kind = Kind::Integer,
            Kind::Boolean if values.len() == 2 => self.values = None,
            Kind::Null if values.len() == 1 => self.values = None,
            _ => {}
        }
    }
}

fn told(place: &str) -> String {
    if place.is_empty() { "the schema".to_owned() } else { format!("`{place}`") }
}
