//! `schema-compat`: what is told of two sets of schemas. A row of a test is a schema before and
//! after; it stands for a request and for a reply at once, and is compared in both directions.

mod codes;
mod limits;
mod members;
mod origins;
mod refused;
mod types;

use std::collections::BTreeMap;

use expect_test::Expect;
use xtask::{Schemas, schema_changes};

/// Compares two schemas, each of them as a request and as a reply, there and back.
fn check(old: &str, new: &str, told: Expect) {
    let both =
        |schema| set(&[("c/getThing.request.json", schema), ("c/getThing.reply.json", schema)]);
    check_sets(&both(old), &both(new), told);
}

/// The same for a member `a` of a record that has no other.
fn check_member(old: &str, new: &str, told: Expect) {
    let record = |member| format!(r#"{{"type": "object", "properties": {{"a": {member}}}}}"#);
    check(&record(old), &record(new), told);
}

fn check_sets(old: &Schemas, new: &Schemas, told: Expect) {
    told.assert_eq(&format!("there\n{}back\n{}", lines(old, new), lines(new, old)));
}

/// What is told, without the name of the interface if it is the only one, and without the summary.
fn lines(old: &Schemas, new: &Schemas) -> String {
    let changes = schema_changes(old, new);
    let is_only = changes.iter().all(|(interface, _)| interface == "getThing");
    let told = changes.to_string();
    let is_header = |line: &str| line.is_empty() || is_only && line == "getThing";
    let told = told.lines().filter(|line| !is_header(line));
    let told: Vec<String> = told.map(|line| format!("{line}\n")).collect();
    told.split_last().map_or(String::new(), |(_, lines)| lines.concat())
}

fn set(files: &[(&str, &str)]) -> Schemas {
    Schemas::from_files(&files_of(files)).expect("schemas")
}

fn files_of(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}
