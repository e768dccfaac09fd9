//! Requests and replies as JSON Schema (draft 2020-12). A request is strict: what we send has one
//! form. A reply is what the client accepts, and open to members nobody knows yet.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::emit::{SCHEMAS, json as file};
use crate::model::{Direction, Endpoint, Enumeration, Field, Maturity, Record, Text, Type, Types};
use crate::{MARK, OutputFile};

/// Where the schemas of a release are known by. The address names them; nobody has to fetch it.
const BASE: &str = "https://wxopen.github.io/wxopen/schemas";

pub(super) fn emit(
    endpoint: &Endpoint,
    shared: &Types,
    version: &str,
    files: &mut Vec<OutputFile>,
) {
    if endpoint.maturity == Maturity::Listed {
        return;
    }
    for (record, suffix) in [(&endpoint.request, "request"), (&endpoint.reply, "reply")] {
        let name = format!("{}/{}.{suffix}.json", endpoint.category, endpoint.interface);
        let id = format!("{BASE}/{version}/{name}");
        let scope = Scope { endpoint, shared, direction: record.direction };
        files.push(file(format!("{SCHEMAS}/{name}"), &scope.document(record, &id)));
    }
}

struct Scope<'a> {
    endpoint: &'a Endpoint,
    shared: &'a Types,
    direction: Direction,
}

impl<'a> Scope<'a> {
    fn document(&self, record: &'a Record, id: &str) -> Value {
        let mut out = Map::new();
        out.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        out.insert("$id".into(), id.into());
        let source = format!("{MARK} by `cargo xtask gen` from `spec/{}`.", self.endpoint.source);
        out.insert("$comment".into(), source.into());
        out.insert("title".into(), record.name.as_str().into());
        let mut fields: Vec<(&str, Value)> = Vec::new();
        if self.direction == Direction::Reply {
            fields = vec![
                (
                    "errcode",
                    json!({"type": ["integer", "string"], "pattern": "^-?[0-9]+$",
                "description": "0 or absent: success. 0 或缺省表示成功。"}),
                ),
                ("errmsg", json!({"description": "Free text for people. 供人阅读的文本。"})),
            ];
        }
        self.object_into(record, fields, &mut out);
        let samples = self.endpoint.samples.iter().filter(|(of, _)| *of == self.direction);
        out.insert("examples".into(), samples.map(|(_, sample)| sample.clone()).collect());
        let definitions = self.definitions(record);
        if !definitions.is_empty() {
            out.insert("$defs".into(), Value::Object(definitions));
        }
        Value::Object(out)
    }

    fn object_into(
        &self,
        record: &Record,
        first: Vec<(&str, Value)>,
        out: &mut Map<String, Value>,
    ) {
        out.insert("description".into(), describe(&record.doc));
        out.insert("type".into(), "object".into());
        let mut properties = Map::new();
        for (name, schema) in first {
            properties.insert(name.into(), schema);
        }
        for field in &record.fields {
            let schema = self.field(field);
            properties.insert(field.wire.clone(), schema.clone());
            for alias in &field.aliases {
                properties.insert(alias.clone(), schema.clone());
            }
        }
        out.insert("properties".into(), Value::Object(properties));
        let required = record.fields.iter().filter(|field| self.requires(field));
        let required: Vec<Value> = required.map(|field| field.wire.as_str().into()).collect();
        if !required.is_empty() {
            out.insert("required".into(), Value::Array(required));
        }
        if self.direction == Direction::Request {
            out.insert("unevaluatedProperties".into(), false.into());
        }
    }

    /// A list of a reply that is not there is an empty one, and a member with aliases may come
    /// under any of them.
    fn requires(&self, field: &Field) -> bool {
        let free = matches!(field.ty, Type::List(_)) || !field.aliases.is_empty();
        field.required && !(free && self.direction == Direction::Reply)
    }

