//! The model as files. Emitters write down what the model says and decide nothing.

mod catalog;
mod codes;
mod differences;
mod docs;
mod endpoint;
mod event;
mod modules;
mod openapi;
mod readme;
mod record;
mod roster;
mod schema;

use crate::model::Model;
use crate::spec::{
    CategoriesFile, DamageFile, EndpointFile, ErrataFile, ErrorsFile, EventFile,
    PermissionSetsFile, TypesFile, schema_of,
};
use crate::{MARK, OutputFile};

/// Where generated Rust lies.
pub const RUST: &str = "crates/wxopen-api/src/generated";
/// Where generated JSON Schemas lie.
pub const SCHEMAS: &str = "crates/wxopen-api/schemas";
/// Where the schemas of the specification format lie.
pub const FORMAT: &str = "spec/schema";
/// Where users read how we differ from the documents.
pub const DIFFERENCES: &str = "docs/differences";
/// Where users look codes up.
pub const CODES: &str = "docs/failures/codes";
/// Where the tests find one request of every kind.
pub const ROSTER: &str = "tests/src/generated";

/// All generated files, sorted by path.
pub fn emit(model: &Model, version: &str) -> Vec<OutputFile> {
    let mut files = Vec::new();
    // First, because nothing takes as much room while it is made.
    openapi::emit(model, version, &mut files);
    catalog::emit(model, &mut files);
    modules::emit(model, &mut files);
    event::emit(model, &mut files);
    differences::emit(model, &mut files);
    codes::emit(model, &mut files);
    files.push(roster::emit(model));
    schema::emit(model, version, &mut files);
    files.push(readme::emit(version));
    for category in &model.categories {
        for endpoint in &category.endpoints {
            files.push(endpoint::emit(category, endpoint));
        }
    }
    emit_format(&mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn emit_format(files: &mut Vec<OutputFile>) {
    let schemas = [
        ("endpoint", schema_of::<EndpointFile>()),
        ("event", schema_of::<EventFile>()),
        ("categories", schema_of::<CategoriesFile>()),
        ("permission-sets", schema_of::<PermissionSetsFile>()),
        ("errors", schema_of::<ErrorsFile>()),
        ("types", schema_of::<TypesFile>()),
        ("errata", schema_of::<ErrataFile>()),
        ("damage", schema_of::<DamageFile>()),
    ];
    for (name, schema) in schemas {
        let mut object = serde_json::Map::new();
        let comment = format!("{MARK} by `cargo xtask gen` from the format in `codegen/src/spec`.");
        object.insert("$comment".into(), comment.into());
        if let serde_json::Value::Object(rest) = schema.to_value() {
            object.extend(rest);
        }
        files.push(json(format!("{FORMAT}/{name}.json"), &object.into()));
    }
}

fn json(path: String, value: &serde_json::Value) -> OutputFile {
    // Writing a JSON value to memory cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    OutputFile { path, text }
}

/// The first line of a generated Rust file.
fn mark(source: &str) -> String {
    format!("// {MARK} by `cargo xtask gen` from `spec/{source}`. Do not edit.\n")
}
