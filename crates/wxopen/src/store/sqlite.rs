//! A store in one SQLite file, which several processes may use at the same time. Each write is one
//! statement: a process that is killed leaves the old record or the new one.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, params};
use wxopen_core::BoxFuture;

use crate::store::{Key, Record, Store, StoreError, Stored, Version, Written, format};

/// How long a process waits for another one to finish its write.
const PATIENCE: Duration = Duration::from_secs(2);

/// The layout of the tables, kept in `user_version` of the file.
const LAYOUT: i64 = 1;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS credential (
        key TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS lease (
        key TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;
";

/// Keeps credentials in a file.
#[derive(Clone)]
pub struct SqliteStore {
    path: Arc<PathBuf>,
    connection: Arc<Mutex<Connection>>,
}

impl SqliteStore {
    /// Opens the file, or makes one that only its owner can read.
    ///
    /// # Errors
    ///
    /// If others may read the file, if it cannot be opened, or if a later release has written it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_owned();
        keep_to_ourselves(&path)?;
        let connection = Connection::open(&path).map_err(unavailable)?;
        prepare(&connection)?;
        let connection = Arc::new(Mutex::new(connection));
        Ok(SqliteStore { path: Arc::new(path), connection })
    }

    /// SQLite waits for the disk, so it works on a thread that may wait.
    fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let connection = Arc::clone(&self.connection);
        Box::pin(async move {
            let job = move || {
                // A statement that panicked has done nothing, so the connection is sound.
                job(&connection.lock().unwrap_or_else(PoisonError::into_inner))
            };
            let lost = |_| StoreError::Unavailable("the runtime is shutting down".to_owned());
            tokio::task::spawn_blocking(job).await.map_err(lost)?
        })
    }
}

impl Store for SqliteStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        let key = key.to_string();
        self.work(move |connection| {
            let mut statement = connection
                .prepare_cached("SELECT version, record FROM credential WHERE key = ?1")
                .map_err(unavailable)?;
            let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let found: Option<(i64, String)> =
                statement.query_row([key], row).optional().map_err(unavailable)?;
            found.map(|(version, text)| stored(version, &text)).transpose()
        })
    }

    fn compare_and_set<'a>(
        &'a self,
        key: &'a Key,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        let (key, text) = (key.to_string(), format::write(record));
        self.work(move |connection| {
            let version = expected.map_or(Version::FIRST, Version::next);
            let number = i64::try_from(version.get()).unwrap_or(i64::MAX);
            let changed = match expected {
                None => connection.execute(
                    "INSERT INTO credential VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    params![key, number, *text],
                ),
                Some(_) => connection.execute(
                    "UPDATE credential SET version = ?2, record = ?3
                     WHERE key = ?1 AND version = ?2 - 1",
                    params![key, number, *text],
                ),
            };
            match changed.map_err(unavailable)? {
                0 => Ok(Written::Conflict),
                _ => Ok(Written::Stored(version)),
            }
        })
    }

    fn authorizers<'a>(
        &'a self,
        component: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        let start = Key::authorizer(component, "").to_string();
        // `0` follows `/`, so this is behind every appid of the platform.
        let end = format!("{}0", start.trim_end_matches('/'));
        let after = format!("{start}{}", after.unwrap_or_default());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.work(move |connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT key FROM credential WHERE key > ?1 AND key < ?2 ORDER BY key LIMIT ?3",
                )
                .map_err(unavailable)?;
            let keys = statement
                .query_map(params![after, end, limit], |row| row.get::<_, String>(0))
                .map_err(unavailable)?;
            keys.map(|key| match key {
                Ok(key) => Ok(key.strip_prefix(&start).unwrap_or_default().to_owned()),
                Err(error) => Err(unavailable(error)),
            })
            .collect()
        })
    }

    fn lease<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
        length: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        let (key, holder) = (key.to_string(), holder.to_owned());
        self.work(move |connection| {
            let now = now();
            let until = now.saturating_add(i64::try_from(length.as_millis()).unwrap_or(i64::MAX));
            let given = connection.execute(
                "INSERT INTO lease VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO UPDATE SET holder = ?2, until = ?3
                 WHERE holder = ?2 OR until <= ?4",
                params![key, holder, until, now],
            );
            Ok(given.map_err(unavailable)? > 0)
        })
    }

    fn release<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let (key, holder) = (key.to_string(), holder.to_owned());
        self.work(move |connection| {
            let statement = "DELETE FROM lease WHERE key = ?1 AND holder = ?2";
            connection.execute(statement, params![key, holder]).map_err(unavailable)?;
            Ok(())
        })
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Makes the file if there is none, and refuses one that others may read. SQLite gives the files
/// beside it the same mode.
fn keep_to_ourselves(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let cannot = |error| StoreError::Unavailable(format!("{}: {error}", path.display()));
    let file = options.open(path).map_err(cannot)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().map_err(cannot)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(StoreError::Exposed(path.display().to_string(), mode));
        }
    }
    drop(file);
    Ok(())
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE).map_err(unavailable)?;
    // Readers go on while somebody writes; what was told to be stored survives a power cut.
    write_ahead(connection).map_err(unavailable)?;
    connection.pragma_update(None, "synchronous", "full").map_err(unavailable)?;
    let layout: i64 =
        connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(unavailable)?;
    match layout {
        0 => connection
            .execute_batch(&format!("BEGIN IMMEDIATE;{TABLES}COMMIT;"))
            .map_err(unavailable),
        LAYOUT => Ok(()),
        _ => Err(StoreError::Unreadable("tables of a later release")),
    }
}

/// While another process makes the same file, SQLite refuses this at once, whatever `busy_timeout` says.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if is_busy(&error) && start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

fn stored(version: i64, text: &str) -> Result<Stored, StoreError> {
    let version = u64::try_from(version).ok().and_then(Version::new);
    let version = version.ok_or(StoreError::Unreadable("a version that no write has"))?;
    Ok(Stored { version, record: format::read(text)? })
}

/// What SQLite says of a failure; it quotes statements, which hold no values.
fn unavailable(error: rusqlite::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// Leases are shared between processes, which have no clock in common but that of the machine.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
