//! `docs extract`: stored pages as facts, and what could not be read in them.

use std::fmt::{Display, Write as _};
use std::fs;
use std::path::{Path, PathBuf};

use wxopen_pages::{Completeness, Edition, ExtractHeader, Page, StoredCopy, digest};

use crate::Result;

/// What the caller knows about the copies.
pub struct Copies {
    /// The edition; detected page by page if it is not stated.
    pub edition: Option<String>,
    /// The address of the page.
    pub address: String,
    /// The day on which the copy was read, as `YYYY-MM-DD`.
    pub read_on: String,
    /// Whether the copies hold their pages to the end.
    pub entire: bool,
}

/// The extracts of stored pages as TOML, and what could not be read in them.
///
/// # Errors
///
/// If a file cannot be read or is no page of a known edition; every such file is named.
pub fn extract(files: &[PathBuf], copies: &Copies) -> Result<(String, String)> {
    copies.edition()?;
    let (mut extracts, mut remarks, mut failures) = (String::new(), String::new(), Vec::new());
    for file in files {
        match extract_one(file, copies) {
            Ok((extract, remark)) => {
                extracts.push_str(&extract);
                remarks.push_str(&remark);
            }
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok((extracts, remarks)) } else { Err(failures.join("\n")) }
}

/// The facts of one copy. What goes wrong names the file.
pub(crate) fn read(file: &Path, copies: &Copies) -> Result<(ExtractHeader, Vec<Page>)> {
    let failed = |error: &dyn Display| format!("{}: {error}", file.display());
    let copy = StoredCopy { edition: copies.edition()?, entire: copies.entire };
    let bytes = fs::read(file).map_err(|error| failed(&error))?;
    let pages = wxopen_pages::read_copy(&bytes, copy).map_err(|error| failed(&error))?;
    let header = ExtractHeader {
        address: copies.address.clone(),
        sha256: Some(digest(&bytes)),
        read_on: copies.read_on.clone(),
        entire: copies.entire,
    };
    Ok((header, pages))
}

impl Copies {
    pub(crate) fn edition(&self) -> Result<Option<Edition>> {
        let Some(label) = &self.edition else { return Ok(None) };
        let labels = || Edition::ALL.map(Edition::label).join(", ");
        Edition::from_label(label)
            .map(Some)
            .ok_or_else(|| format!("there is no edition `{label}`: use one of {}", labels()))
    }
}

fn extract_one(file: &Path, copies: &Copies) -> Result<(String, String)> {
    let (header, pages) = read(file, copies)?;
    let extract = wxopen_pages::to_toml(&header, &pages).map_err(|error| error.to_string())?;
    Ok((extract, pages.iter().map(|page| remarks(file, page)).collect()))
}

/// What could not be read, and which sections prove no absence.
fn remarks(file: &Path, page: &Page) -> String {
    let file = file.display();
    let mut out = String::new();
    for unread in &page.unread {
        let _ = writeln!(out, "{file}:{}: not read: {}", unread.line, unread.what);
    }
    let sections = [
        ("request", page.request.completeness),
        ("reply", page.reply.completeness),
        ("errors", page.errors.completeness),
        ("permission sets", page.permission_sets.completeness),
    ];
    let name = page.interface.as_deref().or(page.path.as_deref()).unwrap_or("a page without name");
    for (section, _) in sections.iter().filter(|(_, kept)| *kept == Completeness::Truncated) {
        let _ = writeln!(out, "{file}:{}: {name}: the section `{section}` is truncated", page.line);
    }
    out
}
