//! Records and enumerations as Rust: the struct, its table, its places.

use crate::emit::docs::{differences, doc, literal};
use crate::model::{Direction, Enumeration, Field, Record, Reference, Text, Type, Types};

/// A record with everything that is implemented for it. `intro` stands above the struct.
pub(super) fn emit(record: &Record, intro: &str) -> String {
    let mut out = String::new();
    let derive = match record.direction {
        Direction::Request => "Clone",
        Direction::Reply => "Clone, Default",
    };
    out.push_str(intro);
    out.push_str(&format!("#[derive({derive})]\n#[non_exhaustive]\n"));
    out.push_str(&structure(record));
    if record.direction == Direction::Request {
        out.push_str(&constructors(record));
    }
    out.push_str(&table(record));
    let macro_name = match record.direction {
        Direction::Request => "record",
        Direction::Reply => {
            out.push_str(&slots(record));
            "record_mut"
        }
    };
    out.push_str(&format!("wxopen_core::{macro_name}!({});\n", record.name));
    out
}

/// Objects and enumerations, each after an empty line.
pub(super) fn emit_types(types: &Types) -> String {
    let objects = types.objects.iter().map(|object| emit(object, &doc(&object.doc, "")));
    let all = objects.chain(types.enumerations.iter().map(enumeration));
    all.map(|text| format!("\n{text}")).collect()
}

/// An open enumeration.
fn enumeration(enumeration: &Enumeration) -> String {
    let mut out = String::from("wxopen_core::open_enum! {\n");
    out.push_str(&doc(&enumeration.doc, "    "));
    out.push_str(&format!("    pub struct {} {{\n", enumeration.name));
    for (value, name, meaning) in &enumeration.values {
        out.push_str(&doc(meaning, "        "));
        out.push_str(&format!("        {name} = {value},\n"));
    }
    out.push_str("    }\n}\n");
    out
}

fn structure(record: &Record) -> String {
    if record.fields.is_empty() {
        return format!("pub struct {} {{}}\n", record.name);
    }
    let mut out = format!("pub struct {} {{\n", record.name);
    for field in &record.fields {
        out.push_str(&doc(&field_doc(field), "    "));
        out.push_str(&differences(&field.errata, "    "));
        out.push_str(&format!("    pub {}: {},\n", field.rust, place_type(field)));
    }
    out.push_str("}\n");
    out
}

/// What a member is, and what its type in Rust does not tell.
fn field_doc(field: &Field) -> Text {
    let mut doc = field.doc.clone();
    if !field.aliases.is_empty() {
        let names = field.aliases.iter().map(|alias| format!("`{alias}`")).collect::<Vec<_>>();
        doc.en.push_str(&format!(" Also read from {}.", names.join(", ")));
        doc.zh.push_str(&format!("也接受 {}。", names.join("、")));
    }
    if field.personal {
        doc.en.push_str(" Kept out of `Debug`.");
        doc.zh.push_str("不会出现在 `Debug` 中。");
    }
    doc
}

fn constructors(record: &Record) -> String {
    let (required, optional): (Vec<_>, Vec<_>) =
        record.fields.iter().partition(|field| field.required);
    let mut out = format!("\nimpl {} {{\n", record.name);
    out.push_str("    /// A request with everything that is required.\n");
    if required.is_empty() && optional.is_empty() {
        out.push_str(&format!("    #[allow(clippy::new_without_default)]\n    pub fn new() -> Self {{\n        {} {{}}\n    }}\n}}\n", record.name));
        return out;
    }
    if required.is_empty() {
        out.push_str("    #[allow(clippy::new_without_default)]\n");
    }
    if required.len() > 7 {
        out.push_str("    #[allow(clippy::too_many_arguments)]\n");
    }
    let parameters: Vec<_> =
        required.iter().map(|f| format!("{}: {}", f.rust, argument_type(&f.ty))).collect();
    out.push_str(&format!("    pub fn new({}) -> Self {{\n", parameters.join(", ")));
    out.push_str(&format!("        {} {{\n", record.name));
    for field in &record.fields {
        let value = match (field.required, &field.ty) {
            (true, ty) => argument(&field.rust, ty),
            (false, Type::List(_)) => "Vec::new()".to_owned(),
            (false, _) => "None".to_owned(),
        };
        let line = if value == field.rust { value } else { format!("{}: {value}", field.rust) };
        out.push_str(&format!("            {line},\n"));
    }
    out.push_str("        }\n    }\n");
    optional.iter().for_each(|field| out.push_str(&setter(field)));
    out.push_str("}\n");
    out
}

fn setter(field: &Field) -> String {
    let value = argument(&field.rust, &field.ty);
    let value = if matches!(field.ty, Type::List(_)) { value } else { format!("Some({value})") };
    let name = &field.rust;
    let mut out = String::from("\n");
    out.push_str(&doc(&field.doc, "    "));
    let ty = argument_type(&field.ty);
    out.push_str(&format!("    pub fn with_{name}(mut self, {name}: {ty}) -> Self {{\n"));
    out.push_str(&format!("        self.{name} = {value};\n        self\n    }}\n"));
    out
}

