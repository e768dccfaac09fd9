//! Why there is no token. Never holds one.

use std::fmt;

use crate::credential::FetchError;
use crate::store::StoreError;

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialError {
    /// It could not be fetched.
    Fetch(FetchError),
    /// The store failed, and nothing was in memory.
    Store(StoreError),
    /// It took too long.
    Timeout,
    /// The refresh ended without a result: it panicked, or the runtime is shutting down.
    Interrupted,
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CredentialError::Fetch(error) => write!(f, "no token could be fetched: {error}"),
            CredentialError::Store(error) => write!(f, "no token in memory, and {error}"),
            CredentialError::Timeout => f.write_str("fetching a token took too long"),
            CredentialError::Interrupted => f.write_str("fetching a token was interrupted"),
        }
    }
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CredentialError::Fetch(error) => Some(error),
            CredentialError::Store(error) => Some(error),
            _ => None,
        }
    }
}
