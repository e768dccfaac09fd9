//! The shelf of cases as the tests of this crate see it: where it is, what is on it, what a case
//! is made of. Writes nothing.

#![allow(dead_code)] // Each test binary uses its part.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use wxopen_codegen::SourceFile;

/// The directory of the shelf.
pub(crate) fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shelf")
}

/// A directory of the shelf: a specification and what becomes of it.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// What kind of case it is.
    pub(crate) group: String,
    /// What it shows, in a few words.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) dir: PathBuf,
}

impl Case {
    /// The specification: the files of the case, and from `base` each part that it leaves out.
    pub(crate) fn spec(&self) -> Vec<SourceFile> {
        let own = files_below(&self.dir.join("spec"));
        let base = files_below(&shelf().join("base/spec"));
        let part = |path: &str| path.split('/').next().map(str::to_owned);
        let left_out =
            base.into_iter().filter(|(path, _)| own.keys().all(|o| part(o) != part(path)));
        let mut all: BTreeMap<String, String> = left_out.collect();
        all.extend(own);
        all.into_iter().map(|(path, text)| SourceFile { path, text }).collect()
    }
}

/// The specification that cases lean on: one category, two codes, one endpoint.
pub(crate) fn base() -> Vec<SourceFile> {
    let files = files_below(&shelf().join("base/spec")).into_iter();
    files.map(|(path, text)| SourceFile { path, text }).collect()
}

/// Every case, by group and name.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for group in directories(&shelf()).into_iter().filter(|group| group != "base") {
        for name in directories(&shelf().join(&group)) {
            let dir = shelf().join(&group).join(&name);
            cases.push(Case { group: group.clone(), name, dir });
        }
    }
    cases
}

fn directories(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let dirs = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> =
        dirs.map(|dir| dir.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The files below a directory by their paths, with `/` between folders.
pub(crate) fn files_below(dir: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let inner = files_below(&entry.path()).into_iter();
            found.extend(inner.map(|(path, text)| (format!("{name}/{path}"), text)));
        } else {
            let text = fs::read_to_string(entry.path())
                .unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
            found.insert(name, text);
        }
    }
    found
}
