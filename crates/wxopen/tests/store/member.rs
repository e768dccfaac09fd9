//! A process that keeps tokens fresh, among others that keep the same ones. Time goes by in epochs: at the
//! beginning of each, the tokens of the one before have ended.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{env, io};

use tokio::task::JoinSet;
use wxopen::credential::{Fetch, FetchError, Fetched, Keeper, Remedy, Settings};
use wxopen::store::{Key, Record, SqliteStore, Store, StoreError, Stored, Version, Written};
use wxopen_core::{BoxFuture, Secret};

/// The tokens that are kept fresh.
pub(crate) const ACCOUNTS: u64 = 20;

const LIFETIME: u64 = 7200;

/// A busy machine is slow, which is no fault of the store.
const PATIENCE: Duration = Duration::from_secs(10);

const ADDRESS: &str = "WXOPEN_TEST_ADDRESS";
const LOG: &str = "WXOPEN_TEST_LOG";

/// The process, to those who have started it.
pub(crate) struct Member {
    process: Child,
    says: Lines<BufReader<ChildStdout>>,
}

impl Member {
    pub(crate) fn start(address: &str, log: &Path) -> Member {
        let mut command = crate::again("member::member");
        command.env(ADDRESS, address).env(LOG, log).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("starts");
        let says = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        Member { process, says }
    }

    /// All its tokens have ended.
    pub(crate) fn begin(&mut self, epoch: u64) {
        writeln!(self.process.stdin.as_mut().expect("a pipe"), "{epoch}").expect("listens");
    }

    /// The versions of its new tokens.
    pub(crate) fn versions(&mut self) -> Vec<u64> {
        let mut lines = self.says.by_ref().map(|line| line.expect("a line"));
        let versions = lines.find_map(|line| line.strip_prefix("versions").map(str::to_owned));
        let versions = versions.expect("it has got its tokens");
        versions.split_whitespace().map(|number| number.parse().expect("a number")).collect()
    }

    pub(crate) fn end(mut self) {
        drop(self.process.stdin.take());
        assert!(self.process.wait().expect("ends").success());
    }
}

pub(crate) fn open(address: &str) -> Arc<dyn Store> {
    #[cfg(feature = "redis")]
    if address.starts_with("redis:") {
        let store = wxopen::store::RedisStore::open(address).expect("an address");
        return Arc::new(store.with_time_limit(PATIENCE));
    }
    Arc::new(SqliteStore::open(address).expect("opens"))
}

pub(crate) fn key(account: u64) -> Key {
    Key::authorizer("wx-platform", format!("wx-{account}"))
}

pub(crate) fn refresh_token(epoch: u64) -> Secret {
    format!("refresh {epoch}").into()
}

static EPOCH: AtomicU64 = AtomicU64::new(0);

fn clock() -> u64 {
    EPOCH.load(Ordering::Relaxed) * LIFETIME
}

/// Runs in the process.
#[tokio::test]
async fn member() {
    let (Ok(address), Ok(log)) = (env::var(ADDRESS), env::var(LOG)) else { return };
    let log = Arc::new(OpenOptions::new().append(true).open(log).expect("a file"));
    let store: Arc<dyn Store> = Arc::new(Noting { store: open(&address), log: Arc::clone(&log) });
    let mut settings = Settings::default();
    settings.store_limit = PATIENCE;
    let keeper = Keeper::with_clock(Arc::clone(&store), Arc::new(Source { log }), settings, clock);
    for epoch in io::stdin().lines() {
        EPOCH.store(epoch.expect("a line").parse().expect("a number"), Ordering::Relaxed);
        let mut callers = JoinSet::new();
        for account in 0..ACCOUNTS {
            let (credential, store) = (keeper.credential(&key(account)), Arc::clone(&store));
            callers.spawn(async move {
                let token = credential.token().await.expect("a token");
                let stored = store.load(&key(account)).await.expect("reads").expect("is there");
                assert_eq!(Some(token), stored.record.access_token);
                (account, stored.version.get())
            });
        }
        let mut versions = callers.join_all().await;
        versions.sort();
        let versions: Vec<String> = versions.iter().map(|(_, number)| number.to_string()).collect();
        println!("\nversions {}", versions.join(" "));
    }
}

/// Gives each token once an epoch to whoever has the refresh token of the one before, and notes it.
struct Source {
    log: Arc<File>,
}

impl Fetch for Source {
    fn fetch<'a>(
        &'a self,
        key: &'a Key,
        old: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>> {
        Box::pin(async move {
            let epoch = EPOCH.load(Ordering::Relaxed);
            note(&self.log, &format!("{key} {epoch}"));
            if old.refresh_token != Some(refresh_token(epoch - 1)) {
                let what = "the refresh token is none or an old one".to_owned();
                return Err(FetchError { what, remedy: Remedy::Authorize });
            }
            // Others get a chance to come too late.
            tokio::time::sleep(Duration::from_millis(2)).await;
            Ok(Fetched {
                access_token: format!("{key} {epoch} {}", std::process::id()).into(),
                lifetime: Duration::from_secs(LIFETIME),
                refresh_token: Some(refresh_token(epoch)),
                permission_sets: None,
            })
        })
    }
}

/// One write: lines of several processes do not mix.
fn note(mut log: &File, line: &str) {
    log.write_all(format!("{line}\n").as_bytes()).expect("writes");
}

/// A store that notes when it could not be asked for a lease.
struct Noting {
    store: Arc<dyn Store>,
    log: Arc<File>,
}

impl Store for Noting {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.store.load(key)
    }

    fn compare_and_set<'a>(
        &'a self,
        key: &'a Key,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        self.store.compare_and_set(key, expected, record)
    }

    fn authorizers<'a>(
        &'a self,
        component: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        self.store.authorizers(component, after, limit)
    }

    fn lease<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
        length: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let given = self.store.lease(key, holder, length).await;
            if given.is_err() {
                note(&self.log, &format!("lost {key}"));
            }
            given
        })
    }

    fn release<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.store.release(key, holder)
    }
}
