//! What is known about every endpoint, as constant data that is compiled whatever features are on.

use crate::OutputFile;
use crate::emit::docs::{SITE, doc, literal, text};
use crate::emit::{RUST, mark};
use crate::model::{Category, Endpoint, Error, Event, Model};

pub(super) fn emit(model: &Model, files: &mut Vec<OutputFile>) {
    files.push(errors(&model.errors));
    files.push(permission_sets(model));
    files.push(catalog(model));
    for category in &model.categories {
        files.push(category_catalog(category));
        files.extend(category.endpoints.iter().map(|endpoint| meta(category, endpoint)));
    }
}

fn errors(errors: &[Error]) -> OutputFile {
    let mut out = mark("errors.toml");
    out.push_str(
        "
//! Codes that mean the same on every endpoint.

use wxopen_core::{Class, ErrorMeta, Text};

/// Codes that mean the same on every endpoint, ascending.
///
/// 在所有接口上含义相同的错误码，按数值升序排列。
pub static GLOBAL_ERRORS: &[ErrorMeta] = &[
",
    );
    errors_into(errors, &mut out);
    out.push_str("];\n");
    OutputFile { path: format!("{RUST}/errors.rs"), text: out }
}

fn errors_into(errors: &[Error], out: &mut String) {
    for error in errors {
        out.push_str("    ErrorMeta {\n");
        out.push_str(&format!("        code: {},\n", error.code));
        out.push_str(&format!("        name: {},\n", literal(&error.name)));
        out.push_str(&format!("        errmsg: {},\n", literal(&error.errmsg)));
        out.push_str(&format!("        class: Class::{:?},\n", error.class));
        out.push_str(&format!("        meaning: {},\n", text(&error.meaning, "        ")));
        out.push_str(&format!("        remedy: {},\n", text(&error.remedy, "        ")));
        out.push_str("    },\n");
    }
}

fn permission_sets(model: &Model) -> OutputFile {
    let mut out = mark("permission-sets.toml");
    out.push_str(
        "
//! What merchants can grant to a platform.

use wxopen_core::{PermissionSet, Text};

/// The permission sets that endpoints of the catalogue ask for, by number.
///
/// 目录中的接口所需的权限集，按编号排列。
pub static PERMISSION_SETS: &[PermissionSet] = &[
",
    );
    for (id, name) in &model.permission_sets {
        let name = text(name, "        ");
        out.push_str(&format!(
            "    PermissionSet {{\n        id: {id},\n        name: {name},\n    }},\n"
        ));
    }
    out.push_str("];\n");
    OutputFile { path: format!("{RUST}/permission_sets.rs"), text: out }
}

fn catalog(model: &Model) -> OutputFile {
    let mut out = mark("endpoints");
    out.push_str("\n//! The catalogue: what is known about every endpoint.\n\n");
    for category in &model.categories {
        out.push_str(&doc(&category.title, ""));
        out.push_str(&format!("pub mod {};\n", category.module));
    }
    out.push_str(
        "
/// Every endpoint of the specification, whatever features are on.
///
/// 规范中的全部接口，与启用的 feature 无关。
pub static CATALOG: &[&wxopen_core::EndpointMeta] = &[
",
    );
    for category in &model.categories {
        for endpoint in &category.endpoints {
            out.push_str(&format!("    &{}::{}::META,\n", category.module, endpoint.module));
        }
    }
    out.push_str("];\n");
    events(&model.events, &mut out);
    OutputFile { path: format!("{RUST}/catalog/mod.rs"), text: out }
}

fn events(events: &[Event], out: &mut String) {
    if events.is_empty() {
        return;
    }
    out.push_str(
        "
/// Every event that WeChat pushes, by name.
///
/// 微信推送的全部事件，按名称排列。
pub static EVENTS: &[wxopen_core::EventMeta] = &[
",
    );
    for event in events {
        out.push_str("    wxopen_core::EventMeta::new(\n");
        out.push_str(&format!("        {},\n", literal(&event.name)));
        out.push_str(&format!("        wxopen_core::Channel::{:?},\n", event.channel));
        out.push_str(&format!("        wxopen_core::{},\n", text(&event.summary, "        ")));
        out.push_str("        &[\n");
        docs(&event.docs, "wxopen_core::", "            ", out);
        out.push_str("        ],\n    ),\n");
    }
    out.push_str("];\n");
}

fn docs(docs: &[(String, String)], path: &str, indent: &str, out: &mut String) {
    for (edition, url) in docs {
        out.push_str(&format!("{indent}{path}Doc {{\n"));
        out.push_str(&format!("{indent}    edition: {},\n", literal(edition)));
        let url = literal(&format!("{SITE}{url}"));
        out.push_str(&format!("{indent}    url: {url},\n{indent}}},\n"));
    }
}

fn category_catalog(category: &Category) -> OutputFile {
    let mut out = mark(&format!("endpoints/{}", category.id));
    out.push('\n');
    for endpoint in &category.endpoints {
        out.push_str(&format!("pub mod {};\n", endpoint.module));
    }
    OutputFile { path: format!("{RUST}/catalog/{}/mod.rs", category.module), text: out }
}

fn meta(category: &Category, endpoint: &Endpoint) -> OutputFile {
    let mut out = mark(&endpoint.source);
    let interface = &endpoint.interface;
    out.push_str(&format!("\n//! `{interface}` in the catalogue.\n\n"));
    out.push_str(IMPORTS);
    out.push_str(&format!("/// What is known about `{interface}`.\n"));
    out.push_str("pub static META: EndpointMeta = EndpointMeta::new(\n");
    out.push_str(&format!("    {},\n", literal(interface)));
    out.push_str(&format!("    Method::{:?},\n", endpoint.method));
    out.push_str(&format!("    {},\n)\n", literal(&endpoint.path)));
    let calls = calls(endpoint);
    out.push_str(&format!("{};\n\n", calls.trim_end()));
    out.push_str("static ERRORS: &[ErrorMeta] = &[\n");
    errors_into(&endpoint.errors, &mut out);
    out.push_str("];\n\nstatic DOCS: &[Doc] = &[\n");
    docs(&endpoint.docs, "", "    ", &mut out);
    out.push_str("];\n");
    let path = format!("{RUST}/catalog/{}/{}.rs", category.module, endpoint.module);
    OutputFile { path, text: out }
}

const IMPORTS: &str = "\
#[allow(unused_imports)]
use wxopen_core::{
    Class, Doc, EndpointMeta, ErrorMeta, Maturity, Method, Repeat, Text, TokenKind,
};

use crate::generated::GLOBAL_ERRORS;

";

fn calls(endpoint: &Endpoint) -> String {
    let mut out = String::new();
    let mut call =
        |name: &str, arguments: String| out.push_str(&format!(".with_{name}({arguments})\n"));
    let summary = text(&endpoint.summary, "");
    call("summary", format!("{}, {summary}", literal(&endpoint.category)));
    if !endpoint.query.is_empty() {
        call("query", format!("&{:?}", endpoint.query));
    }
    let token = format!("TokenKind::{:?}", endpoint.token);
    call("token", format!("{token}, {}", literal(&endpoint.token_query)));
    let sets: Vec<u16> = endpoint.permission_sets.iter().map(|(id, _)| *id).collect();
    if !sets.is_empty() {
        call("permission_sets", format!("&{sets:?}"));
    }
    call("repeat", format!("Repeat::{:?}", endpoint.repeat));
    endpoint.repeat_pause.iter().for_each(|seconds| call("repeat_pause", seconds.to_string()));
    endpoint.reconcile.iter().for_each(|interface| call("reconcile", literal(interface)));
    endpoint.deadline.iter().for_each(|seconds| call("deadline", seconds.to_string()));
    call("maturity", format!("Maturity::{:?}", endpoint.maturity));
    call("errors", "ERRORS, GLOBAL_ERRORS".to_owned());
    call("docs", "DOCS".to_owned());
    out
}
