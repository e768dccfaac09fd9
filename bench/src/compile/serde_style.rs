//! The generated file of an endpoint, rewritten so that it decodes with serde's derives. Everything
//! else stays: the same types, documentation, constructors, error enum, trait.

use wxopen_codegen::model::{Endpoint, Enumeration, Field, Record, Type};

use crate::compile::Style;

/// Rewrites the generated file of `endpoint`.
pub(super) fn rewrite(text: &str, endpoint: &Endpoint, style: Style) -> String {
    let mut out = String::with_capacity(text.len());
    let mut current: Option<&Record> = None;
    let mut skipping = false;
    for line in text.lines() {
        skipping |= line.starts_with("impl wire::Record");
        let skip = skipping || line.starts_with("wxopen_core::record");
        skipping &= line != "}";
        if skip {
            continue;
        }
        match line {
            "#[derive(Clone)]" => out.push_str(REQUEST),
            "#[derive(Clone, Default)]" => out.push_str(REPLY),
            _ if line == format!("pub struct {} {{}}", endpoint.reply.name) => {
                out.push_str(&format!(
                    "pub struct {} {{\n{}}}\n",
                    endpoint.reply.name,
                    envelope(style)
                ));
            }
            "        body.record(self);" => out.push_str("        body.json(self);\n"),
            "        answer.record()" => out.push_str(read(style)),
            _ => {
                current = declared(line, endpoint).or(current);
                let field = line.strip_prefix("    pub ").and_then(|rest| rest.split_once(": "));
                if let (Some(record), Some((name, _))) = (current, field) {
                    let found = record.fields.iter().find(|field| field.rust == name);
                    out.push_str(&found.map(|field| attributes(field, style)).unwrap_or_default());
                }
                out.push_str(&line.replace(", wire};", "};"));
                out.push('\n');
                if line == format!("pub struct {} {{", endpoint.reply.name) {
                    out.push_str(envelope(style));
                }
            }
        }
    }
    out.extend(endpoint.types.enumerations.iter().map(codes));
    out
}

const REQUEST: &str = "#[derive(Debug, Clone, serde::Serialize)]\n";
const REPLY: &str =
    "#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]\n";

/// What every answer may carry beside its fields. Slot tables read it without a place in the reply; a
/// derive that reads everything in one pass has to give it one.
fn envelope(style: Style) -> &'static str {
    match style {
        Style::Derived => {
            "    #[serde(default, deserialize_with = \"leniency::lenient::int\")]\n    errcode: i64,
    #[serde(default, deserialize_with = \"leniency::lenient::opt_text\")]\n    errmsg: Option<String>,\n"
        }
        _ => "    #[serde(default)]\n    errcode: i64,\n    errmsg: Option<String>,\n",
    }
}

fn read(style: Style) -> &'static str {
    match style {
        Style::Adapter => "        answer.json::<leniency::Read<_>>().map(|read| read.0)\n",
        _ => "        answer.json()\n",
    }
}

fn declared<'a>(line: &str, endpoint: &'a Endpoint) -> Option<&'a Record> {
    let name = line.strip_prefix("pub struct ")?.split(' ').next()?;
    let own = [&endpoint.request, &endpoint.reply];
    own.into_iter().chain(&endpoint.types.objects).find(|record| record.name == name)
}

fn attributes(field: &Field, style: Style) -> String {
    let mut parts = Vec::new();
    if field.wire != field.rust {
        parts.push(format!("rename = {:?}", field.wire));
    }
    parts.extend(field.aliases.iter().map(|alias| format!("alias = {alias:?}")));
    let list = matches!(field.ty, Type::List(_));
    if !field.required || list {
        parts.push("default".to_owned());
    }
    if !field.required && !list {
        parts.push("skip_serializing_if = \"Option::is_none\"".to_owned());
    }
    let opt = if field.required { "" } else { "opt_" };
    if let Type::Flag | Type::Secret = field.ty {
        let name = if field.ty == Type::Flag { "flag" } else { "secret" };
        parts.push(format!("serialize_with = \"leniency::write::{opt}{name}\""));
    }
    if let (Some(name), true) = (reader(field), style == Style::Derived || secret(field)) {
        let opt = if list { "" } else { opt };
        parts.push(format!("deserialize_with = \"leniency::lenient::{opt}{name}\""));
    }
    if parts.is_empty() { String::new() } else { format!("    #[serde({})]\n", parts.join(", ")) }
}

fn secret(field: &Field) -> bool {
    field.ty == Type::Secret
}

fn reader(field: &Field) -> Option<&'static str> {
    Some(match field.ty {
        Type::Text => "text",
        Type::Secret => "of_text",
        Type::Int => "int",
        Type::Flag | Type::Bool => "flag",
        Type::Enumeration(_) => "code",
        Type::Object(_) => return None,
        Type::List(_) => "list",
    })
}

fn codes(enumeration: &Enumeration) -> String {
    format!("\nleniency::code!({});\n", enumeration.name)
}
