//! What `docs fetch` remembers from one run to the next, in `fetched.toml` beside the pages. Must
//! never vouch for a page that somebody has changed or deleted since.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use wxopen_pages::digest;

use super::site::Fresh;
use crate::Result;
use crate::tree::Tree;

const FILE: &str = "fetched.toml";

/// What was fetched, and when to come back.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Memory {
    /// As an HTTP date: until then the site does not want to be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_before: Option<String>,
    #[serde(default)]
    page: BTreeMap<String, Remembered>,
}

/// A page as it was fetched last.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remembered {
    address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
    sha256: String,
}

impl Memory {
    pub(super) fn load(tree: &Tree) -> Result<Memory> {
        let path = tree.locate(FILE);
        let failed = |error: &dyn std::fmt::Display| {
            format!("cannot read `{}`, which may be deleted: {error}", path.display())
        };
        match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Memory::default()),
            Err(error) => Err(failed(&error)),
            Ok(text) => toml::from_str(&text).map_err(|error| failed(&error)),
        }
    }

    pub(super) fn save(&self, tree: &Tree) -> Result<()> {
        let text =
            toml::to_string(self).map_err(|error| format!("cannot write `{FILE}`: {error}"))?;
        tree.replace(FILE, &text)
    }

    /// Refuses to go on while the site wants rest.
    pub(super) fn check_rest(&self) -> Result<()> {
        let until =
            self.not_before.as_deref().and_then(|date| httpdate::parse_http_date(date).ok());
        match until {
            Some(until) if until > SystemTime::now() => Err(format!(
                "the site does not want to be asked before {}, as `{FILE}` remembers",
                httpdate::fmt_http_date(until)
            )),
            _ => Ok(()),
        }
    }

    /// Remembers until when the site wants rest, if it said so.
    pub(super) fn rest(&mut self, until: Option<SystemTime>) {
        self.not_before = until.map(httpdate::fmt_http_date);
    }

    /// The page at an address, as long as the copy on disk is what came from there.
    pub(super) fn of(
        &self,
        interface: &str,
        address: &str,
        on_disk: Option<&[u8]>,
    ) -> Option<&Remembered> {
        let page = self.page.get(interface)?;
        (page.address == address && page.sha256 == digest(on_disk?)).then_some(page)
    }

    pub(super) fn keep(&mut self, interface: &str, page: Remembered) {
        self.page.insert(interface.to_owned(), page);
        self.not_before = None;
    }
}

impl Remembered {
    pub(super) fn of(address: String, fresh: &Fresh) -> Remembered {
        let (etag, last_modified) = (fresh.etag.clone(), fresh.last_modified.clone());
        Remembered { address, etag, last_modified, sha256: digest(fresh.text.as_bytes()) }
    }
}

/// What to tell when the site wants rest.
pub(super) fn wants_rest(status: u16, until: Option<SystemTime>) -> String {
    let until = until.map_or("a later day".to_owned(), httpdate::fmt_http_date);
    format!("stopped  the site answered {status} and wants rest: come back after {until}")
}
