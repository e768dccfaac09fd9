//! Many processes keep the same tokens fresh in one store: each expiry costs one refresh, all agree on its
//! token, and nothing older ever replaces anything newer.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wxopen::store::{Record, Store};

use crate::member::{ACCOUNTS, Member, key, open, refresh_token};

/// With its accounts, 1,000 expiries.
const EPOCHS: u64 = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_share_a_file() {
    share_a_file(8).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes long"]
async fn thirty_two_processes_share_a_file() {
    share_a_file(32).await;
}

async fn share_a_file(processes: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    race(&folder.path().join("wxopen.db").display().to_string(), processes).await;
}

#[cfg(feature = "redis")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_share_a_server() {
    share_a_server(8).await;
}

#[cfg(feature = "redis")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes long"]
async fn thirty_two_processes_share_a_server() {
    share_a_server(32).await;
}

#[cfg(feature = "redis")]
async fn share_a_server(processes: usize) {
    let Some(server) = crate::server::Server::start(&[]) else { return };
    race(&server.address(), processes).await;
}

async fn race(address: &str, processes: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    File::create(&log).expect("a file");
    let store = open(address);
    for account in 0..ACCOUNTS {
        let record = Record { refresh_token: Some(refresh_token(0)), ..Record::default() };
        store.compare_and_set(&key(account), None, &record).await.expect("writes");
    }
    let done = Arc::new(AtomicBool::new(false));
    let watcher = tokio::spawn(watch(store, Arc::clone(&done)));
    let mut members: Vec<Member> = (0..processes).map(|_| Member::start(address, &log)).collect();
    let mut before = Vec::new();
    for epoch in 1..=EPOCHS {
        members.iter_mut().for_each(|member| member.begin(epoch));
        let seen: Vec<Vec<u64>> = members.iter_mut().map(Member::versions).collect();
        assert!(seen.iter().all(|versions| *versions == seen[0]), "{seen:?}");
        assert!(before.iter().zip(&seen[0]).all(|(old, new)| old < new), "{before:?}, {seen:?}");
        before.clone_from(&seen[0]);
    }
    members.into_iter().for_each(Member::end);
    done.store(true, Ordering::Relaxed);
    watcher.await.expect("sees nothing go backwards");
    assert_one_refresh_for_each_expiry(&fs::read_to_string(log).expect("a file"));
}

/// Looks at the store all the time.
async fn watch(store: Arc<dyn Store>, done: Arc<AtomicBool>) {
    let mut seen = BTreeMap::new();
    while !done.load(Ordering::Relaxed) {
        for account in 0..ACCOUNTS {
            let stored = store.load(&key(account)).await.expect("reads").expect("is there");
            let now = (stored.version, stored.record.expires_at);
            let before = seen.insert(account, now).unwrap_or(now);
            assert!(before <= now && before.1 <= now.1, "{before:?}, and later {now:?}");
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A process writes what it refreshes, and that it could not ask for a lease: the only excuse for
/// refreshing what another one refreshes, too.
fn assert_one_refresh_for_each_expiry(log: &str) {
    let mut refreshes = BTreeMap::new();
    let (lost, refreshed): (Vec<&str>, Vec<&str>) =
        log.lines().partition(|line| line.starts_with("lost"));
    for expiry in refreshed {
        *refreshes.entry(expiry).or_insert(0) += 1;
    }
    assert_eq!(refreshes.len() as u64, ACCOUNTS * EPOCHS, "each expiry has its refresh");
    let twice = refreshes.values().filter(|count| **count == 2).count();
    assert!(refreshes.values().all(|count| *count <= 2), "{refreshes:#?}");
    assert!(twice <= lost.len(), "{twice} refreshes too many, and {} leases lost", lost.len());
}
