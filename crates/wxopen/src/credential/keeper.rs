//! Keeps the tokens of a platform fresh. Reading one takes no lock and waits for nobody; refreshing one
//! goes through memory, the store and [`Fetch`], in this order.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
use wxopen_core::Secret;

use crate::clock::unix_time;
use crate::credential::entry::{Entry, Need, Outcome, live_token};
use crate::credential::{CredentialError, Fetch, Fetched, Settings};
use crate::store::{Key, Record, Store, StoreError, Stored, Version, Written};

/// How long it takes until the store is looked at again while another process has the lease.
const PAUSE: Duration = Duration::from_millis(100);

/// Keeps the tokens of a platform fresh. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Keeper {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn Store>,
    fetch: Arc<dyn Fetch>,
    settings: Settings,
    permits: Semaphore,
    clock: fn() -> u64,
    /// Who this process is to others that ask for the same lease.
    holder: String,
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

    /// A keeper that does not keep itself alive: for a source of tokens that needs other tokens.
    pub(crate) fn downgrade(&self) -> WeakKeeper {
        WeakKeeper(Arc::downgrade(&self.inner))
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
}

/// See [`Keeper::downgrade`].
pub(crate) struct WeakKeeper(Weak<Inner>);

impl WeakKeeper {
    /// The keeper, if anybody else still has it.
    pub(crate) fn upgrade(&self) -> Option<Keeper> {
        self.0.upgrade().map(|inner| Keeper { inner })
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

    async fn join(self: &Arc<Self>, entry: Arc<Entry>, refused: Option<Secret>) -> Outcome {
        if let Some(error) = entry.hopeless((self.clock)()) {
            return Err(error);
        }
        let work = || Self::refresh(self.clone(), entry.clone(), refused);
        entry.flight.join(work).await.unwrap_or(Err(CredentialError::Interrupted))
    }

    /// The work of one flight.
    async fn refresh(self: Arc<Self>, entry: Arc<Entry>, refused: Option<Secret>) -> Outcome {
        // Another process may have to be waited for as long as a refresh of our own takes.
        let limit = self.settings.refresh_limit * 2;
        let work = timeout(limit, self.refresh_now(&entry, refused.as_ref())).await;
        let outcome = work.unwrap_or(Err(CredentialError::Timeout));
        match &outcome {
            Ok(()) => entry.succeeded(),
            Err(error) => entry.failed(error, (self.clock)(), &self.settings),
        }
        outcome
    }

    async fn refresh_now(&self, entry: &Entry, refused: Option<&Secret>) -> Outcome {
        let _permit = self.permit(entry).await?;
        let mut leased = false;
        loop {
            // Looked at again once the lease is ours: its last holder may just have been done.
            if self.adopt_from_store(entry, refused).await? {
                break;
            }
            if leased {
                let fetching = timeout(self.settings.refresh_limit, self.fetch_and_store(entry));
                let outcome = fetching.await.unwrap_or(Err(CredentialError::Timeout));
                self.release(entry).await;
                return outcome;
            }
            leased = self.lease(entry).await;
        }
        if leased {
            self.release(entry).await;
        }
        Ok(())
    }

    /// The token of a platform needs no permit: those who hold one wait for it.
    async fn permit(&self, entry: &Entry) -> Result<Option<SemaphorePermit<'_>>, CredentialError> {
        if !matches!(entry.key, Key::Authorizer { .. }) {
            return Ok(None);
        }
        let permit = self.permits.acquire().await;
        permit.map(Some).map_err(|_| CredentialError::Interrupted)
    }

