//! `new`: the skeleton of a specification file, and when there is none.

use crate::house::{House, READ_SPEC};

const PATH: &str = "spec/endpoints/thing-managment/delThing2Fast.toml";

fn begin(house: &House, interface: &str, category: &str) -> xtask::Result<String> {
    xtask::begin_endpoint(house.root(), interface, category)
}

#[test]
fn names_are_proposed() {
    let house = House::new();
    assert_eq!(begin(&house, "delThing2Fast", "thing-managment").as_deref(), Ok(PATH));
    let text = house.read(PATH);
    for line in [
        "interface = \"delThing2Fast\"",
        "module = \"del_thing2_fast\"",
        "request = \"DelThing2Fast\"",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    assert_eq!(text.replace("list<...>", "").find('<'), None, "{text}");
}

#[test]
fn a_skeleton_is_reported_as_unfinished() {
    let house = House::generated();
    begin(&house, "delThing2Fast", "thing-managment").expect("begins");
    let message = xtask::generate(house.root(), &xtask::codegen).expect_err("is unfinished");
    let text = house.read(PATH);
    for key in ["summary", "method", "path", "token", "maturity", "edition", "url", "title", "json"]
    {
        assert!(message.contains(&format!("the key `{key}` is missing")), "{key}: {message}");
        let todo = format!("# TODO: {key} = ");
        assert!(text.lines().any(|line| line.starts_with(&todo)), "{key}: {text}");
    }
    assert!(message.ends_with("\n11 findings"), "{message}");
    assert!(!message.contains(READ_SPEC), "{message}");
}

#[test]
fn what_was_uncovered_must_be_filled_in() {
    let house = House::generated();
    begin(&house, "delThing2Fast", "thing-managment").expect("begins");
    house.edit(PATH, "# TODO: ", "");
    let message = xtask::generate(house.root(), &xtask::codegen).expect_err("is empty");
    for key in ["method", "token", "maturity", "repeat"] {
        assert!(message.contains(&format!("none of the words of `{key}`")), "{key}: {message}");
    }
    assert!(message.ends_with("\n4 findings"), "the skeleton is no TOML of ours: {message}");
    house.edit(PATH, "method = \"\"", "method = \"GET\"");
    house.edit(PATH, "token = \"\"", "token = \"none\"");
    house.edit(PATH, "maturity = \"\"", "maturity = \"verified\"");
    house.edit(PATH, "repeat = \"\"", "repeat = \"unsafe\"");
    let message = xtask::generate(house.root(), &xtask::codegen).expect_err("is empty");
    for line in
        ["summary = ", "path = ", "reconcile = ", "url = ", "wire = ", "code = 0", "class = "]
    {
        assert!(message.contains(&format!("| {line}")), "{line}: {message}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let house = House::new();
    house.write("spec/categories.toml", &format!("{}{OTHER}", house.read("spec/categories.toml")));
    let before = house.snapshot();
    for category in ["thing-managment", "other"] {
        let message = begin(&house, "getThing", category).expect_err("is there already");
        assert_eq!(message, format!("`getThing` is described in `{READ_SPEC}` already"));
    }
    assert_eq!(house.snapshot(), before);
}

#[test]
fn impossible_names_are_refused() {
    let house = House::new();
    let before = house.snapshot();
    let message = begin(&house, "delThing", "things").expect_err("is no category");
    assert!(message.contains("`things`") && message.ends_with("\n  thing-managment"), "{message}");
    for name in ["", "del_thing", "../thing", "del thing", "删除", "delThing.toml"] {
        let message = begin(&house, name, "thing-managment").expect_err("is no interface");
        assert!(message.starts_with(&format!("`{name}` is no name")), "{message}");
    }
    assert_eq!(house.snapshot(), before);
}

#[test]
fn broken_categories_are_reported() {
    let house = House::new();
    house.edit("spec/categories.toml", "title", "titel");
    let message = begin(&house, "delThing", "thing-managment").expect_err("cannot be read");
    assert!(message.contains("spec/categories.toml:6:1"), "{message}");
    assert!(!house.exists("spec/endpoints/thing-managment/delThing.toml"));
}

const OTHER: &str = r#"
[[category]]
id = "other"
feature = "other"
module = "other"
title = { en = "Others", zh = "其他" }
"#;
