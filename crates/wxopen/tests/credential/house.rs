//! A keeper with a source of tokens that does as it is told, a store that can be broken, and a clock
//! that is moved by hand.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen::credential::{
    Credential, CredentialError, Fetch, FetchError, Fetched, Keeper, Remedy, Settings,
};
use wxopen::store::{Key, MemoryStore, Record, Store, StoreError, Stored, Version, Written};
use wxopen_core::BoxFuture;

thread_local! {
    static CLOCK: Cell<u64> = const { Cell::new(1_700_000_000) };
}

/// The clock of the test: each runs on a thread of its own.
pub(crate) fn now() -> u64 {
    CLOCK.get()
}

pub(crate) fn advance(seconds: u64) {
    CLOCK.set(now() + seconds);
}

pub(crate) fn key() -> Key {
    Key::authorizer("wx-platform", "wx-account")
}

/// What the source does when it is asked; a token at once if nothing was said.
pub(crate) enum Answer {
    After(Duration),
    Slow(u64),
    Rotate,
    Refresh(&'static str),
    Fail(Remedy),
    Panic,
    Never,
}

#[derive(Default)]
pub(crate) struct Source {
    fetches: AtomicUsize,
    answers: Mutex<VecDeque<Answer>>,
}

impl Fetch for Source {
    fn fetch<'a>(
        &'a self,
        _: &'a Key,
        _: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>> {
        let count = self.fetches.fetch_add(1, Ordering::Relaxed) + 1;
        let answer = self.answers.lock().expect("nobody panics with it").pop_front();
        Box::pin(async move {
            let mut refresh_token = None;
            match answer {
                Some(Answer::Fail(remedy)) => {
                    return Err(FetchError { what: "no luck".to_owned(), remedy });
                }
                Some(Answer::Panic) => panic!("as it was told"),
                Some(Answer::Never) => std::future::pending().await,
                Some(Answer::After(time)) => tokio::time::sleep(time).await,
                Some(Answer::Slow(seconds)) => advance(seconds),
                Some(Answer::Refresh(token)) => refresh_token = Some(token.into()),
                Some(Answer::Rotate) => refresh_token = Some(format!("refresh {count}").into()),
                // Others get a chance to come too late.
                None => tokio::task::yield_now().await,
            }
            Ok(Fetched {
                access_token: format!("token {count}").into(),
                lifetime: Duration::from_secs(7200),
                refresh_token,
                permission_sets: None,
            })
        })
    }
}

#[derive(Default)]
pub(crate) struct Faults {
    pub(crate) failing: AtomicBool,
    pub(crate) hanging: AtomicBool,
}

/// A store that can be broken, and emptied.
struct Fragile {
    store: Arc<Mutex<Arc<dyn Store>>>,
    faults: Arc<Faults>,
}

impl Fragile {
    fn guarded<'a, T: Send + 'a, A>(
        &'a self,
        access: impl FnOnce(Arc<dyn Store>) -> A + Send + 'a,
    ) -> BoxFuture<'a, Result<T, StoreError>>
    where
        A: Future<Output = Result<T, StoreError>> + Send + 'a,
    {
        let store = Arc::clone(&self.store.lock().expect("nobody panics with it"));
        Box::pin(async move {
            if self.faults.hanging.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            if self.faults.failing.load(Ordering::Relaxed) {
                return Err(StoreError::Unavailable("it was told to fail".to_owned()));
            }
            access(store).await
        })
    }
}

impl Store for Fragile {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.guarded(async move |store| store.load(key).await)
    }

    fn compare_and_set<'a>(
        &'a self,
        key: &'a Key,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        self.guarded(async move |store| store.compare_and_set(key, expected, record).await)
    }

    fn authorizers<'a>(
        &'a self,
        component: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        self.guarded(async move |store| store.authorizers(component, after, limit).await)
    }

    fn lease<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
        length: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        self.guarded(async move |store| store.lease(key, holder, length).await)
    }

    fn release<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.guarded(async move |store| store.release(key, holder).await)
    }
}

