//! The shelf of test pages, each in the manner of one edition with one pattern of damage.

use std::{fs, path::PathBuf};

use wxopen_pages::Edition;

/// A test page.
pub(crate) struct Fixture {
    pub(crate) path: PathBuf,
    pub(crate) edition: Edition,
    pub(crate) bytes: Vec<u8>,
}

/// Every test page, in the order of their names.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut found = Vec::new();
    for edition in Edition::ALL {
        let folder = root.join(edition.label());
        for entry in fs::read_dir(&folder).expect("a folder of test pages") {
            let path = entry.expect("a test page").path();
            if path.extension().is_some_and(|extension| extension != "toml") {
                let bytes = fs::read(&path).expect("a test page");
                found.push(Fixture { path, edition, bytes });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}
