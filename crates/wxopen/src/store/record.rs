//! What a store keeps of a credential. `Debug` shows no secret.

use std::num::NonZeroU64;

use wxopen_core::Secret;

/// Everything that is kept of one credential.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The token; for a ticket, the ticket.
    pub access_token: Option<Secret>,
    /// When it ends, in seconds since 1970.
    pub expires_at: Option<u64>,
    /// What the next token is fetched with.
    pub refresh_token: Option<Secret>,
    /// The refresh token before that one, which WeChat may still expect after a lost answer.
    pub previous_refresh_token: Option<Secret>,
    /// The permission sets that the merchant has granted, ascending; `None` if that is not known.
    pub permission_sets: Option<Vec<u16>>,
}

/// A record as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What must be expected to replace it.
    pub version: Version,
    /// The record.
    pub record: Record,
}

/// The number of a write, from 1. A later write has a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(NonZeroU64);

impl Version {
    /// The version of the first write.
    pub const FIRST: Version = Version(NonZeroU64::MIN);

    /// The version of the write after this one.
    #[must_use]
    pub fn next(self) -> Version {
        Version(self.0.saturating_add(1))
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0.get()
    }

    /// The version with a number; `None` for 0, which no write has.
    pub fn new(number: u64) -> Option<Version> {
        NonZeroU64::new(number).map(Version)
    }
}

/// What became of a compare-and-set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// The record was stored under this version.
    Stored(Version),
    /// Somebody else was faster. Load the record again and look whether there is anything left to do.
    Conflict,
}
