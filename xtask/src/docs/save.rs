//! `docs extract --save`: puts extracts where the conformance tests look for them. Never stores a
//! page of an interface that the specification does not know.

use std::path::{Path, PathBuf};

use wxopen_pages::{extract_path, to_toml};

use crate::Result;
use crate::docs::extract::{Copies, read};
use crate::docs::{EXTRACTS, Known};
use crate::tree::Tree;

/// Stores the extracts of pages and returns their paths. Nothing is written if a file fails.
///
/// # Errors
///
/// If a file is no page, if a page is about no endpoint of the specification, or if the disk fails.
pub fn save(root: &Path, files: &[PathBuf], copies: &Copies) -> Result<Vec<String>> {
    let known = Known::of(root)?;
    let mut extracts = Vec::new();
    for file in files {
        let (header, pages) = read(file, copies)?;
        for page in pages {
            let endpoint = known.required(&page, file)?;
            let path = format!("{EXTRACTS}/{}", extract_path(page.edition, &endpoint.interface));
            let text = to_toml(&header, &[page]).map_err(|error| error.to_string())?;
            extracts.push((path, text));
        }
    }
    let tree = Tree::new(root);
    for (path, text) in &extracts {
        tree.replace(path, text)?;
    }
    Ok(extracts.into_iter().map(|(path, _)| path).collect())
}
