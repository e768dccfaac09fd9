//! `cargo xtask docs`: the facts of stored pages of WeChat's documents. Never repairs what a page
//! says, and never keeps one of its sentences.

mod diff;
mod extract;
#[cfg(feature = "fetch")]
mod fetch;
mod save;

pub use diff::{Comparison, Report, compare, diff};
pub use extract::{Copies, extract};
#[cfg(feature = "fetch")]
pub use fetch::{Fetched, Terminal, Visit, fetch};
pub use save::save;

use std::path::Path;

use wxopen_codegen::model::Endpoint;
use wxopen_pages::Page;

use crate::Result;
use crate::tree::Tree;

/// Where the committed extracts lie.
pub(crate) const EXTRACTS: &str = "spec/extracts";

/// The endpoints of the specification, for telling which of them a page is about.
pub(crate) struct Known(wxopen_codegen::model::Model);

impl Known {
    pub(crate) fn of(root: &Path) -> Result<Known> {
        let sources = Tree::new(root).sources()?;
        let model = wxopen_codegen::model(&sources);
        model.map(Known).map_err(|findings| crate::describe(&findings, &sources))
    }

    /// The endpoint a page is about: by the name it prints, or else by what it calls.
    pub(crate) fn endpoint(&self, page: &Page) -> Option<&Endpoint> {
        let mut named =
            self.0.endpoints().filter(|e| page.interface.as_ref() == Some(&e.interface));
        named.next().or_else(|| self.0.endpoints().find(|endpoint| is_called(page, endpoint)))
    }

    /// The endpoint a page of a file is about, or a sentence that there is none.
    pub(crate) fn required(&self, page: &Page, file: &Path) -> Result<&Endpoint> {
        self.endpoint(page).ok_or_else(|| {
            format!(
                "{}:{}: no endpoint of the specification is called {} or calls {}; begin one with \
                 `cargo xtask new`",
                file.display(),
                page.line,
                page.interface.as_deref().unwrap_or("(no name)"),
                page.path.as_deref().unwrap_or("(no path)"),
            )
        })
    }

    /// Refuses the name of an interface that nothing describes.
    pub(crate) fn check(&self, interface: &str) -> Result<()> {
        if self.0.endpoints().any(|endpoint| endpoint.interface == interface) {
            return Ok(());
        }
        Err(format!("no endpoint of the specification is called `{interface}`"))
    }

    /// The interfaces that have a page in an edition, with its address: those named, or all.
    #[cfg(feature = "fetch")]
    pub(crate) fn pages_of(
        &self,
        edition: wxopen_pages::Edition,
        interfaces: &[String],
    ) -> Result<Vec<(String, String)>> {
        interfaces.iter().try_for_each(|interface| self.check(interface))?;
        let mut found = Vec::new();
        for endpoint in self.0.endpoints() {
            let named = interfaces.contains(&endpoint.interface);
            let mut docs = endpoint.docs.iter();
            match docs.find(|(label, _)| label == edition.label()) {
                Some((_, url)) if named || interfaces.is_empty() => {
                    found.push((endpoint.interface.clone(), url.clone()));
                }
                None if named => {
                    let interface = &endpoint.interface;
                    return Err(format!("`{interface}` has no page in the edition {edition}"));
                }
                _ => {}
            }
        }
        Ok(found)
    }
}

/// Whether the page calls the endpoint's address, with its fixed query parameters.
fn is_called(page: &Page, endpoint: &Endpoint) -> bool {
    let fixed = |(name, value): &(String, String)| {
        let mut query = page.query.value.iter();
        query.any(|q| q.name == *name && q.fixed.as_ref() == Some(value))
    };
    page.path.as_ref() == Some(&endpoint.path) && endpoint.query.iter().all(fixed)
}
