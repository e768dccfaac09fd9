//! `docs diff`: newly saved pages against the committed extracts. Never writes, and never calls a
//! fact gone that the new copy may merely have cut off.

mod compare;
mod errors;
mod fields;
mod ledger;
mod places;
mod query;
mod report;
mod tables;
mod words;

pub use compare::compare;
pub use ledger::Comparison;
pub use report::Report;

use std::path::{Path, PathBuf};

use wxopen_pages::{Extract, Page, load_extracts};

use crate::Result;
use crate::docs::extract::{Copies, read};
use crate::docs::{EXTRACTS, Known};
use report::{Entry, Outcome};

/// What WeChat changed on the pages, by interface and edition. Folders are searched for pages.
///
/// With an `interface`, pages of other interfaces are passed over, and a page that is about no
/// known endpoint is taken for its page.
///
/// # Errors
///
/// If the specification or an extract cannot be read, or if nothing is called `interface`. A page
/// that cannot be read is part of the report instead.
pub fn diff(
    root: &Path,
    paths: &[PathBuf],
    copies: &Copies,
    interface: Option<&str>,
) -> Result<Report> {
    copies.edition()?;
    let known = Known::of(root)?;
    interface.map_or(Ok(()), |interface| known.check(interface))?;
    let extracts = load_extracts(&root.join(EXTRACTS)).map_err(|error| error.to_string())?;
    let mut report = Report::default();
    let shelf = Shelf { known, extracts, interface };
    for path in paths {
        match places::saved_pages(path) {
            Ok(files) => files.iter().for_each(|file| shelf.take(file, copies, &mut report)),
            Err(failure) => report.fail(failure),
        }
    }
    report.close(interface);
    Ok(report)
}

/// What the repository knows before a page is read.
struct Shelf<'a> {
    known: Known,
    extracts: Vec<Extract>,
    interface: Option<&'a str>,
}

impl Shelf<'_> {
    fn take(&self, file: &Path, copies: &Copies, report: &mut Report) {
        match read(file, copies) {
            Ok((_, pages)) => pages.iter().for_each(|page| self.hold(file, page, report)),
            Err(failure) => report.fail(failure),
        }
    }

    fn hold(&self, file: &Path, page: &Page, report: &mut Report) {
        match self.interface_of(file, page) {
            Err(failure) => report.fail(failure),
            Ok(interface) if self.interface.is_some_and(|wanted| wanted != interface) => {}
            Ok(interface) => report.add(Entry {
                interface: interface.to_owned(),
                edition: page.edition,
                place: file.to_owned(),
                line: page.line,
                outcome: self.outcome(interface, page),
            }),
        }
    }

    fn interface_of(&self, file: &Path, page: &Page) -> Result<&str> {
        let endpoint = self.known.required(page, file);
        endpoint.map(|endpoint| endpoint.interface.as_str()).or_else(|e| self.interface.ok_or(e))
    }

    fn outcome(&self, interface: &str, page: &Page) -> Outcome {
        let same = |old: &&Extract| old.interface == interface && old.page.edition == page.edition;
        match self.extracts.iter().find(same) {
            Some(old) => Outcome::Compared(compare(&old.page, page)),
            None => Outcome::New,
        }
    }
}
