//! A process is killed between the answer that brings new tokens and the record that keeps them: the record
//! is the old one or the new one, whole, and its refresh token is one that is still accepted.

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use wxopen::credential::{Fetch, FetchError, Fetched, Keeper, Remedy, Settings};
use wxopen::store::{Key, Record, SqliteStore, Store};
use wxopen_core::BoxFuture;

use crate::again;

const LIFETIME: u64 = 7200;

#[tokio::test]
async fn a_hundred_kills_before_the_record_lose_no_refresh_token() {
    kill(100).await;
}

#[tokio::test]
#[ignore = "takes long"]
async fn a_thousand_kills_before_the_record_lose_no_refresh_token() {
    kill(1000).await;
}

async fn kill(times: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let service = Service::of(folder.path());
    service.issue(0);
    let store = SqliteStore::open(file_of(folder.path())).expect("opens");
    store.compare_and_set(&key(), None, &record(0)).await.expect("writes");
    let window = Refresher::start(folder.path()).time_to_store();
    let mut unstored = 0;
    for round in 0.. {
        // The instants of the kills only have to differ, from at once until there surely is a record.
        Refresher::start(folder.path()).kill_after_answer(window * (round * 37 % 125) / 100);
        let found = store.load(&key()).await.expect("reads").expect("is there").record;
        let number = found.expires_at.expect("a time") / LIFETIME;
        assert_eq!(found, record(number), "half a record");
        assert!(service.accepts(number), "{number} was replaced by {}", service.issued());
        unstored += u32::from(number < service.issued());
        if unstored == times {
            break;
        }
        assert!(round < 4 * times, "{unstored} kills only came between an answer and its record");
    }
}

fn file_of(folder: &Path) -> PathBuf {
    folder.join("wxopen.db")
}

fn key() -> Key {
    Key::authorizer("wx-platform", "wx-account")
}

/// A record whose every part tells how many refreshes were before it.
fn record(number: u64) -> Record {
    Record {
        access_token: Some(access_token(number).into()),
        expires_at: Some(number * LIFETIME),
        refresh_token: Some(format!("refresh {number}").into()),
        previous_refresh_token: number.checked_sub(1).map(|last| format!("refresh {last}").into()),
        permission_sets: None,
    }
}

fn access_token(number: u64) -> String {
    format!("access {number} {}", "x".repeat(2000))
}

/// A process that refreshes until it is killed.
struct Refresher {
    process: Child,
    says: Lines<BufReader<ChildStdout>>,
    folder: PathBuf,
}

const FOLDER: &str = "WXOPEN_TEST_FOLDER";

impl Refresher {
    fn start(folder: &Path) -> Refresher {
        let mut command = again("kill::refresher");
        command.env(FOLDER, folder).stdout(Stdio::piped());
        let mut process = command.spawn().expect("starts");
        let says = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        Refresher { process, says, folder: folder.to_owned() }
    }

    /// The time between an answer and its record.
    fn time_to_store(mut self) -> Duration {
        const TIMES: u32 = 10;
        let micros: u64 = (0..TIMES).map(|_| self.next("stored")).sum();
        self.kill();
        Duration::from_micros(micros) / TIMES
    }

    fn kill_after_answer(mut self, delay: Duration) {
        self.next("answered");
        sleep(delay);
        self.kill();
    }

    fn next(&mut self, word: &str) -> u64 {
        let mut lines = self.says.by_ref().map(|line| line.expect("a line"));
        let number = lines.find_map(|line| line.strip_prefix(word)?.trim().parse().ok());
        number.expect("its refresh token is accepted")
    }

    fn kill(mut self) {
        self.process.kill().expect("kills");
        self.process.wait().expect("ends");
        // The next one need not wait until the lease ends.
        let file = rusqlite::Connection::open(file_of(&self.folder)).expect("opens");
        file.busy_timeout(Duration::from_secs(10)).expect("waits");
        file.execute("DELETE FROM lease", []).expect("deletes");
    }
}

static CLOCK: AtomicU64 = AtomicU64::new(0);

/// Runs in the process.
#[tokio::test]
async fn refresher() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let store = Arc::new(SqliteStore::open(file_of(&folder)).expect("opens"));
    let service = Arc::new(Service::of(&folder));
    let source = Arc::clone(&service) as Arc<dyn Fetch>;
    let clock = || CLOCK.load(Ordering::Relaxed);
    let keeper = Keeper::with_clock(store.clone(), source, Settings::default(), clock);
    let credential = keeper.credential(&key());
    loop {
        let stored = store.load(&key()).await.expect("reads").expect("is there");
        CLOCK.store(stored.record.expires_at.expect("a time"), Ordering::Relaxed);
        credential.token().await.expect("a token");
        let answered = service.answered.lock().expect("a time").expect("an answer");
        println!("stored {}", answered.elapsed().as_micros());
    }
}

/// Gives a new refresh token each time, and accepts the one before as long as nobody has used the new one.
struct Service {
    last: PathBuf,
    answered: Mutex<Option<Instant>>,
}

impl Service {
    fn of(folder: &Path) -> Service {
        Service { last: folder.join("issued"), answered: Mutex::default() }
    }

    fn issued(&self) -> u64 {
        fs::read_to_string(&self.last).expect("a file").parse().expect("a number")
    }

    fn accepts(&self, number: u64) -> bool {
        let issued = self.issued();
        number == issued || number + 1 == issued
    }

    /// Whole, even if the process is killed meanwhile.
    fn issue(&self, number: u64) {
        let new = self.last.with_extension("new");
        fs::write(&new, number.to_string()).expect("writes");
        fs::rename(&new, &self.last).expect("replaces");
    }
}

impl Fetch for Service {
    fn fetch<'a>(
        &'a self,
        _: &'a Key,
        old: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>> {
        Box::pin(async move {
            let token = old.refresh_token.as_ref().map(|token| token.expose()).unwrap_or_default();
            let number = token.strip_prefix("refresh ").and_then(|number| number.parse().ok());
            let Some(number) = number.filter(|number| self.accepts(*number)) else {
                let what = "the refresh token is not accepted".to_owned();
                return Err(FetchError { what, remedy: Remedy::Authorize });
            };
            let new = number + 1;
            self.issue(new);
            println!("\nanswered {new}");
            *self.answered.lock().expect("a time") = Some(Instant::now());
            Ok(Fetched {
                access_token: access_token(new).into(),
                lifetime: Duration::from_secs(LIFETIME),
                refresh_token: Some(format!("refresh {new}").into()),
                permission_sets: None,
            })
        })
    }
}
