//! `docs extract`: the reader itself is tested in `pages`; here, what the command makes of files.
//! Never asks a site.

use std::path::{Path, PathBuf};

use xtask::{Copies, extract};

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../pages/tests/pages").join(name)
}

fn copies(edition: Option<&str>) -> Copies {
    let edition = edition.map(str::to_owned);
    Copies { edition, address: "/doc/x.html".into(), read_on: "2026-01-01".into(), entire: true }
}

#[test]
fn a_page_becomes_an_extract() {
    let files = [page("en-openapidoc/piped.txt")];
    let (extracts, _) = extract(&files, &copies(None)).expect("a page");
    let (header, pages) = wxopen_pages::from_toml(&extracts).expect("an extract");
    assert_eq!((header.address.as_str(), header.read_on.as_str()), ("/doc/x.html", "2026-01-01"));
    assert_eq!(header.sha256.map(|hex| hex.len()), Some(64));
    assert!(!pages.is_empty());
    let (stated, _) = extract(&files, &copies(Some("en-openapidoc"))).expect("a page");
    assert_eq!(stated, extracts);
}

#[test]
fn every_file_that_is_no_page_is_named() {
    let files = [page("nothing-here.txt"), page("../golden.rs"), page("en-openapidoc/piped.txt")];
    let message = extract(&files, &copies(None)).expect_err("two are no pages");
    assert_eq!(message.lines().count(), 2, "{message}");
    assert!(message.contains("nothing-here.txt: ") && message.contains("golden.rs: "), "{message}");
}

#[test]
fn an_unknown_edition_is_refused_with_the_known_ones() {
    let message = extract(&[], &copies(Some("zh-2019"))).expect_err("unknown");
    assert!(message.contains("`zh-2019`") && message.contains("zh-openapi"), "{message}");
}

#[cfg(not(feature = "fetch"))]
#[test]
fn without_its_feature_fetch_says_how_to_get_it() {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = program.args(["docs", "fetch"]).output().expect("runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains("`cargo run -p xtask --features fetch -- docs fetch`"), "{message}");
}