    /// Takes over what another process has stored, and tells whether its token will do.
    async fn adopt_from_store(
        &self,
        entry: &Entry,
        refused: Option<&Secret>,
    ) -> Result<bool, CredentialError> {
        let stored = match self.within_limit(self.store.load(&entry.key)).await {
            Ok(Some(stored)) => stored,
            Ok(None) if entry.version().is_none() && self.fetch.needs_record(&entry.key) => {
                return Err(CredentialError::Missing);
            }
            Ok(None) => return Ok(false),
            // What is in memory will do for fetching a token without the store.
            Err(_) if entry.version().is_some() => return Ok(false),
            Err(error) => return Err(CredentialError::Store(error)),
        };
        let now = (self.clock)();
        let known = entry.version();
        entry.adopt(stored.clone());
        let is_new = known.is_none_or(|known| stored.version > known);
        let token = live_token(&stored, now).filter(|token| refused != Some(token));
        let renewed = entry.need(now, &self.settings) == Need::Nothing;
        Ok(token.is_some() && (renewed || (is_new && refused.is_some())))
    }

    /// Asks for the lease, and waits a little if somebody else has it.
    async fn lease(&self, entry: &Entry) -> bool {
        let ask = self.store.lease(&entry.key, &self.holder, self.settings.refresh_limit);
        match self.within_limit(ask).await {
            Ok(false) => {
                tokio::time::sleep(PAUSE).await;
                false
            }
            Ok(true) => true,
            // Without leases there may be a second refresh, but never an older record over a newer.
            Err(_) => true,
        }
    }

    /// A lease that cannot be given back ends by itself.
    async fn release(&self, entry: &Entry) {
        let _ = self.within_limit(self.store.release(&entry.key, &self.holder)).await;
    }

    async fn fetch_and_store(&self, entry: &Entry) -> Outcome {
        let (version, old) = entry
            .stored()
            .map_or((None, Record::default()), |stored| (Some(stored.version), stored.record));
        // The token is as old as the request, not as the answer.
        let started = (self.clock)();
        let fetched = self.fetch.fetch(&entry.key, &old).await;
        let fetched = fetched.map_err(CredentialError::Fetch)?;
        let record = renewed(&old, fetched, started);
        self.store_renewed(entry, version, record).await
    }

    async fn store_renewed(
        &self,
        entry: &Entry,
        known: Option<Version>,
        record: Record,
    ) -> Outcome {
        let version = known.unwrap_or(Version::FIRST);
        let write = self.store.compare_and_set(&entry.key, known, &record);
        match self.within_limit(write).await {
            Ok(Written::Stored(version)) => entry.adopt(Stored { version, record }),
            Ok(Written::Conflict) => {
                // Both tokens are good for a while; the one that was stored is the newest to everybody.
                match self.within_limit(self.store.load(&entry.key)).await {
                    Ok(Some(stored)) => entry.adopt(stored),
                    _ => entry.adopt_unstored(Stored { version, record }),
                }
            }
            // A call whose token is in memory goes on without the store.
            Err(_) => entry.adopt_unstored(Stored { version, record }),
        }
        Ok(())
    }

    async fn within_limit<T>(
        &self,
        access: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let late = |_| StoreError::Unavailable("it did not answer in time".to_owned());
        timeout(self.settings.store_limit, access)
            .await
            .unwrap_or_else(|elapsed| Err(late(elapsed)))
    }
}

/// The record with a fetched token in it. Nothing that did not come with the token is forgotten.
fn renewed(old: &Record, fetched: Fetched, started: u64) -> Record {
    let Fetched { access_token, lifetime, refresh_token, permission_sets } = fetched;
    let (refresh_token, previous_refresh_token) = match refresh_token {
        Some(new) if old.refresh_token.as_ref() != Some(&new) => {
            (Some(new), old.refresh_token.clone())
        }
        _ => (old.refresh_token.clone(), old.previous_refresh_token.clone()),
    };
    Record {
        access_token: Some(access_token),
        expires_at: Some(started.saturating_add(lifetime.as_secs())),
        refresh_token,
        previous_refresh_token,
        permission_sets: permission_sets.unwrap_or_else(|| old.permission_sets.clone()),
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
