//! Error codes for people who write no Rust: as an enumeration with its words as annotations, and as
//! a table for programs that want to tell their users what to do.

use serde_json::{Map, Value, json};

use crate::MARK;
use crate::model::{Endpoint, Error, Model};

/// The codes of the page of an endpoint, as a schema.
pub(crate) fn codes(endpoint: &Endpoint) -> Value {
    let code = |error: &Error| {
        let Error { code, name, class, meaning, remedy, .. } = error;
        let text = format!(
            "[{}] {}\n\nRemedy: {}\n处理：{}",
            class.as_str(),
            meaning.lines(),
            remedy.en,
            remedy.zh
        );
        json!({"const": code, "title": name, "description": text})
    };
    let codes: Vec<Value> = endpoint.errors.iter().map(code).collect();
    let description = format!(
        "The codes that the page of `{0}` lists; the service may answer with others.\n\
         `{0}` 页面列出的错误码；服务也可能返回其他错误码。",
        endpoint.interface
    );
    let mut out = json!({"title": endpoint.error_name, "description": description});
    if let Value::Object(schema) = &mut out {
        if codes.is_empty() {
            schema.insert("type".into(), "integer".into());
        } else {
            schema.insert("oneOf".into(), codes.into());
        }
    }
    out
}

/// Interface, code, and what is known about it; `*` for what means the same everywhere.
pub(crate) fn code_table(model: &Model) -> Value {
    let all = |errors: &[Error]| {
        let rows = errors.iter().map(|error| (error.code.to_string(), facts(error)));
        Value::Object(rows.collect())
    };
    let mut interfaces: Map<String, Value> = model
        .endpoints()
        .map(|endpoint| (endpoint.interface.clone(), all(&endpoint.errors)))
        .collect();
    interfaces.insert("*".into(), all(&model.errors));
    // The mark stands beside the table, so that a program can read the table as one type. `json!` would
    // copy the table.
    let mark = format!("{MARK} by `cargo xtask gen` from `spec`.").into();
    [("$comment", mark), ("interfaces", Value::Object(interfaces))].into_iter().collect()
}

/// Everything that is known about a code.
fn facts(error: &Error) -> Value {
    let Error { name, errmsg, class, meaning, remedy, .. } = error;
    json!({
        "name": name,
        "class": class.as_str(),
        "errmsg": errmsg,
        "meaning": meaning,
        "remedy": remedy,
    })
}
