//! What several test binaries of this package share. Holds no test itself but those of the pages for users.

pub mod authorization;
pub mod case;
pub mod corpus;
pub mod exchange;
pub mod faults;
pub mod fuzz;
#[rustfmt::skip]
mod generated;
pub mod instances;
mod manual;
pub mod referee;
pub mod values;
pub mod walk;

pub use generated::roster;

use std::sync::{Arc, Mutex};

use wxopen_api::{Client, Finding, Observer};
use wxopen_mock::Mock;

/// A client that talks to a mock, with the same token for a merchant and for the platform.
///
/// # Panics
///
/// If the client cannot be set up, which would be a bug.
pub fn client_of(mock: &Mock, token: &str) -> Client {
    Client::builder()
        .base_url(mock.base_url())
        .allow_http_on_loopback()
        .token(token)
        .component_token(token)
        .build()
        .expect("a loopback address is allowed")
}

/// Writes down what was lenient about answers.
#[derive(Debug, Default)]
pub struct Notes(Mutex<Vec<String>>);

impl Notes {
    /// Empty notes that can be shared with a client.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What was written so far, a line each.
    ///
    /// # Panics
    ///
    /// If a writer panicked.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no writer panics"))
    }
}

impl Observer for Notes {
    fn found(&self, interface: &'static str, finding: Finding) {
        let line = match finding {
            Finding::Converted { path, expected, found } => {
                format!("{interface} {path}: {found} read as {expected}")
            }
            Finding::Ignored { path, expected, found } => {
                format!("{interface} {path}: {found} left out, {expected} expected")
            }
            Finding::Alias { path, alias } => format!("{interface} {path}: called {alias}"),
            Finding::Duplicate { path } => format!("{interface} {path}: twice"),
            Finding::UnknownMember { path } => format!("{interface} {path}: unknown member"),
            other => format!("{interface} {other:?}"),
        };
        self.0.lock().expect("no writer panics").push(line);
    }
}
