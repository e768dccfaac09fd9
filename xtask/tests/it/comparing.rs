//! What counts as a change of a page: committed extracts with one fact of them changed. A row of a
//! test is the extract, what was exchanged in the newer copy, and what is told.

mod facts;
mod members;
mod proof;

use std::path::Path;

use expect_test::Expect;
use wxopen_pages::{Page, from_toml};

/// Texts of an extract and what stands in their place.
type Changes<'a> = &'a [(&'a str, &'a str)];

/// The newer copy is the committed one but for some changes.
fn check(extract: &str, changes: Changes<'_>, told: Expect) {
    check_both(extract, &[], changes, told);
}

/// Both copies are the committed one but for some changes.
fn check_both(extract: &str, was: Changes<'_>, is: Changes<'_>, told: Expect) {
    let found = xtask::compare(&page(extract, was), &page(extract, is)).to_string();
    // Several lines need one before them that is not indented, or their indent would get lost.
    told.assert_eq(&match found.lines().count() {
        0 | 1 => found.trim_end().to_owned(),
        _ => format!("{extract}\n{found}"),
    });
}

fn page(extract: &str, changes: Changes<'_>) -> Page {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/extracts");
    let mut text = std::fs::read_to_string(folder.join(extract)).expect("a committed extract");
    for (from, to) in changes {
        assert!(text.contains(from), "{extract} does not contain {from}");
        text = text.replace(from, to);
    }
    let (_, mut pages) = from_toml(&text).expect("still an extract");
    pages.pop().expect("a page")
}

const LINK: &str = "zh-openapi/linkMiniprogram.toml";
const LIST: &str = "zh-openapi/getLinkMiniprogram.toml";
const UNLINK: &str = "zh-openapi/unlinkMiniprogram.toml";
const OPEN: &str = "zh-openapi/getOpenAccount.toml";
const ENGLISH: &str = "en-openapidoc/getLinkMiniprogram.toml";

const APPID: &str =
    r#"{ path = "appid", placement = "stated", required_word = "是", type_word = "string" },"#;
const SHOWN: &str = r#"    { path = "show_profile", placement = "stated", required_word = "是", type_word = "number", values = ["1", "0"] },"#;
const ERRMSG: &str = r#"    { path = "errmsg", placement = "stated", type_word = "string" },"#;
const TOKEN: &str =
    r#"{ name = "access_token", origin = "both", required_word = "是", type_word = "string" },"#;
const REASON: &str = r#"{ boundary = "stated", code = 89013, prose = true },"#;
const NO_ENUMS: &str = "[page.enums]\ncompleteness = \"absent\"\nvalue = []";
