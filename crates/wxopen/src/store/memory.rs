//! A store that ends with its process: for tests, and for programs that fetch everything anew.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use wxopen_core::BoxFuture;

use crate::store::{Key, Record, Store, StoreError, Stored, Version, Written};

/// Keeps credentials in memory.
#[derive(Default)]
pub struct MemoryStore {
    content: Mutex<Content>,
}

#[derive(Default)]
struct Content {
    records: BTreeMap<Key, Stored>,
    leases: BTreeMap<Key, (String, Instant)>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing in here panics with the lock held, so what a poisoned lock guards is whole.
    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        let found = self.content().records.get(key).cloned();
        Box::pin(async { Ok(found) })
    }

    fn compare_and_set<'a>(
        &'a self,
        key: &'a Key,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        Box::pin(async move {
            let mut content = self.content();
            let found = content.records.get(key).map(|stored| stored.version);
            if found != expected {
                return Ok(Written::Conflict);
            }
            let version = found.map_or(Version::FIRST, Version::next);
            content.records.insert(key.clone(), Stored { version, record: record.clone() });
            Ok(Written::Stored(version))
        })
    }

    fn authorizers<'a>(
        &'a self,
        component: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        let content = self.content();
        let of_component = content.records.keys().filter_map(|key| match key {
            Key::Authorizer { component: c, authorizer } if c == component => Some(authorizer),
            _ => None,
        });
        let behind = of_component.filter(|appid| after.is_none_or(|after| appid.as_str() > after));
        let found: Vec<String> = behind.take(limit).cloned().collect();
        Box::pin(async { Ok(found) })
    }

    fn lease<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
        length: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        let mut content = self.content();
        let now = Instant::now();
        let taken =
            content.leases.get(key).is_some_and(|(who, until)| who != holder && *until > now);
        if !taken {
            content.leases.insert(key.clone(), (holder.to_owned(), now + length));
        }
        Box::pin(async move { Ok(!taken) })
    }

    fn release<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut content = self.content();
        if content.leases.get(key).is_some_and(|(who, _)| who == holder) {
            content.leases.remove(key);
        }
        Box::pin(async { Ok(()) })
    }
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryStore").field("records", &self.content().records.len()).finish()
    }
}
