//! Every test page yields the extract beside it. `UPDATE_EXPECT=1` writes the extracts anew.

use std::{collections::BTreeSet, fs};

use expect_test::expect_file;
use wxopen_pages::{
    Edition, ExtractHeader, StoredCopy, digest, from_toml, read, read_copy, to_toml,
};

use crate::shelf::fixtures;

#[test]
fn every_page_yields_its_extract() {
    for fixture in fixtures() {
        let copy = StoredCopy { edition: Some(fixture.edition), entire: true };
        let pages = read_copy(&fixture.bytes, copy).expect("a readable page");
        let header = ExtractHeader {
            address: "https://example.com/".to_owned(),
            sha256: Some(digest(&fixture.bytes)),
            read_on: "2000-01-01".to_owned(),
            entire: true,
        };
        let text = to_toml(&header, &pages).expect("an extract");
        assert_eq!(from_toml(&text).expect("an extract that reads back"), (header, pages));
        expect_file![fixture.path.with_extension("toml")].assert_eq(&text);
    }
}

#[test]
fn the_edition_is_detected() {
    for fixture in fixtures() {
        let pages = read(&fixture.bytes, None).expect("a page of a known edition");
        let editions: Vec<Edition> = pages.iter().map(|page| page.edition).collect();
        assert!(editions.iter().all(|e| *e == fixture.edition), "{:?}: {editions:?}", fixture.path);
    }
}

#[test]
fn no_extract_is_orphaned() {
    let mut folders = BTreeSet::new();
    let mut expected = BTreeSet::new();
    for fixture in fixtures() {
        folders.extend(fixture.path.parent().map(std::path::Path::to_owned));
        expected.insert(fixture.path.with_extension("toml"));
    }
    for entry in folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder")) {
        let path = entry.expect("a file").path();
        let orphan = path.extension().is_some_and(|e| e == "toml") && !expected.contains(&path);
        assert!(!orphan, "{} has no test page", path.display());
    }
}

#[test]
fn labels_read_back() {
    for edition in Edition::ALL {
        assert_eq!(Edition::from_label(edition.label()), Some(edition));
    }
    assert_eq!(Edition::from_label("zh-2019"), None);
}
