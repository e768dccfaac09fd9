//! The one thing that differs between credentials: how a new token is had.

use std::fmt;
use std::time::Duration;

use wxopen_core::{BoxFuture, Secret};

use crate::store::{Key, Record};

/// Fetches tokens.
pub trait Fetch: Send + Sync + 'static {
    /// Whether there must be a record before a token can be fetched, as there must for an account whose
    /// refresh token only its authorization brings.
    fn needs_record(&self, _key: &Key) -> bool {
        true
    }

    /// A new token, with what was stored so far. Called once for any number of callers.
    ///
    /// # Errors
    ///
    /// If there is none to be had, now or ever.
    fn fetch<'a>(
        &'a self,
        key: &'a Key,
        old: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>>;
}

/// A token that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The token.
    pub access_token: Secret,
    /// How long it lives, counted from before the request was sent.
    pub lifetime: Duration,
    /// The refresh token, if one came with it.
    pub refresh_token: Option<Secret>,
    /// The permission sets, if they came with it.
    pub permission_sets: Option<Vec<u16>>,
}

/// Why no token was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchError {
    /// What happened, in words that can be shown to anybody.
    pub what: String,
    /// Whether trying again without a change is of no use: wrong secret, authorization gone.
    pub permanent: bool,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for FetchError {}
