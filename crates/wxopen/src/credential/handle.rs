//! One credential as its users see it. Reading its token takes no lock and waits for nobody while the
//! token is good; otherwise everybody waits for the same refresh.

use std::sync::Arc;

use wxopen_core::Secret;

use crate::credential::CredentialError;
use crate::credential::entry::{Entry, Need};
use crate::credential::keeper::Inner;
use crate::store::{Key, Record, StoreError, Stored, Written};

/// One credential of a platform. Cheap to clone.
#[derive(Clone)]
pub struct Credential {
    keeper: Arc<Inner>,
    entry: Arc<Entry>,
}

impl Credential {
    pub(super) fn new(keeper: Arc<Inner>, entry: Arc<Entry>) -> Self {
        Credential { keeper, entry }
    }

    /// Which credential it is.
    pub fn key(&self) -> &Key {
        &self.entry.key
    }

    /// Lends the token if there is one in memory that has not expired. Waits for nothing.
    pub fn with_token(&self, read: &mut dyn FnMut(&Secret)) -> bool {
        self.entry.with_token((self.keeper.clock)(), read)
    }

    /// A token that has not expired. Waits only if there is none in memory; one that is about to end is
    /// renewed in the background.
    ///
    /// # Errors
    ///
    /// If there is none and none can be had.
    pub async fn token(&self) -> Result<Secret, CredentialError> {
        let now = (self.keeper.clock)();
        let (need, token) = self.entry.need(now, &self.keeper.settings);
        if need == Need::Renewal {
            self.renew_behind(now);
        }
        match token {
            Some(token) => Ok(token),
            None => {
                self.keeper.join(Arc::clone(&self.entry), None).await?;
                self.current()
            }
        }
    }

    /// Another token than one that the service has refused. Any number of callers with the same refused
    /// token cause one refresh.
    ///
    /// # Errors
    ///
    /// If no other can be had.
    pub async fn renew(&self, refused: &Secret) -> Result<Secret, CredentialError> {
        match self.current() {
            Ok(token) if token != *refused => Ok(token),
            _ => {
                self.keeper.join(Arc::clone(&self.entry), Some(refused.clone())).await?;
                self.current()
            }
        }
    }

    /// Lends what is in memory, whatever it is worth.
    pub(crate) fn with_record<T>(&self, read: impl FnOnce(Option<&Record>) -> T) -> T {
        self.entry.with_record(read)
    }

    /// What is in the store.
    pub(crate) async fn load(&self) -> Result<Option<Record>, StoreError> {
        let stored = self.keeper.within_limit(self.keeper.store.load(&self.entry.key)).await?;
        if let Some(stored) = &stored {
            self.entry.adopt(stored.clone());
        }
        Ok(stored.map(|stored| stored.record))
    }

    /// Replaces what is stored, however often somebody else is faster; `None` leaves it.
    pub(crate) async fn update(
        &self,
        change: impl Fn(Option<&Record>) -> Option<Record>,
    ) -> Result<(), StoreError> {
        let Inner { store, .. } = &*self.keeper;
        let key = &self.entry.key;
        loop {
            let found = self.keeper.within_limit(store.load(key)).await?;
            let Some(record) = change(found.as_ref().map(|stored| &stored.record)) else {
                return Ok(());
            };
            let expected = found.map(|stored| stored.version);
            let write = store.compare_and_set(key, expected, &record);
            if let Written::Stored(version) = self.keeper.within_limit(write).await? {
                self.entry.adopt(Stored { version, record });
                return Ok(());
            }
        }
    }

    /// The token in memory. It may have ended since it was fetched, if it lives for seconds only.
    fn current(&self) -> Result<Secret, CredentialError> {
        let mut current = None;
        self.with_token(&mut |token| current = Some(token.clone()));
        current.ok_or(CredentialError::Interrupted)
    }

    fn renew_behind(&self, now: u64) {
        if !self.entry.is_cooling(now) {
            let (keeper, entry) = (Arc::clone(&self.keeper), Arc::clone(&self.entry));
            self.entry.flight.begin(|| Inner::refresh(keeper, entry, None));
        }
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Credential").field(&self.entry.key.to_string()).finish()
    }
}