fn table(record: &Record) -> String {
    let mut out = format!("\nimpl wire::Record for {} {{\n", record.name);
    out.push_str("    fn shape(&self) -> &'static wire::Shape {\n");
    out.push_str("        static SHAPE: wire::Shape = wire::Shape {\n");
    out.push_str(&format!("            name: {},\n", literal(&record.name)));
    if record.fields.is_empty() {
        out.push_str("            fields: &[],\n");
    } else {
        out.push_str("            fields: &[\n");
        let entries = record.fields.iter().map(|f| format!("                {},\n", entry(f)));
        out.extend(entries);
        out.push_str("            ],\n");
    }
    out.push_str("        };\n        &SHAPE\n    }\n\n");
    let index = if record.fields.is_empty() { "_" } else { "field" };
    out.push_str(&format!("    fn view(&self, {index}: usize) -> wire::View<'_> {{\n"));
    let arms = record.fields.iter().map(view).collect();
    out.push_str(&dispatch(arms, "wire::View::Absent"));
    out.push_str("    }\n}\n\n");
    out
}

fn slots(record: &Record) -> String {
    let mut out = format!("impl wire::RecordMut for {} {{\n", record.name);
    let index = if record.fields.is_empty() { "_" } else { "field" };
    out.push_str(&format!("    fn slot(&mut self, {index}: usize) -> wire::Slot<'_> {{\n"));
    out.push_str(&dispatch(record.fields.iter().map(slot).collect(), "wire::Slot::Nothing"));
    out.push_str("    }\n}\n\n");
    out
}

fn dispatch(arms: Vec<String>, rest: &str) -> String {
    if arms.is_empty() {
        return format!("        {rest}\n");
    }
    let mut out = String::from("        match field {\n");
    for (index, arm) in arms.iter().enumerate() {
        out.push_str(&format!("            {index} => {arm},\n"));
    }
    out.push_str(&format!("            _ => {rest},\n        }}\n"));
    out
}

fn entry(field: &Field) -> String {
    let mut out = format!("wire::Field::new({})", literal(&field.wire));
    if field.rust != field.wire {
        out.push_str(&format!(".named({})", literal(&field.rust)));
    }
    if !field.aliases.is_empty() {
        out.push_str(&format!(".or(&{:?})", field.aliases));
    }
    // A list that is not there is an empty one, whatever the documents promise.
    if field.required && !matches!(field.ty, Type::List(_)) {
        out.push_str(".required()");
    }
    if field.personal {
        out.push_str(".personal()");
    }
    out
}

fn view(field: &Field) -> String {
    let name = &field.rust;
    let by_value = |variant: &str| match field.required {
        true => format!("wire::View::{variant}(self.{name})"),
        false => format!("wire::View::opt(self.{name}, wire::View::{variant})"),
    };
    let by_reference = |variant: &str, borrow: &str| match field.required {
        true => format!("wire::View::{variant}(&self.{name})"),
        false => format!("wire::View::opt(self.{name}.{borrow}(), wire::View::{variant})"),
    };
    match &field.ty {
        Type::Text => by_reference("Text", "as_deref"),
        Type::Secret => by_reference("Secret", "as_ref"),
        Type::Int => by_value("Int"),
        Type::Flag => by_value("Flag"),
        Type::Bool => by_value("Bool"),
        Type::Enumeration(ty) => {
            let known = format!("{}::KNOWN", path(ty));
            match field.required {
                true => format!("wire::View::Code(self.{name}.0, {known})"),
                false => format!(
                    "wire::View::opt(self.{name}, |code| wire::View::Code(code.0, {known}))"
                ),
            }
        }
        Type::Object(_) if field.required => format!("wire::View::Object(&self.{name})"),
        Type::Object(_) => {
            format!("wire::View::opt(self.{name}.as_ref(), |object| wire::View::Object(object))")
        }
        Type::List(_) => format!("wire::View::List(&self.{name})"),
    }
}

fn slot(field: &Field) -> String {
    let opt = if field.required { "" } else { "Opt" };
    let variant = match &field.ty {
        Type::Text => format!("{opt}Text"),
        Type::Secret => format!("{opt}Secret"),
        Type::Int => format!("{opt}Int"),
        Type::Flag => format!("{opt}Flag"),
        Type::Bool => format!("{opt}Bool"),
        Type::Enumeration(_) => "Code".to_owned(),
        Type::Object(_) => "Object".to_owned(),
        Type::List(_) => "List".to_owned(),
    };
    format!("wire::Slot::{variant}(&mut self.{})", field.rust)
}

fn place_type(field: &Field) -> String {
    match &field.ty {
        Type::List(_) => bare_type(&field.ty),
        ty if field.required => bare_type(ty),
        ty => format!("Option<{}>", bare_type(ty)),
    }
}

fn bare_type(ty: &Type) -> String {
    match ty {
        Type::Text => "String".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Int => "i64".to_owned(),
        Type::Flag | Type::Bool => "bool".to_owned(),
        Type::Enumeration(name) | Type::Object(name) => path(name),
        Type::List(item) => format!("Vec<{}>", bare_type(item)),
    }
}

fn path(reference: &Reference) -> String {
    match reference.shared {
        true => format!("crate::types::{}", reference.name),
        false => reference.name.clone(),
    }
}

fn argument_type(ty: &Type) -> String {
    match ty {
        Type::Text => "impl Into<String>".to_owned(),
        Type::Secret => "impl Into<Secret>".to_owned(),
        ty => bare_type(ty),
    }
}

fn argument(name: &str, ty: &Type) -> String {
    match ty {
        Type::Text | Type::Secret => format!("{name}.into()"),
        _ => name.to_owned(),
    }
}
