//! Where credentials live between processes. A store keeps one record for each credential and does
//! two things with it: load, and compare-and-set on a version. Everything else is decided elsewhere.
//!
//! Bring a store of your own by implementing [`Store`], and run [`conformance::check`] against it.

pub mod conformance;
#[cfg(any(feature = "redis", feature = "sqlite"))]
mod format;
mod key;
mod memory;
mod record;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use key::Key;
pub use memory::MemoryStore;
pub use record::{Record, Stored, Version, Written};
#[cfg(feature = "redis")]
pub use redis::RedisStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
use wxopen_core::BoxFuture;

/// Keeps credentials.
///
/// Versions of a key only grow, and are never used twice: a store that may lose what it has acknowledged
/// must give none that it may have lost, by beginning with a clock for instance. There is no way to remove a
/// record: an authorization that has ended leaves an empty one, so that a late writer cannot bring it back.
pub trait Store: Send + Sync + 'static {
    /// The newest record of a credential.
    ///
    /// # Errors
    ///
    /// If the store cannot be reached, or holds something that this release cannot read.
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// Stores a record if the stored one still has the expected version; `None` expects none. It is
    /// stored whole or not at all, even if the process is killed meanwhile.
    ///
    /// # Errors
    ///
    /// If the store cannot be reached. Whether the record was stored is unknown then.
    fn compare_and_set<'a>(
        &'a self,
        key: &'a Key,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Written, StoreError>>;

    /// The appids of the authorizers of a platform, ascending, at most `limit` of them, beginning
    /// behind `after`.
    ///
    /// # Errors
    ///
    /// If the store cannot be reached.
    fn authorizers<'a>(
        &'a self,
        component: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>>;

    /// Asks for the right to refresh a credential alone for a while, and tells whether it was given.
    ///
    /// A lease only saves quota: compare-and-set keeps records right without it. A store that has no
    /// leases gives them to everybody.
    ///
    /// # Errors
    ///
    /// If the store cannot be reached.
    fn lease<'a>(
        &'a self,
        _key: &'a Key,
        _holder: &'a str,
        _length: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async { Ok(true) })
    }

    /// Gives a lease back, if it is still the holder's.
    ///
    /// # Errors
    ///
    /// If the store cannot be reached. The lease ends by itself.
    fn release<'a>(
        &'a self,
        _key: &'a Key,
        _holder: &'a str,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }
}

/// So that several platforms, or a platform and its owner, can share one.
impl Store for Arc<dyn Store> {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        (**self).load(key)
    }

    fn compare_and_set<'a>(
        &'a self,
        key: &'a Key,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        (**self).compare_and_set(key, expected, record)
    }

    fn authorizers<'a>(
        &'a self,
        component: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        (**self).authorizers(component, after, limit)
    }

    fn lease<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
        length: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        (**self).lease(key, holder, length)
    }

    fn release<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).release(key, holder)
    }
}

/// Why a store failed. Never holds a part of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreError {
    /// It could not be reached, or did not answer in time.
    Unavailable(String),
    /// It holds something that this release cannot read.
    Unreadable(&'static str),
    /// Its file may be read by others: its path, and its mode.
    Exposed(String, u32),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Unavailable(why) => write!(f, "the store cannot be reached: {why}"),
            StoreError::Unreadable(what) => write!(f, "the store holds {what}"),
            StoreError::Exposed(path, mode) => {
                write!(f, "others may read {path} (mode {mode:o}); it must be 600")
            }
        }
    }
}

impl std::error::Error for StoreError {}
