//! The API as OpenAPI 3.1, and as 3.0 for the generators that read nothing newer. Documentation and
//! the ground of clients in other languages; the specification remains the source.

mod components;
mod lenient;
mod older;
mod operation;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::emit::{SCHEMAS, json as file};
use crate::model::{Category, Endpoint, Model};
use crate::{MARK, OutputFile};

/// WeChat's hosts, the main one first.
const SERVERS: [(&str, &str); 5] = [
    ("https://api.weixin.qq.com", "Main host 主域名"),
    ("https://api2.weixin.qq.com", "Disaster recovery 容灾域名"),
    ("https://sh.api.weixin.qq.com", "Shanghai 上海"),
    ("https://sz.api.weixin.qq.com", "Shenzhen 深圳"),
    ("https://hk.api.weixin.qq.com", "Hong Kong 香港"),
];

pub(super) fn emit(model: &Model, version: &str, files: &mut Vec<OutputFile>) {
    let document = document(model, version);
    files.push(file(format!("{SCHEMAS}/openapi.json"), &document));
    files.push(yaml(&document));
    files.push(file(format!("{SCHEMAS}/openapi-3.0.json"), &older::rendered(document)));
}

fn document(model: &Model, version: &str) -> Value {
    let mut out = Map::new();
    out.insert("openapi".into(), "3.1.1".into());
    out.insert("x-generated".into(), format!("{MARK} by `cargo xtask gen` from `spec`.").into());
    out.insert("info".into(), info(version));
    out.insert("servers".into(), servers());
    out.insert("tags".into(), tags(model));
    out.insert("paths".into(), paths(model));
    out.insert("components".into(), components::components(model));
    Value::Object(out)
}

fn info(version: &str) -> Value {
    json!({
        "title": "WeChat Open Platform 微信开放平台",
        "summary": "The server API for third-party platforms.",
        "description": "Made from the specification of wxopen. Every answer has status 200; a \
                        `errcode` other than 0 tells a failure, and `x-wxopen-errors` of the \
                        operation what it means and what to do.\n\n由 wxopen 的规范生成。所有返回的 \
                        HTTP 状态均为 200；`errcode` 不为 0 表示失败，含义与处理方式见各操作的 \
                        `x-wxopen-errors`。",
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        "version": version,
    })
}

fn servers() -> Value {
    SERVERS.iter().map(|(url, what)| json!({"url": url, "description": what})).collect()
}

fn tags(model: &Model) -> Value {
    let used = model.categories.iter().filter(|c| c.endpoints.iter().any(Endpoint::is_typed));
    let tag = |c: &Category| json!({"name": c.id, "description": c.title.lines()});
    used.map(tag).collect()
}

/// A path has one operation for each method; endpoints that differ in a query value share it.
fn paths(model: &Model) -> Value {
    let mut routes: BTreeMap<&str, BTreeMap<&str, Vec<&Endpoint>>> = BTreeMap::new();
    for endpoint in model.typed() {
        let methods = routes.entry(&endpoint.path).or_default();
        methods.entry(method(endpoint)).or_default().push(endpoint);
    }
    let operations = |methods: BTreeMap<&str, Vec<&Endpoint>>| -> Value {
        methods.iter().map(|(method, sharing)| (*method, operation::operation(sharing))).collect()
    };
    routes.into_iter().map(|(path, methods)| (path, operations(methods))).collect()
}

fn method(endpoint: &Endpoint) -> &'static str {
    match endpoint.method {
        crate::model::Method::Get => "get",
        crate::model::Method::Post => "post",
    }
}

fn yaml(document: &Value) -> OutputFile {
    let mut text = format!("# {MARK} by `cargo xtask gen` from `spec`. Do not edit.\n");
    // Writing plain JSON values to memory cannot fail.
    let _ = serde_saphyr::to_fmt_writer(&mut text, document);
    OutputFile { path: format!("{SCHEMAS}/openapi.yaml"), text }
}