    fn field(&self, field: &Field) -> Value {
        let mut out = match self.direction {
            Direction::Request => strict(&field.ty),
            Direction::Reply => tolerant(&field.ty, field.required),
        };
        if let Value::Object(schema) = &mut out {
            schema.insert("description".into(), describe(&field.doc));
        }
        out
    }

    fn definitions(&self, record: &'a Record) -> Map<String, Value> {
        let mut names = BTreeSet::new();
        self.collect(record, &mut names);
        let mut out = Map::new();
        for name in names {
            if let Some(object) = self.object(name) {
                let mut definition = Map::new();
                self.object_into(object, Vec::new(), &mut definition);
                out.insert(name.into(), Value::Object(definition));
            } else if let Some(enumeration) = self.enumeration(name) {
                out.insert(name.into(), self.describe_enumeration(enumeration));
            }
        }
        out
    }

    fn collect(&self, record: &'a Record, names: &mut BTreeSet<&'a str>) {
        for field in &record.fields {
            let item = match &field.ty {
                Type::List(item) => item,
                ty => ty,
            };
            let (Type::Object(name) | Type::Enumeration(name)) = item else { continue };
            if names.insert(&name.name)
                && let Some(object) = self.object(&name.name)
            {
                self.collect(object, names);
            }
        }
    }

    fn object(&self, name: &str) -> Option<&'a Record> {
        let mut objects = self.endpoint.types.objects.iter().chain(&self.shared.objects);
        objects.find(|object| object.name == name)
    }

    fn enumeration(&self, name: &str) -> Option<&'a Enumeration> {
        let own = self.endpoint.types.enumerations.iter();
        own.chain(&self.shared.enumerations).find(|enumeration| enumeration.name == name)
    }

    /// Open: the known values are told, others are allowed.
    fn describe_enumeration(&self, enumeration: &Enumeration) -> Value {
        let mut out = match self.direction {
            Direction::Request => json!({"type": "integer"}),
            Direction::Reply => integer(),
        };
        let known = enumeration.values.iter();
        let known = known.map(|(number, _, doc)| format!("{number}: {} {}", doc.en, doc.zh));
        let lines = known.collect::<Vec<_>>().join("\n");
        let text = format!("{}\n{}\n\n{lines}", enumeration.doc.en, enumeration.doc.zh);
        if let Value::Object(schema) = &mut out {
            schema.insert("description".into(), text.into());
            let numbers = enumeration.values.iter().map(|(number, ..)| Value::from(*number));
            schema.insert("examples".into(), numbers.collect());
        }
        out
    }
}

/// The one form in which we send a value.
fn strict(ty: &Type) -> Value {
    match ty {
        Type::Text | Type::Secret => json!({"type": "string"}),
        Type::Int => json!({"type": "integer"}),
        Type::Flag => json!({"type": "integer", "enum": [0, 1]}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Enumeration(name) | Type::Object(name) => reference(&name.name),
        Type::List(item) => json!({"type": "array", "items": strict(item)}),
    }
}

/// Every form in which a value is accepted. `null` is accepted where nothing is.
fn tolerant(ty: &Type, required: bool) -> Value {
    let schema = match ty {
        Type::Text | Type::Secret => json!({"type": ["string", "number", "boolean"]}),
        Type::Int => integer(),
        Type::Flag | Type::Bool => json!({"enum": [0, 1, true, false, "0", "1", "true", "false"]}),
        Type::Enumeration(name) | Type::Object(name) => reference(&name.name),
        Type::List(item) => {
            let items = tolerant(item, true);
            return json!({"anyOf": [{"type": "array", "items": items}, {"type": "null"},
                {"type": "string", "maxLength": 0}, {"type": "object", "maxProperties": 0}]});
        }
    };
    match required {
        true => schema,
        false => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

fn integer() -> Value {
    json!({"type": ["integer", "string"], "pattern": "^-?[0-9]+$"})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn describe(doc: &Text) -> Value {
    format!("{}\n{}", doc.en, doc.zh).into()
}
