//! Refreshing one credential: look into the store, ask for the lease, fetch, store. Never decides when;
//! that is the business of `handle` and `entry`.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::SemaphorePermit;
use tokio::time::timeout;
use wxopen_core::Secret;

use crate::credential::entry::{Entry, Need, Outcome};
use crate::credential::keeper::Inner;
use crate::credential::telemetry::refreshed;
use crate::credential::{CredentialError, Fetched};
use crate::store::{Key, Record, StoreError, Stored, Version, Written};

/// How long it takes until the store is looked at again while another process has the lease: at first,
/// and when the wait has grown.
const PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// What a look into the store has shown.
enum Look {
    /// A token that will do; it is in memory now.
    Good,
    /// No such token.
    Nothing,
    /// The store does not answer.
    Down,
}

impl Inner {
    /// Waits for a refresh, one for all who wait.
    pub(super) async fn join(
        self: &Arc<Self>,
        entry: Arc<Entry>,
        refused: Option<Secret>,
    ) -> Outcome {
        if let Some(error) = entry.hopeless((self.clock)()) {
            return Err(error);
        }
        let work = || Self::refresh(self.clone(), entry.clone(), refused);
        entry.flight.join(work).await.unwrap_or(Err(CredentialError::Interrupted))
    }

    /// The work of one flight.
    pub(super) async fn refresh(
        self: Arc<Self>,
        entry: Arc<Entry>,
        refused: Option<Secret>,
    ) -> Outcome {
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
        let mut pause = PAUSE;
        loop {
            // Looked at again once the lease is ours: its last holder may just have been done.
            match self.look(entry, refused).await? {
                Look::Good => break,
                Look::Nothing if !leased => {
                    leased = self.lease(entry).await;
                    if !leased {
                        tokio::time::sleep(pause).await;
                        pause = LONGEST_PAUSE.min(pause * 2);
                    }
                }
                // A store that is down has no leases, and is not waited for again.
                Look::Nothing | Look::Down => {
                    let fetching =
                        timeout(self.settings.refresh_limit, self.fetch_and_store(entry));
                    let outcome = fetching.await.unwrap_or(Err(CredentialError::Timeout));
                    if leased {
                        self.release(entry).await;
                    }
                    return outcome;
                }
            }
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

    /// Takes over what another process has stored.
    async fn look(&self, entry: &Entry, refused: Option<&Secret>) -> Result<Look, CredentialError> {
        let stored = match self.within_limit(self.store.load(&entry.key)).await {
            Ok(Some(stored)) => stored,
            Ok(None) => {
                self.give_back(entry, None).await;
                return Ok(Look::Nothing);
            }
            // What is in memory will do for fetching a token without the store.
            Err(_) if entry.version().is_some() => return Ok(Look::Down),
            Err(error) => return Err(CredentialError::Store(error)),
        };
        let known = entry.version();
        if known > Some(stored.version) {
            self.give_back(entry, Some(stored.version)).await;
            return Ok(Look::Nothing);
        }
        let is_new = known.is_none_or(|known| stored.version > known);
        entry.adopt(stored);
        // What callers get is what is in memory. That is not what is stored if the store has forgotten a
        // write, and somebody else's has the same version.
        let (need, token) = entry.need((self.clock)(), &self.settings);
        let is_other = token.is_some_and(|token| refused != Some(&token));
        let good = is_other && (need == Need::Nothing || (is_new && refused.is_some()));
        Ok(if good { Look::Good } else { Look::Nothing })
    }

    /// Writes what is in memory into a store that has lost it and has an older version or none, so that
    /// later writes find a version.
    async fn give_back(&self, entry: &Entry, left: Option<Version>) {
        let Some(Stored { record, .. }) = entry.stored() else { return };
        let write = self.store.compare_and_set(&entry.key, left, &record);
        if let Ok(Written::Stored(version)) = self.within_limit(write).await {
            entry.adopt_unseen(Stored { version, record });
        }
    }

    /// Asks for the lease.
    async fn lease(&self, entry: &Entry) -> bool {
        let ask = self.store.lease(&entry.key, &self.holder, self.settings.refresh_limit);
        // Without leases there may be a second refresh, but never an older record over a newer.
        self.within_limit(ask).await.unwrap_or(true)
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
        refreshed(&entry.key, fetched.is_ok());
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
                // Both tokens are good for a while; the one that was stored is the newest to everybody,
                // unless the store has lost what was there before.
                match self.within_limit(self.store.load(&entry.key)).await {
                    Ok(Some(stored)) if Some(stored.version) > known => entry.adopt(stored),
                    _ => entry.adopt_unseen(Stored { version, record }),
                }
            }
            // A call whose token is in memory goes on without the store.
            Err(_) => entry.adopt_unseen(Stored { version, record }),
        }
        Ok(())
    }

    /// One access to the store.
    pub(super) async fn within_limit<T>(
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
        permission_sets: permission_sets.or_else(|| old.permission_sets.clone()),
    }
}
