//! One record of an endpoint as a schema, with the objects and enumerations inside of it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::emit::schema::forms::{self, View};
use crate::model::{Direction, Endpoint, Enumeration, Field, Record, Type, Types};

/// Where the types of an endpoint are looked up while a schema is written.
pub(crate) struct Scope<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) shared: &'a Types,
    pub(crate) view: View,
    /// What references to objects and enumerations begin with.
    pub(crate) definitions: &'a str,
}

impl<'a> Scope<'a> {
    /// The record of the view with its definitions and samples, but without its own address.
    pub(crate) fn document(&self) -> Value {
        let record = self.root();
        let mut out = self.object(record);
        out.insert("examples".into(), self.samples().into());
        let definitions: Map<String, Value> = self
            .definitions()
            .into_iter()
            .map(|(name, schema)| (name.to_owned(), schema))
            .collect();
        if !definitions.is_empty() {
            out.insert("$defs".into(), Value::Object(definitions));
        }
        Value::Object(out)
    }

    /// The record of the view alone.
    pub(crate) fn schema(&self) -> Value {
        Value::Object(self.object(self.root()))
    }

    /// The samples that the view allows: a sample of a reply may show a form that only the
    /// tolerant view knows.
    pub(crate) fn samples(&self) -> Vec<Value> {
        let direction = self.view.direction();
        let samples = self.endpoint.samples.iter().filter(|(of, _)| *of == direction);
        let all = samples.map(|(_, sample)| sample.clone());
        if self.view != View::Documented {
            return all.collect();
        }
        all.filter(|sample| self.is_canonical(self.root(), sample)).collect()
    }

    /// The names of the objects and enumerations inside the record.
    pub(crate) fn names(&self) -> BTreeSet<&'a str> {
        let mut names = BTreeSet::new();
        self.collect(self.root(), &mut names);
        names
    }

    /// The objects and enumerations inside the record, by name.
    pub(crate) fn definitions(&self) -> Vec<(&'a str, Value)> {
        let define = |name: &'a str| {
            let object = self.find_object(name).map(|object| Value::Object(self.object(object)));
            let schema =
                object.or_else(|| Some(self.enumeration_schema(self.find_enumeration(name)?)))?;
            Some((name, schema))
        };
        self.names().into_iter().filter_map(define).collect()
    }

    fn root(&self) -> &'a Record {
        match self.view.direction() {
            Direction::Request => &self.endpoint.request,
            Direction::Reply => &self.endpoint.reply,
        }
    }

    fn object(&self, record: &'a Record) -> Map<String, Value> {
        let mut out = Map::new();
        out.insert("title".into(), record.name.as_str().into());
        out.insert("description".into(), record.doc.lines().into());
        out.insert("type".into(), "object".into());
        let mut properties = Map::new();
        if std::ptr::eq(record, self.root()) && self.view.direction() == Direction::Reply {
            properties.extend(self.envelope());
        }
        for field in &record.fields {
            let schema = self.field(field);
            if self.view == View::Tolerant {
                for alias in &field.aliases {
                    properties.insert(alias.clone(), schema.clone());
                }
            }
            properties.insert(field.wire.clone(), schema);
        }
        out.insert("properties".into(), Value::Object(properties));
        let required = record.fields.iter().filter(|field| self.requires(field));
        let required: Vec<Value> = required.map(|field| field.wire.as_str().into()).collect();
        if !required.is_empty() {
            out.insert("required".into(), Value::Array(required));
        }
        if self.view == View::StrictRequest {
            out.insert("unevaluatedProperties".into(), false.into());
        }
        out
    }

    /// `errcode` and `errmsg` of a success.
    fn envelope(&self) -> [(String, Value); 2] {
        let mut code = forms::success(self.view);
        describe_as(&mut code, "0 or absent: success.\n0 或缺省表示成功。".into());
        let mut message = forms::form(self.view, &Type::Text, false, self);
        describe_as(&mut message, "Text for people.\n供人阅读的文本。".into());
        [("errcode".to_owned(), code), ("errmsg".to_owned(), message)]
    }

    /// A list of a reply that is not there is an empty one, and a member with aliases may come
    /// under any of them.
    fn requires(&self, field: &Field) -> bool {
        let free = matches!(field.ty, Type::List(_)) || !field.aliases.is_empty();
        field.required && !(free && self.view == View::Tolerant)
    }

    fn field(&self, field: &Field) -> Value {
        let mut out = forms::form(self.view, &field.ty, field.required, self);
        describe_as(&mut out, field.doc.lines().into());
        out
    }

    fn collect(&self, record: &'a Record, names: &mut BTreeSet<&'a str>) {
        for field in &record.fields {
            let (Type::Object(name) | Type::Enumeration(name)) = field.ty.item() else { continue };
            if names.insert(&name.name)
                && let Some(object) = self.find_object(&name.name)
            {
                self.collect(object, names);
            }
        }
    }

    fn find_object(&self, name: &str) -> Option<&'a Record> {
        self.endpoint.object(self.shared, name)
    }

    fn find_enumeration(&self, name: &str) -> Option<&'a Enumeration> {
        let own = self.endpoint.types.enumerations.iter();
        own.chain(&self.shared.enumerations).find(|enumeration| enumeration.name == name)
    }

    /// Open: the known values are told, others are allowed.
    fn enumeration_schema(&self, enumeration: &Enumeration) -> Value {
        let known = enumeration.values.iter();
        let known = known.map(|(number, _, doc)| format!("{number}: {} {}", doc.en, doc.zh));
        let lines = known.collect::<Vec<_>>().join("\n");
        let mut out = forms::any_of(forms::integer(self.view));
        if let Value::Object(schema) = &mut out {
            schema.insert("title".into(), enumeration.name.as_str().into());
            schema.insert(
                "description".into(),
                format!("{}\n\n{lines}", enumeration.doc.lines()).into(),
            );
            let numbers = enumeration.values.iter().map(|(number, ..)| Value::from(*number));
            schema.insert("examples".into(), numbers.collect());
        }
        out
    }

    /// Whether each member of a sample has the form that the documents promise.
    fn is_canonical(&self, record: &Record, sample: &Value) -> bool {
        record.fields.iter().all(|field| match sample.get(&field.wire) {
            Some(value) => self.has_form(&field.ty, value),
            None => !field.required,
        })
    }

    fn has_form(&self, ty: &Type, value: &Value) -> bool {
        match ty {
            Type::Text | Type::Secret => value.is_string(),
            Type::Int | Type::Enumeration(_) => value.is_i64(),
            Type::Flag => matches!(value.as_i64(), Some(0 | 1)),
            Type::Bool => value.is_boolean(),
            Type::Object(name) => {
                let object = self.find_object(&name.name);
                value.is_object() && object.is_some_and(|o| self.is_canonical(o, value))
            }
            Type::List(item) => {
                value.as_array().is_some_and(|items| items.iter().all(|i| self.has_form(item, i)))
            }
        }
    }
}

impl forms::Types for Scope<'_> {
    fn reference(&self, name: &str) -> Value {
        json!({"$ref": format!("{}{name}", self.definitions)})
    }

    fn may_be_empty(&self, name: &str) -> bool {
        let object = self.find_object(name);
        object.is_some_and(|object| !object.fields.iter().any(|field| self.requires(field)))
    }
}

fn describe_as(schema: &mut Value, description: Value) {
    if let Value::Object(schema) = schema {
        schema.insert("description".into(), description);
    }
}
