//! What must hold for records of a store, whoever wrote the file: here, a row of SQLite with any bytes. Never
//! looks into the format of a record.

use std::cell::RefCell;

use rusqlite::{Connection, params};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use wxopen::store::{Key, Record, SqliteStore, Store, StoreError, Written};

use crate::fuzz::is_clean;

/// A record that is read can be stored, and comes back as it was; an error shows nothing of it. The first
/// eight bytes are the version.
pub(super) fn record(bytes: &[u8]) {
    thread_local!(static SHELF: RefCell<Shelf> = RefCell::new(Shelf::new()));
    let Some((version, text)) = bytes.split_first_chunk::<8>() else { return };
    SHELF.with_borrow(|shelf| shelf.check(i64::from_le_bytes(*version), text));
}

/// A store, and a second hand that writes what it likes.
struct Shelf {
    runtime: Runtime,
    store: SqliteStore,
    hand: Connection,
    _folder: TempDir,
}

impl Shelf {
    fn new() -> Shelf {
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("store.sqlite");
        let store = SqliteStore::open(&path).expect("a new file");
        let hand = Connection::open(&path).expect("the same file");
        // Nothing of this has to survive a power cut.
        hand.pragma_update(None, "synchronous", "off").expect("SQLite knows it");
        Shelf { runtime, store, hand, _folder: folder }
    }

    fn check(&self, version: i64, text: &[u8]) {
        let key = Key::Ticket("wx".to_owned());
        let statement = "INSERT OR REPLACE INTO credential VALUES (?1, ?2, CAST(?3 AS TEXT))";
        self.hand
            .execute(statement, params![key.to_string(), version, text])
            .expect("a row may hold any text");
        match self.runtime.block_on(self.store.load(&key)) {
            Ok(found) => {
                let found = found.expect("the row is there");
                assert_eq!(i64::try_from(found.version.get()), Ok(version));
                assert!(version > 0 && text.trim_ascii_start().starts_with(b"{"));
                self.assert_comes_back(&found.record);
            }
            Err(error) => {
                assert!(matches!(error, StoreError::Unreadable(_) | StoreError::Unavailable(_)));
                assert!(is_clean(&format!("{error} {error:?}")), "{error}");
            }
        }
    }

    fn assert_comes_back(&self, record: &Record) {
        let key = Key::Component("wx".to_owned());
        self.hand
            .execute("DELETE FROM credential WHERE key = ?1", [key.to_string()])
            .expect("SQLite deletes");
        let written = self.runtime.block_on(self.store.compare_and_set(&key, None, record));
        assert!(matches!(written, Ok(Written::Stored(_))), "{written:?}");
        let found = self.runtime.block_on(self.store.load(&key)).expect("what was written");
        assert_eq!(&found.expect("the row is there").record, record);
        assert!(is_clean(&format!("{record:?}")));
    }
}
