//! Finds the saved pages below a folder. Must never follow a link to another folder, which may lead
//! in a circle, and never pass over a file that was named itself.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use crate::Result;

/// How saved pages end. Browsers and `docs fetch` leave other files beside them.
const ENDINGS: [&str; 6] = ["txt", "text", "html", "htm", "md", "markdown"];

/// The file itself, or the saved pages below a folder, sorted.
pub(super) fn saved_pages(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut pages = Vec::new();
    let mut pending = vec![path.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in entries(&folder)? {
            let kind = entry.file_type().map_err(|error| failed(&entry.path(), &error))?;
            if is_hidden(&entry) {
                continue;
            }
            if kind.is_dir() {
                pending.push(entry.path());
            } else if is_page(&entry.path()) {
                pages.push(entry.path());
            }
        }
    }
    if pages.is_empty() {
        let endings = ENDINGS.join(", .");
        return Err(format!("{}: no file in this folder ends in .{endings}", path.display()));
    }
    pages.sort();
    Ok(pages)
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect);
    entries.map_err(|error| failed(folder, &error))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_page(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
