//! A Redis that is down, hangs, refuses, or has lost what it knew: every access ends, and everything goes
//! on when it is back.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::timeout;
use wxopen::credential::{Fetch, FetchError, Fetched, Keeper, Settings};
use wxopen::store::{Key, Record, RedisStore, Store, StoreError, Version, Written};
use wxopen_core::BoxFuture;

use crate::redis::{open, record};
use crate::server::Server;

/// The default time limit of an access, and what a busy machine may add.
const LIMIT: Duration = Duration::from_secs(2);
const SLACK: Duration = Duration::from_secs(3);

fn key() -> Key {
    Key::authorizer("wx-platform", "wx-account")
}

/// All that a store can be asked for, at once.
async fn every_access(store: &RedisStore) -> [Result<(), StoreError>; 5] {
    let (key, record, length) = (key(), record("secret-token"), Duration::from_secs(60));
    let accesses = async {
        tokio::join!(
            store.load(&key),
            store.compare_and_set(&key, None, &record),
            store.authorizers("wx-platform", None, 10),
            store.lease(&key, "holder", length),
            store.release(&key, "holder"),
        )
    };
    let ended = timeout(LIMIT + SLACK, accesses).await.expect("every access ends");
    let (load, write, list, lease, release) = ended;
    [load.map(drop), write.map(drop), list.map(drop), lease.map(drop), release]
}

async fn assert_all_work(store: &RedisStore) {
    assert_eq!(every_access(store).await, [const { Ok(()) }; 5]);
}

async fn assert_all_fail(store: &RedisStore, why: &str) {
    let why = StoreError::Unavailable(why.to_owned());
    assert_eq!(every_access(store).await, std::array::from_fn(|_| Err(why.clone())));
}

async fn write(store: &RedisStore, expected: Option<Version>, token: &str) -> Version {
    match store.compare_and_set(&key(), expected, &record(token)).await {
        Ok(Written::Stored(version)) => version,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_may_be_down_at_first_and_at_any_time() {
    let Some(mut server) = Server::start(&[]) else { return };
    server.stop();
    let store = open(&server.address());
    assert_all_fail(&store, "Connection refused (os error 111)").await;
    server.start_again();
    assert_all_work(&store).await;
    server.stop();
    let down = every_access(&store).await;
    assert!(
        down.iter().all(|access| matches!(access, Err(StoreError::Unavailable(_)))),
        "{down:?}"
    );
    server.start_again();
    assert_all_work(&store).await;
    let stored = store.load(&key()).await.expect("reads").expect("is there");
    assert_eq!(stored.record, record("secret-token"));
}

#[tokio::test]
async fn a_server_that_hangs_is_not_waited_for() {
    let Some(server) = Server::start(&[]) else { return };
    let connected = open(&server.address());
    assert_all_work(&connected).await;
    for store in [&connected, &open(&server.address())] {
        server.pause();
        assert_all_fail(store, "no answer within 2s").await;
        server.resume();
        assert_all_work(store).await;
    }
    let hasty = open(&server.address()).with_time_limit(Duration::from_millis(50));
    server.pause();
    assert_all_fail(&hasty, "no answer within 50ms").await;
    server.resume();
}

#[tokio::test]
async fn a_connection_that_has_ended_is_not_noticed() {
    let Some(server) = Server::start(&[]) else { return };
    let store = open(&server.address());
    for _ in 0..20 {
        assert_all_work(&store).await;
        let () = server.tell(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    }
}

/// As a server does that was replaced by another one.
#[tokio::test]
async fn a_server_that_takes_no_writes_does_so_later() {
    let Some(server) = Server::start(&["--replicaof", "127.0.0.1", "1"]) else { return };
    let store = open(&server.address());
    let refused = store.compare_and_set(&key(), None, &record("secret-token")).await;
    assert_eq!(refused, Err(StoreError::Unavailable("the server answered READONLY".to_owned())));
    assert_eq!(store.load(&key()).await, Ok(None));
    let () = server.tell(&["REPLICAOF", "NO", "ONE"]);
    assert_all_work(&store).await;
}

/// It quotes the command that it does not know, with the token in it.
#[tokio::test]
async fn the_words_of_a_server_are_not_passed_on() {
    let Some(server) = Server::start(&["--rename-command", "EVAL", ""]) else { return };
    let store = open(&server.address());
    let refused = store.compare_and_set(&key(), None, &record("secret-token")).await;
    assert_eq!(refused, Err(StoreError::Unavailable("the server answered ERR".to_owned())));
}

#[tokio::test]
async fn versions_are_never_used_twice() {
    let Some(mut server) = Server::start(&[]) else { return };
    let store = open(&server.address());
    let first = write(&store, None, "first").await;
    let backup = server.backup();
    let second = write(&store, Some(first), "lost").await;
    server.restore(&backup);
    let third = write(&store, Some(first), "third").await;
    let () = server.tell(&["FLUSHALL"]);
    assert_eq!(store.load(&key()).await, Ok(None));
    assert_eq!(store.authorizers("wx-platform", None, 10).await, Ok(Vec::new()));
    let fourth = write(&store, None, "fourth").await;
    assert!([first, second, third, fourth].is_sorted_by(|a, b| a < b), "{first:?} to {fourth:?}");
}

thread_local! {
    static CLOCK: Cell<u64> = const { Cell::new(1_700_000_000) };
}

/// Gives tokens with a number, for two hours each.
#[derive(Default)]
struct Source(AtomicUsize);

impl Fetch for Source {
    fn fetch<'a>(
        &'a self,
        _: &'a Key,
        _: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        Box::pin(async move {
            Ok(Fetched {
                access_token: number.to_string().into(),
                lifetime: Duration::from_secs(7200),
                refresh_token: None,
                permission_sets: None,
            })
        })
    }
}

/// Each process refreshes first once after each loss, and all of them have the token of that refresh.
#[tokio::test]
async fn processes_agree_after_a_loss() {
    let Some(mut server) = Server::start(&[]) else { return };
    let source: Arc<dyn Fetch> = Arc::new(Source::default());
    let process = || {
        let store = Arc::new(open(&server.address()));
        Keeper::with_clock(store, Arc::clone(&source), Settings::default(), || CLOCK.get())
    };
    let processes = [process(), process(), process()];
    let mut refreshes = 0;
    let mut backup = Vec::new();
    for flushed in [true, false] {
        for first in 0..processes.len() {
            // The first time, the last process knows nothing yet.
            for (later, loses) in [(0, false), (2, true)] {
                CLOCK.set(CLOCK.get() + 7200);
                refreshes += 1;
                match (loses, flushed) {
                    (false, _) => backup = server.backup(),
                    (true, true) => server.tell(&["FLUSHALL"]),
                    (true, false) => server.restore(&backup),
                }
                for turn in 0..processes.len() - usize::from(refreshes == 1) {
                    let credential = processes[(first + later + turn) % 3].credential(&key());
                    let token = credential.token().await.expect("a token");
                    assert_eq!(token.expose(), refreshes.to_string());
                }
            }
        }
    }
}
