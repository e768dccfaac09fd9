//! Names for the forms that come back in every reply: a number or a numeral, a flag in any dress, a
//! list that may be empty text. Generators make types of their own for each place where such forms
//! are written out (openapi-generator's Java does not even compile with a list among alternatives),
//! so they are written once and referred to.

use serde_json::{Map, Value, json};

use crate::emit::openapi::components::{SCHEMAS, typed};
use crate::emit::schema::{View, lenient, numeral, success};
use crate::model::Type;

/// Puts a reference wherever a form is written out, and adds the forms that are referred to.
pub(super) fn name_forms(schemas: &mut Map<String, Value>) {
    let mut names = Names { forms: forms(), used: Map::new() };
    schemas.values_mut().for_each(|schema| names.refer_inside(schema));
    schemas.append(&mut names.used);
}

/// A form, by its name.
#[derive(Clone)]
struct Form {
    name: &'static str,
    description: &'static str,
    schema: Value,
}

fn forms() -> Vec<Form> {
    let form = |name, description, schema| Form { name, description, schema: typed(schema) };
    let empty = |ty: &str, limit: &str| json!({"type": ty, limit: 0});
    vec![
        form(
            "LenientText",
            "Text, or what became of it.\n文本，也可能是数字或布尔值。",
            lenient(&Type::Text),
        ),
        form(
            "LenientInteger",
            "A number, or the same in quotes.\n数字，也可能带引号。",
            lenient(&Type::Int),
        ),
        form("LenientFlag", "Yes or no in any form.\n任意写法的是或否。", lenient(&Type::Flag)),
        form("Success", "The code of a success.\n成功时的错误码。", success(View::Tolerant)),
        form("Numeral", "An integer in quotes.\n带引号的整数。", numeral()),
        form("EmptyText", "Nothing, as text.\n空文本。", empty("string", "maxLength")),
        form("EmptyObject", "Nothing, as an object.\n空对象。", empty("object", "maxProperties")),
    ]
}

struct Names {
    forms: Vec<Form>,
    /// What has been referred to, by name.
    used: Map<String, Value>,
}

impl Names {
    /// Inside of a schema that has a name already.
    fn refer_inside(&mut self, schema: &mut Value) {
        let Value::Object(members) = schema else { return };
        if let Some(items) = members.get_mut("items") {
            self.refer(items);
        }
        if let Some(Value::Object(properties)) = members.get_mut("properties") {
            properties.values_mut().for_each(|property| self.refer(property));
        }
        if let Some(Value::Array(alternatives)) = members.get_mut("anyOf") {
            for alternative in alternatives {
                self.refer(alternative);
                self.name_list(alternative);
            }
        }
    }

    fn refer(&mut self, schema: &mut Value) {
        if let Some(form) = self.forms.iter().find(|form| form.schema == *schema) {
            *schema = self.reference(&form.clone());
        } else if let Some((form, nullable)) = self.find_alternatives(schema) {
            replace_alternatives(schema, &self.reference(&form), nullable);
        } else {
            self.refer_inside(schema);
            self.name_lenient_list(schema);
        }
    }

    /// The form that has the same alternatives, and whether the schema allows `null` on top of them.
    fn find_alternatives(&self, schema: &Value) -> Option<(Form, bool)> {
        let (plain, nullable) = alternatives(schema)?;
        let same = |form: &&Form| form.schema.get("anyOf").is_some_and(|known| *known == plain);
        let form = self.forms.iter().find(same)?;
        Some((form.clone(), nullable))
    }

    /// A list among alternatives is named after its items.
    fn name_list(&mut self, schema: &mut Value) {
        let reference = schema.get("items").and_then(|items| items.get("$ref"));
        let item = reference.and_then(Value::as_str).and_then(|to| to.strip_prefix(SCHEMAS));
        let Some(name) = item.map(|item| format!("ListOf{item}")) else { return };
        let to = refer_to(&name);
        self.used.insert(name, std::mem::replace(schema, to));
    }

    /// And so is the choice between it and what stands for an empty one.
    fn name_lenient_list(&mut self, schema: &mut Value) {
        let Some((plain, nullable)) = alternatives(schema) else { return };
        let first = plain.get(0).and_then(|first| first.get("$ref")).and_then(Value::as_str);
        let list = first.and_then(|to| to.strip_prefix(SCHEMAS));
        let Some(list) = list.filter(|list| list.starts_with("ListOf")) else { return };
        let name = format!("Lenient{list}");
        replace_alternatives(schema, &refer_to(&name), nullable);
        self.used.insert(name, json!({
            "anyOf": plain,
            "description": "A list, or what stands for an empty one.\n列表，也可能是表示空列表的其他值。",
        }));
    }

    fn reference(&mut self, form: &Form) -> Value {
        if !self.used.contains_key(form.name) {
            let mut schema = form.schema.clone();
            self.refer_inside(&mut schema);
            if let Value::Object(members) = &mut schema {
                members.insert("description".into(), form.description.into());
            }
            self.used.insert(form.name.to_owned(), schema);
        }
        refer_to(form.name)
    }
}

fn refer_to(name: &str) -> Value {
    json!({"$ref": format!("{SCHEMAS}{name}")})
}

/// The alternatives other than `null`, and whether that is one of them.
fn alternatives(schema: &Value) -> Option<(Value, bool)> {
    let all = schema.get("anyOf")?.as_array()?;
    let not_null = |one: &&Value| one.get("type").is_none_or(|ty| ty != "null");
    let plain: Vec<Value> = all.iter().filter(not_null).cloned().collect();
    let nullable = plain.len() < all.len();
    Some((plain.into(), nullable))
}

/// The reference takes the place of the alternatives, so that members keep their order.
fn replace_alternatives(schema: &mut Value, reference: &Value, nullable: bool) {
    let Value::Object(members) = schema else { return };
    let put = |(name, value): (String, Value)| match &*name {
        "anyOf" if nullable => (name, json!([reference, {"type": "null"}])),
        "anyOf" => ("$ref".to_owned(), reference["$ref"].clone()),
        _ => (name, value),
    };
    *members = std::mem::take(members).into_iter().map(put).collect();
}
