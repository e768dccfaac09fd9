//! Error codes of an interface and what became of them. Never compares their words, which are for
//! people.

use std::collections::BTreeMap;

use serde_json::Value;

use super::changes::Finding;
use crate::Result;

/// Codes with what programs know them by.
pub(super) type Codes = BTreeMap<i64, Code>;

#[derive(Debug)]
pub(super) struct Code {
    name: String,
    class: String,
}

/// The codes that a schema of errors lists.
pub(super) fn from_schema(schema: &Value) -> Result<Codes> {
    let Some(listed) = schema.get("oneOf") else {
        let is_open = schema.get("type").and_then(Value::as_str) == Some("integer");
        return if is_open { Ok(Codes::new()) } else { Err("it lists no codes".to_owned()) };
    };
    let listed = listed.as_array().ok_or("`oneOf` is no list")?;
    listed.iter().map(|code| from_alternative(code).ok_or(format!("{code} is no code"))).collect()
}

/// The codes of every interface in `codes.json`.
pub(super) fn from_table(table: &Value) -> Result<BTreeMap<String, Codes>> {
    let rows =
        table.get("interfaces").and_then(Value::as_object).ok_or("it has no `interfaces`")?;
    let codes = rows.iter().map(|(interface, codes)| {
        let codes = codes.as_object().ok_or(format!("`{interface}` is no object"))?;
        let codes = codes.iter().map(|(code, facts)| {
            from_row(code, facts).ok_or(format!("`{interface}` has no readable code `{code}`"))
        });
        Ok((interface.clone(), codes.collect::<Result<Codes>>()?))
    });
    codes.collect()
}

/// To drop or to rename a code breaks whoever asks for it; its class is advice.
pub(super) fn compare(old: &Codes, new: &Codes) -> Vec<Finding> {
    let mut found = Vec::new();
    for (code, was) in old {
        let Some(is) = new.get(code) else {
            let text = format!("dropped, was `{}`", was.name);
            found.push(Finding::new(code, "code-dropped", true, text));
            continue;
        };
        if was.name != is.name {
            let text = format!("renamed from `{}` to `{}`", was.name, is.name);
            found.push(Finding::new(code, "code-renamed", true, text));
        }
        if was.class != is.class {
            let text = format!("class `{}` became `{}`", was.class, is.class);
            found.push(Finding::new(code, "code-class-changed", false, text));
        }
    }
    for (code, is) in new.iter().filter(|(code, _)| !old.contains_key(code)) {
        let text = format!("added, `{}`, class `{}`", is.name, is.class);
        found.push(Finding::new(code, "code-added", false, text));
    }
    found
}

/// The class stands at the beginning of the description, in brackets.
fn from_alternative(code: &Value) -> Option<(i64, Code)> {
    let description = code.get("description")?.as_str()?;
    let (class, _) = description.strip_prefix('[')?.split_once(']')?;
    let name = code.get("title")?.as_str()?.to_owned();
    Some((code.get("const")?.as_i64()?, Code { name, class: class.to_owned() }))
}

fn from_row(code: &str, facts: &Value) -> Option<(i64, Code)> {
    let text = |key: &str| facts.get(key).and_then(Value::as_str).map(str::to_owned);
    Some((code.parse().ok()?, Code { name: text("name")?, class: text("class")? }))
}
