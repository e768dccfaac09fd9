//! A store in a Redis server, for processes on several machines. Each write is one script: a process that
//! is killed, or a connection that breaks, leaves the old record or the new one.

mod connection;
mod script;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::{Cmd, FromRedisValue, cmd};
use wxopen_core::BoxFuture;

use crate::store::redis::connection::Server;
use crate::store::{Key, Record, Store, StoreError, Stored, Version, Written, format};

/// How long an access takes at most.
const LIMIT: Duration = Duration::from_secs(2);

/// Keeps credentials in Redis 5 or later, or in a server that speaks like it. Cheap to clone; clones share
/// one connection.
///
/// ```no_run
/// use wxopen::store::RedisStore;
///
/// # fn main() -> Result<(), wxopen::store::StoreError> {
/// let store = RedisStore::open("rediss://:password@redis.example.com")?.with_prefix("shop");
/// # Ok(())
/// # }
/// ```
///
/// # When the server does not answer
///
/// Every access ends within a time limit, by default 2 s, with [`StoreError::Unavailable`]. Opening a store
/// does not connect: a platform starts while the server is down. A connection that has failed is replaced
/// by the next access; an access that fails is made once more on a new connection, within the same limit.
/// A write whose answer was lost on the way may so conflict with itself: load the record and look, as after
/// any other conflict.
///
/// # What is stored
///
/// With the prefix `wxopen`, for the platform `wx-platform` and its authorizer `wx-account`:
///
/// - `wxopen:{wx-platform}:ticket`, `wxopen:{wx-platform}:component` and
///   `wxopen:{wx-platform}:authorizer:wx-account` are hashes of a `version` and a `record`. The record has the
///   bytes that it has in a `SqliteStore`.
/// - `wxopen:{wx-platform}:authorizers` is a sorted set of appids.
/// - `wxopen:{wx-platform}:lease:authorizer:wx-account`, and so on, are strings that expire.
///
/// The records are secrets, and not encrypted. A user of the server needs the rights `~wxopen:* +eval +hmget
/// +hget +hset +zadd +zrangebylex +get +set +del +pexpire +time`.
///
/// The braces keep what belongs to a platform together on one server of a cluster. The store talks to one
/// server and follows no redirection: give it the cluster's proxy, or the server that has the platform.
///
/// # When the server loses something
///
/// Configure it to lose nothing: `maxmemory-policy noeviction`, `appendonly yes`, and a replica. If it was
/// emptied all the same, or if a replica has taken over that was behind, processes write back what they still
/// know when they next refresh it, and what nobody knows is had from WeChat again. Versions begin with the
/// server's clock: those after a loss are above those that were lost, and nobody takes an older record for
/// a newer one. For that, the clocks of a server and its replica must differ by less than the time that it
/// takes to notice that the server is gone.
#[derive(Clone)]
pub struct RedisStore {
    server: Arc<Server>,
    prefix: String,
    limit: Duration,
}

impl RedisStore {
    /// A store on a server, by its address: `redis://user:password@host:port/database`, `rediss://` for TLS,
    /// or `redis+unix:///path?db=database&user=user&pass=password`. All but the host or the path may be left
    /// out. Does not connect.
    ///
    /// With the feature `rustls`, and if nobody has chosen the process's provider of cryptography yet, an
    /// address with TLS makes that aws-lc-rs.
    ///
    /// # Errors
    ///
    /// If this is no such address, or asks for TLS and the crate was built without.
    pub fn open(address: &str) -> Result<Self, StoreError> {
        let server = Arc::new(Server::at(address)?);
        Ok(RedisStore { server, prefix: "wxopen".to_owned(), limit: LIMIT })
    }

    /// Believes servers that these certificates vouch for, in PEM, instead of those that the system trusts.
    ///
    /// # Errors
    ///
    /// If these are no certificates, or the address does not begin with `rediss://`.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn with_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Result<Self, StoreError> {
        self.server = Arc::new(self.server.trusting(pem.into())?);
        Ok(self)
    }

    /// What the names of all keys begin with. Default: `wxopen`.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long an access takes at most, connecting included. Default: 2 s.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        self.server.ask(command, self.limit).await
    }

    fn record(&self, key: &Key) -> String {
        self.name(key, "")
    }

    fn lease_of(&self, key: &Key) -> String {
        self.name(key, "lease:")
    }

    fn name(&self, key: &Key, kind: &str) -> String {
        match key {
            Key::Ticket(component) => self.of(component, &format!("{kind}ticket")),
            Key::Component(component) => self.of(component, &format!("{kind}component")),
            Key::Authorizer { component, authorizer } => {
                self.of(component, &format!("{kind}authorizer:{authorizer}"))
            }
        }
    }

    /// What is in braces decides on which server of a cluster a key is.
    fn of(&self, component: &str, what: &str) -> String {
        format!("{}:{{{component}}}:{what}", self.prefix)
    }
}

impl Store for RedisStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(async move {
            let mut command = cmd("HMGET");
            command.arg(self.record(key)).arg("version").arg("record");
            let (version, text): (Option<String>, Option<String>) = self.ask(&command).await?;
            let Some(text) = text else { return Ok(None) };
            let version = version.and_then(|number| Version::new(number.parse().ok()?));
            let version = version.ok_or(StoreError::Unreadable("a version that no write has"))?;
            Ok(Some(Stored { version, record: format::read(&text)? }))
        })
    }

    fn compare_and_set<'a>(
        &'a self,
        key: &'a Key,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        Box::pin(async move {
            let expected = expected.map(|version| version.get().to_string()).unwrap_or_default();
            let text = format::write(record);
            let mut command = cmd("EVAL");
            command.arg(script::COMPARE_AND_SET);
            match key {
                Key::Authorizer { component, authorizer } => {
                    let list = self.of(component, "authorizers");
                    command.arg(2).arg(self.record(key)).arg(list);
                    command.arg(expected).arg(&*text).arg(authorizer);
                }
                _ => {
                    command.arg(1).arg(self.record(key)).arg(expected).arg(&*text);
                }
            }
            let version: Option<u64> = self.ask(&command).await?;
            Ok(version.and_then(Version::new).map_or(Written::Conflict, Written::Stored))
        })
    }

    fn authorizers<'a>(
        &'a self,
        component: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move {
            let start = after.map_or_else(|| "-".to_owned(), |after| format!("({after}"));
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut command = cmd("ZRANGEBYLEX");
            command.arg(self.of(component, "authorizers")).arg(start).arg("+");
            command.arg("LIMIT").arg(0).arg(limit);
            self.ask(&command).await
        })
    }

    fn lease<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
        length: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            // Seven weeks are for ever.
            let length = u32::try_from(length.as_millis()).unwrap_or(u32::MAX);
            let mut command = cmd("EVAL");
            command.arg(script::LEASE).arg(1).arg(self.lease_of(key)).arg(holder).arg(length);
            self.ask(&command).await
        })
    }

    fn release<'a>(
        &'a self,
        key: &'a Key,
        holder: &'a str,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut command = cmd("EVAL");
            command.arg(script::RELEASE).arg(1).arg(self.lease_of(key)).arg(holder);
            self.ask(&command).await
        })
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("server", &self.server.name().to_string())
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
