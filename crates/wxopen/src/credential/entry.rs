//! One credential in memory: what is known of it, and whether it is time to renew it. No store, no
//! network, and no clock of its own.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwapOption;
use wxopen_core::Secret;

use crate::credential::error::CredentialError;
use crate::credential::flight::Flight;
use crate::credential::{Remedy, Settings};
use crate::store::{Key, Record, Stored, Version};

/// What a refresh gives to everybody who waits for it.
pub(super) type Outcome = Result<(), CredentialError>;

/// One credential in memory.
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) flight: Flight<Outcome>,
    /// Read on every call, and never locked.
    current: ArcSwapOption<Stored>,
    failures: Mutex<Failures>,
    /// How much earlier than others this credential is renewed.
    share: f64,
}

#[derive(Default)]
struct Failures {
    count: u32,
    last: Option<CredentialError>,
    until: u64,
}

/// What is to be done for a caller.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing: the token is good.
    Nothing,
    /// The token is good for a while, but should be renewed by now.
    Renewal,
    /// There is no token that is good.
    Token,
}

impl Entry {
    pub(super) fn new(key: Key) -> Self {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let share = f64::from(u32::try_from(hasher.finish() >> 32).unwrap_or_default());
        Entry {
            key,
            flight: Flight::new(),
            current: ArcSwapOption::empty(),
            failures: Mutex::default(),
            share: share / f64::from(u32::MAX),
        }
    }

    /// What is known, whatever it is worth.
    pub(super) fn stored(&self) -> Option<Stored> {
        self.current.load().as_deref().cloned()
    }

    /// Lends what is known.
    pub(super) fn with_record<T>(&self, read: impl FnOnce(Option<&Record>) -> T) -> T {
        read(self.current.load().as_deref().map(|stored| &stored.record))
    }

    /// Lends the token if it has not expired.
    pub(super) fn with_token(&self, now: u64, read: &mut dyn FnMut(&Secret)) -> bool {
        let current = self.current.load();
        match current.as_deref().and_then(|stored| live_token(stored, now)) {
            Some(token) => {
                read(token);
                true
            }
            None => false,
        }
    }

    /// What is to be done for a caller, and the token if it is good.
    pub(super) fn need(&self, now: u64, settings: &Settings) -> (Need, Option<Secret>) {
        let current = self.current.load();
        let Some((stored, token)) =
            current.as_deref().and_then(|stored| Some((stored, live_token(stored, now)?)))
        else {
            return (Need::Token, None);
        };
        let spread = settings.renewal_spread.mul_f64(self.share);
        let margin = (settings.renewal_margin + spread).as_secs();
        let ends = stored.record.expires_at.unwrap_or(u64::MAX);
        let need = if ends.saturating_sub(now) > margin { Need::Nothing } else { Need::Renewal };
        (need, Some(token.clone()))
    }

    /// Takes over what was stored, unless it is known already, or something later: what could not be
    /// stored is later than the version it was made from.
    pub(super) fn adopt(&self, stored: Stored) {
        self.current.rcu(|known| match known {
            Some(known) if known.version >= stored.version => Some(known.clone()),
            _ => Some(stored.clone().into()),
        });
    }

    /// Takes over what the store does not have under this version, or did not have until now.
    pub(super) fn adopt_unseen(&self, stored: Stored) {
        self.current.store(Some(stored.into()));
    }

    pub(super) fn version(&self) -> Option<Version> {
        self.current.load().as_deref().map(|stored| stored.version)
    }

    pub(super) fn succeeded(&self) {
        *self.failures() = Failures::default();
    }

    pub(super) fn failed(&self, error: &CredentialError, now: u64, settings: &Settings) {
        let mut failures = self.failures();
        let pause = settings.cool_down.as_secs() << failures.count.min(4);
        failures.count = failures.count.saturating_add(1);
        failures.last = Some(error.clone());
        failures.until = now.saturating_add(pause);
    }

    /// Whether a renewal that is not urgent has to wait.
    pub(super) fn is_cooling(&self, now: u64) -> bool {
        now < self.failures().until
    }

    /// The failure for good that is not to be repeated yet.
    pub(super) fn hopeless(&self, now: u64) -> Option<CredentialError> {
        let failures = self.failures();
        match &failures.last {
            Some(CredentialError::Fetch(error))
                if error.remedy != Remedy::Wait && now < failures.until =>
            {
                failures.last.clone()
            }
            _ => None,
        }
    }

    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The token of a record, if it is still good.
fn live_token(stored: &Stored, now: u64) -> Option<&Secret> {
    let lives = stored.record.expires_at.is_none_or(|end| now < end);
    stored.record.access_token.as_ref().filter(|token| lives && !token.is_empty())
}