pub(crate) struct House {
    pub(crate) keeper: Keeper,
    store: Arc<Mutex<Arc<dyn Store>>>,
    pub(crate) faults: Arc<Faults>,
    source: Arc<Source>,
}

impl House {
    /// With a refresh token in the store, and no token yet.
    pub(crate) async fn new() -> House {
        House::of_record(Record::default()).await
    }

    /// With a token in the store that ends now.
    pub(crate) async fn expired() -> House {
        let access_token = Some("token 0".into());
        let record = Record { access_token, expires_at: Some(now()), ..Record::default() };
        House::of_record(record).await
    }

    async fn of_record(record: Record) -> House {
        let store = Arc::new(MemoryStore::new());
        let record = Record {
            refresh_token: Some("refresh 0".into()),
            permission_sets: Some(vec![33]),
            ..record
        };
        store.compare_and_set(&key(), None, &record).await.expect("an empty store");
        House::with(store, Settings::default())
    }

    pub(crate) fn with(store: Arc<dyn Store>, settings: Settings) -> House {
        House::of(Arc::new(Mutex::new(store)), Arc::default(), settings)
    }

    /// With an empty store.
    pub(crate) fn from_nothing() -> House {
        House::with(Arc::new(MemoryStore::new()), Settings::default())
    }

    /// Another process with the same store and the same source.
    pub(crate) fn neighbour(&self) -> House {
        House::of(Arc::clone(&self.store), Arc::clone(&self.source), Settings::default())
    }

    fn of(store: Arc<Mutex<Arc<dyn Store>>>, source: Arc<Source>, settings: Settings) -> House {
        let faults = Arc::new(Faults::default());
        let fragile = Fragile { store: Arc::clone(&store), faults: Arc::clone(&faults) };
        let fetch = Arc::clone(&source) as Arc<dyn Fetch>;
        let keeper = Keeper::with_clock(Arc::new(fragile), fetch, settings, now);
        House { keeper, store, faults, source }
    }

    /// The stored record, and its version.
    pub(crate) async fn stored(&self) -> Stored {
        let store = Arc::clone(&self.store.lock().expect("nobody panics with it"));
        store.load(&key()).await.expect("loads").expect("is there")
    }

    /// Somebody else stores a record.
    pub(crate) async fn store(&self, record: &Record) {
        let version = self.stored().await.version;
        let store = Arc::clone(&self.store.lock().expect("nobody panics with it"));
        let written = store.compare_and_set(&key(), Some(version), record).await;
        assert!(matches!(written, Ok(Written::Stored(_))), "{written:?}");
    }

    /// The store loses everything.
    pub(crate) fn empty_the_store(&self) {
        *self.store.lock().expect("nobody panics with it") = Arc::new(MemoryStore::new());
    }

    /// The store goes back to what it had before.
    pub(crate) async fn set_back_the_store(&self, earlier: &Stored) {
        let store = MemoryStore::new();
        store.compare_and_set(&key(), None, &earlier.record).await.expect("an empty store");
        *self.store.lock().expect("nobody panics with it") = Arc::new(store);
    }

    pub(crate) fn credential(&self) -> Credential {
        self.keeper.credential(&key())
    }

    /// Whether there is a token.
    pub(crate) async fn ready(&self) -> Result<(), CredentialError> {
        self.credential().token().await.map(drop)
    }

    pub(crate) fn answer(&self, answer: Answer) {
        self.source.answers.lock().expect("nobody panics with it").push_back(answer);
    }

    pub(crate) fn fetches(&self) -> usize {
        self.source.fetches.load(Ordering::Relaxed)
    }

    pub(crate) fn token(&self) -> Option<String> {
        let mut found = None;
        self.credential().with_token(&mut |token| found = Some(token.expose().to_owned()));
        found
    }

    /// Lets work in the background come to its end.
    pub(crate) async fn settle(&self) {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }
}
