//! The modules that hold the generated files together, and the types shared by several endpoints.

use crate::OutputFile;
use crate::emit::docs::doc;
use crate::emit::{RUST, mark, record};
use crate::model::{Category, Model};

pub(super) fn emit(model: &Model, files: &mut Vec<OutputFile>) {
    files.push(root(model));
    files.push(types(model));
    files.push(schemas(model));
    files.extend(model.categories.iter().map(category));
}

fn root(model: &Model) -> OutputFile {
    let mut text = mark("");
    text.push_str("\npub mod catalog;\npub mod differences;\nmod errors;\nmod permission_sets;\n");
    text.push_str("#[cfg(feature = \"schemas\")]\npub mod schemas;\npub mod types;\n");
    text.push_str("\npub use errors::GLOBAL_ERRORS;\npub use permission_sets::PERMISSION_SETS;\n");
    if !model.events.is_empty() {
        text.push_str("\n#[cfg(feature = \"events\")]\npub mod events;\n");
    }
    for category in &model.categories {
        text.push('\n');
        text.push_str(&doc(&category.title, ""));
        text.push_str(&format!("#[cfg(feature = \"{}\")]\n", category.feature));
        text.push_str(&format!("pub mod {};\n", category.module));
    }
    OutputFile { path: format!("{RUST}/mod.rs"), text }
}

fn types(model: &Model) -> OutputFile {
    let mut text = mark("types");
    text.push_str("\n//! Objects and enumerations that several endpoints use.\n");
    if !model.shared.objects.is_empty() {
        text.push_str("\n#[allow(unused_imports)]\nuse wxopen_core::{Secret, wire};\n");
    }
    text.push_str(&record::emit_types(&model.shared));
    OutputFile { path: format!("{RUST}/types.rs"), text }
}

fn category(category: &Category) -> OutputFile {
    let mut text = mark(&format!("endpoints/{}", category.id));
    text.push('\n');
    for endpoint in &category.endpoints {
        text.push_str(&format!("pub mod {};\n", endpoint.module));
    }
    text.push('\n');
    for endpoint in &category.endpoints {
        let mut names = vec![endpoint.request.name.as_str(), &endpoint.error_name];
        if endpoint.is_typed() {
            names.push(&endpoint.reply.name);
        }
        names.sort_unstable();
        text.push_str(&format!("pub use {}::{{{}}};\n", endpoint.module, names.join(", ")));
    }
    OutputFile { path: format!("{RUST}/{}/mod.rs", category.module), text }
}

fn schemas(model: &Model) -> OutputFile {
    let mut text = mark("endpoints");
    text.push_str(
        "
//! The JSON Schemas (draft 2020-12) of all endpoints, and the OpenAPI document, as text.

/// The whole API as OpenAPI 3.1.
pub const OPENAPI: &str = include_str!(\"../../schemas/openapi.json\");
",
    );
    for (name, suffix, what) in SCHEMAS {
        text.push_str(&format!(
            "
/// {what} of an interface; `None` if nobody has described its fields.
pub fn {name}(interface: &str) -> Option<&'static str> {{
    Some(match interface {{
"
        ));
        for endpoint in model.typed() {
            text.push_str(&format!(
                "        {:?} => include_str!(\"../../schemas/{}/{}.{suffix}.json\"),\n",
                endpoint.interface, endpoint.category, endpoint.interface
            ));
        }
        text.push_str("        _ => return None,\n    })\n}\n");
    }
    OutputFile { path: format!("{RUST}/schemas.rs"), text }
}

/// The function, the end of the file's name, and what the schema shows.
const SCHEMAS: [(&str, &str, &str); 5] = [
    ("request", "request", "The request"),
    ("request_strict", "request.strict", "The request without any other members"),
    ("reply", "reply", "The reply as the client accepts it"),
    ("reply_documented", "reply.documented", "The reply as the documents promise it"),
    ("errors", "errors", "The codes"),
];
