//! Keeps the tokens of a platform fresh. Reading one takes no lock and waits for nobody; refreshing one
//! goes through memory, the store and [`Fetch`], in this order.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Semaphore;
use wxopen_core::Secret;

use crate::clock::unix_time;
use crate::credential::entry::{Entry, Need};
use crate::credential::{CredentialError, Fetch, Settings};
use crate::store::{Key, Record, Store, StoreError, Stored, Written};

/// Keeps the tokens of a platform fresh. Cheap to clone; clones share everything.
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

    /// Lends the token if there is one in memory that has not expired. Waits for nothing.
    pub fn with_token(&self, key: &Key, read: &mut dyn FnMut(&Secret)) -> bool {
        let entry = self.inner.entry(key);
        entry.with_token((self.inner.clock)(), read)
    }

    /// Makes sure that there is a token that has not expired. Returns at once if there is, and renews
    /// it in the background if it is about to end.
    ///
    /// # Errors
    ///
    /// If there is none and none can be had.
    pub async fn ready(&self, key: &Key) -> Result<(), CredentialError> {
        let entry = self.inner.entry(key);
        let now = (self.inner.clock)();
        match entry.need(now, &self.inner.settings) {
            Need::Nothing => Ok(()),
            Need::Renewal => {
                if !entry.is_cooling(now) {
                    entry.flight.begin(|| Inner::refresh(self.inner.clone(), entry.clone(), None));
                }
                Ok(())
            }
            Need::Token => self.inner.join(entry, None).await,
        }
    }

    /// Makes sure that the token is another than one that the service has refused. Any number of
    /// callers with the same refused token cause one refresh.
    ///
    /// # Errors
    ///
    /// If no other can be had.
    pub async fn renew(&self, key: &Key, refused: &Secret) -> Result<(), CredentialError> {
        let entry = self.inner.entry(key);
        let mut is_other = false;
        let now = (self.inner.clock)();
        let lives = entry.with_token(now, &mut |token| is_other = token != refused);
        if lives && is_other {
            return Ok(());
        }
        self.inner.join(entry, Some(refused.clone())).await
    }

    /// Lends what is in memory of a credential, whatever it is worth.
    pub(crate) fn with_record<T>(&self, key: &Key, read: impl FnOnce(Option<&Record>) -> T) -> T {
        self.inner.entry(key).with_record(read)
    }

    /// What is in the store of a credential.
    pub(crate) async fn load(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        let stored = self.inner.within_limit(self.inner.store.load(key)).await?;
        if let Some(stored) = &stored {
            self.inner.entry(key).adopt(stored.clone());
        }
        Ok(stored.map(|stored| stored.record))
    }

    /// Replaces what is stored of a credential, however often somebody else is faster; `None` leaves it.
    pub(crate) async fn update(
        &self,
        key: &Key,
        change: impl Fn(Option<&Record>) -> Option<Record>,
    ) -> Result<(), StoreError> {
        let store = &self.inner.store;
        loop {
            let found = self.inner.within_limit(store.load(key)).await?;
            let Some(record) = change(found.as_ref().map(|stored| &stored.record)) else {
                return Ok(());
            };
            let expected = found.map(|stored| stored.version);
            let write = store.compare_and_set(key, expected, &record);
            if let Written::Stored(version) = self.inner.within_limit(write).await? {
                self.inner.entry(key).adopt(Stored { version, record });
                return Ok(());
            }
        }
    }
}

impl Inner {
    fn entry(&self, key: &Key) -> Arc<Entry> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get(key) {
            return Arc::clone(entry);
        }
        drop(entries);
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
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
