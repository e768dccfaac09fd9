//! Keeps the credentials of a platform, each in one place for the whole process. How one is kept fresh
//! is the business of `handle` and `refresh`.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Semaphore;

use crate::clock::unix_time;
use crate::credential::entry::Entry;
use crate::credential::{Credential, Fetch, Settings};
use crate::store::{Key, Store};

/// Keeps the credentials of a platform. Cheap to clone; clones share everything.
///
/// With the feature `metrics`, each fetch of a token counts in `wxopen_refreshes_total` with the labels
/// `credential` (`component` or `authorizer`) and `outcome` (`ok` or `failed`); with the feature `tracing`
/// it is an event `wxopen.refresh` that names the appid, too.
#[derive(Clone)]
pub struct Keeper {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) store: Arc<dyn Store>,
    pub(super) fetch: Arc<dyn Fetch>,
    pub(super) settings: Settings,
    pub(super) permits: Semaphore,
    pub(super) clock: fn() -> u64,
    /// Who this process is to others that ask for the same lease.
    pub(super) holder: String,
    entries: RwLock<HashMap<Key, Arc<Entry>>>,
}

impl Keeper {
    /// With a store, a source of tokens, and settings.
    pub fn new(store: Arc<dyn Store>, fetch: Arc<dyn Fetch>, settings: Settings) -> Self {
        Self::with_clock(store, fetch, settings, unix_time)
    }

    /// As [`Keeper::new`], with a clock that gives seconds since 1970: for tests.
    pub fn with_clock(
        store: Arc<dyn Store>,
        fetch: Arc<dyn Fetch>,
        settings: Settings,
        clock: fn() -> u64,
    ) -> Self {
        let permits = Semaphore::new(settings.at_once.max(1));
        let holder = format!("{}-{:x}", std::process::id(), random());
        let entries = RwLock::default();
        let inner = Inner { store, fetch, settings, permits, clock, holder, entries };
        Keeper { inner: Arc::new(inner) }
    }

    /// A credential. Nothing is read or fetched until its token is asked for. Keep it where its token
    /// is needed often: looking it up is dearer than reading the token.
    pub fn credential(&self, key: &Key) -> Credential {
        Credential::new(Arc::clone(&self.inner), self.entry(key))
    }

    fn entry(&self, key: &Key) -> Arc<Entry> {
        let entries = self.inner.entries.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get(key) {
            return Arc::clone(entry);
        }
        drop(entries);
        let mut entries = self.inner.entries.write().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.entry(key.clone());
        Arc::clone(entry.or_insert_with(|| Arc::new(Entry::new(key.clone()))))
    }
}

/// Tells two processes with the same number apart, such as those of two machines.
fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("settings", &self.inner.settings).finish_non_exhaustive()
    }
}
