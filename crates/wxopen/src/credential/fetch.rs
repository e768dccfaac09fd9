//! The one thing that differs between credentials: how a new token is had.

use std::fmt;
use std::time::Duration;

use wxopen_core::{BoxFuture, Secret};

use crate::store::{Key, Record};

/// Fetches tokens.
pub trait Fetch: Send + Sync + 'static {
    /// A new token, with what was stored so far, which may be nothing. Called once for any number of
    /// callers.
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
    /// What has to happen first.
    pub remedy: Remedy,
}

/// What has to happen before a token can be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// Time: the next attempt may succeed.
    Wait,
    /// Somebody must correct the settings: the appid, the secret, the allowed addresses.
    Configure,
    /// The administrator of the account must authorize the platform again.
    Authorize,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for FetchError {}
