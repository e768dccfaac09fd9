//! `gen --check`: what it lists, and that it writes nothing.

use wxopen_codegen::{MARK, OutputFile, SourceFile};

use crate::house::{CATALOG, House, WRITE_SPEC};

#[test]
fn what_is_right_is_counted() {
    let house = House::generated();
    let files = xtask::check(house.root(), &xtask::codegen).expect("is right");
    let summary = xtask::generate(house.root(), &xtask::codegen).expect("generates");
    assert_eq!(summary.unchanged, files);
    assert_eq!(house.touched(), [""; 0]);
}

#[test]
fn what_differs_is_listed_and_stays() {
    let house = House::generated();
    let (stale, missing) = (format!("{CATALOG}/mod.rs"), "spec/schema/types.json");
    house.write(&stale, "// @generated, but different\n");
    house.remove(missing);
    house.write("spec/schema/old.json", "{\"$comment\": \"@generated\"}");
    let before = house.snapshot();
    let message = xtask::check(house.root(), &xtask::codegen).expect_err("differs");
    assert_eq!(
        message,
        format!(
            "stale    {stale}\nmissing  {missing}\norphan   spec/schema/old.json\n\
             run `cargo xtask gen`"
        )
    );
    assert_eq!(house.snapshot(), before);
    xtask::generate(house.root(), &xtask::codegen).expect("generates");
    xtask::check(house.root(), &xtask::codegen).expect("is right again");
}

#[test]
fn findings_are_told() {
    let house = House::generated();
    house.edit(WRITE_SPEC, "repeat = \"safe\"\n", "");
    let before = house.snapshot();
    let message = xtask::check(house.root(), &xtask::codegen).expect_err("finds something");
    assert!(message.contains("WX0301") && message.ends_with("\n1 finding"), "{message}");
    assert_eq!(house.snapshot(), before);
}

#[test]
fn the_order_of_the_files_must_not_matter() {
    let first_file = |files: &[SourceFile]| {
        let text = format!("// {MARK}\n// {}\n", files[0].path);
        Ok(vec![OutputFile { path: format!("{CATALOG}/first.rs"), text }])
    };
    let house = House::new();
    xtask::generate(house.root(), &first_file).expect("generates");
    let message = xtask::check(house.root(), &first_file).expect_err("depends on the order");
    assert!(message.starts_with(&format!("differs  {CATALOG}/first.rs\n")), "{message}");
}

#[test]
fn the_same_specification_gives_the_same_bytes() {
    let (one, other) = (House::generated(), House::generated());
    assert_eq!(one.snapshot(), other.snapshot());
}
