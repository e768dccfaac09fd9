//! `SqliteStore`: one file, several processes, kills at any instant, and nobody else reading along.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::Duration;

use wxopen::store::{
    Key, Record, SqliteStore, Store, StoreError, Stored, Version, Written, conformance,
};

use crate::again;

#[tokio::test]
async fn conforms() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path().join("wxopen.db")).expect("opens");
    conformance::check(&store).await;
}

#[tokio::test]
async fn what_was_stored_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wxopen.db");
    let key = Key::Ticket("wx".into());
    let record = Record { access_token: Some("ticket".into()), ..Record::default() };
    let store = SqliteStore::open(&path).expect("opens");
    let written = store.compare_and_set(&key, None, &record).await;
    assert_eq!(written, Ok(Written::Stored(Version::FIRST)));
    drop(store);
    let again = SqliteStore::open(&path).expect("opens");
    assert_eq!(again.load(&key).await, Ok(Some(Stored { version: Version::FIRST, record })));
}

/// As two processes do that start at the same time.
#[test]
fn a_file_that_another_process_is_making_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), "new", b"");
    let other = rusqlite::Connection::open(&path).expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("locks");
    let other = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        other.execute_batch("COMMIT").expect("unlocks");
    });
    SqliteStore::open(&path).expect("waits, and opens");
    other.join().expect("ends");
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_reads_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wxopen.db");
    let store = SqliteStore::open(&path).expect("opens");
    let record = Record { access_token: Some("token".into()), ..Record::default() };
    store.compare_and_set(&Key::Ticket("wx".into()), None, &record).await.expect("writes");
    for entry in fs::read_dir(folder.path()).expect("the folder").flatten() {
        let mode = entry.metadata().expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.path());
    }
    drop(store);
    for mode in [0o640, 0o604, 0o644, 0o620] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("sets the mode");
        let refused = SqliteStore::open(&path).expect_err("others may read it");
        assert_eq!(refused, StoreError::Exposed(path.display().to_string(), mode));
    }
}

#[tokio::test]
async fn what_is_no_store_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = SqliteStore::open(file(
        folder.path(),
        "text",
        b"no database at all, but long enough to be one",
    ));
    assert!(matches!(error, Err(StoreError::Unavailable(_))), "{error:?}");
    let later = file(folder.path(), "later", b"");
    let connection = rusqlite::Connection::open(&later).expect("opens");
    connection.pragma_update(None, "user_version", 2).expect("sets");
    let error = SqliteStore::open(&later).expect_err("a later release");
    assert_eq!(error, StoreError::Unreadable("tables of a later release"));
    let missing = SqliteStore::open(folder.path().join("no/such/folder/wxopen.db"));
    assert!(matches!(missing, Err(StoreError::Unavailable(_))), "{missing:?}");
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("writes");
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("mode");
    path
}

const FILE: &str = "WXOPEN_TEST_STORE";

/// Runs in processes of their own: writes one record after the other until it is killed, or until the
/// record has reached a version.
#[tokio::test]
async fn writer() {
    let Ok(path) = std::env::var(FILE) else { return };
    let end: u64 =
        std::env::var("WXOPEN_TEST_END").map_or(u64::MAX, |end| end.parse().expect("a number"));
    let store = SqliteStore::open(path).expect("opens");
    let key = key();
    loop {
        let found = store.load(&key).await.expect("reads");
        let version = found.as_ref().map(|stored| stored.version);
        if version.map_or(0, Version::get) >= end {
            return;
        }
        let next = version.map_or(Version::FIRST, Version::next).get();
        store.compare_and_set(&key, version, &numbered(next)).await.expect("writes");
    }
}

fn key() -> Key {
    Key::authorizer("wx-platform", "wx-account")
}

/// A record whose every part tells its version.
fn numbered(version: u64) -> Record {
    Record {
        access_token: Some(format!("access {version} {}", "x".repeat(2000)).into()),
        expires_at: Some(version),
        refresh_token: Some(format!("refresh {version}").into()),
        previous_refresh_token: Some(format!("refresh {}", version - 1).into()),
        permission_sets: Some(vec![33]),
    }
}

fn start_writer(path: &Path, end: Option<u64>) -> Child {
    let mut command = again("sqlite::writer");
    command.env(FILE, path);
    if let Some(end) = end {
        command.env("WXOPEN_TEST_END", end.to_string());
    }
    command.spawn().expect("starts")
}

/// However often it is killed, the record is whole and no write that was seen is lost.
#[tokio::test]
async fn a_writer_that_is_killed_leaves_a_whole_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wxopen.db");
    let mut seen = 0;
    for round in 0..30 {
        let mut writer = start_writer(&path, None);
        // Not a wait for anything: the instants of the kills only have to differ.
        tokio::time::sleep(Duration::from_millis(20 + round * 7 % 60)).await;
        writer.kill().expect("kills");
        writer.wait().expect("ends");
        let store = SqliteStore::open(&path).expect("opens after a kill");
        let Some(stored) = store.load(&key()).await.expect("reads after a kill") else { continue };
        assert_eq!(stored.record, numbered(stored.version.get()));
        assert!(stored.version.get() >= seen);
        seen = stored.version.get();
    }
    assert!(seen > 0, "no writer came as far as writing");
}

/// Processes that write at the same time lose no version, and none goes backwards.
#[tokio::test]
async fn several_processes_share_a_file() {
    const END: u64 = 200;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wxopen.db");
    let writers: Vec<Child> = (0..4).map(|_| start_writer(&path, Some(END))).collect();
    let store = SqliteStore::open(&path).expect("opens");
    let mut seen = 0;
    while seen < END {
        if let Some(stored) = store.load(&key()).await.expect("reads") {
            assert_eq!(stored.record, numbered(stored.version.get()));
            assert!(stored.version.get() >= seen, "a version went backwards");
            seen = stored.version.get();
        }
    }
    for mut writer in writers {
        assert!(writer.wait().expect("ends").success());
    }
    assert_eq!(store.load(&key()).await.expect("reads").map(|s| s.version.get()), Some(END));
}
