//! The connection to a Redis server: made when it is first needed, and replaced when it has failed. It
//! must never wait without an end, and never show what was sent, what came back or a password.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::io::tcp::TcpSettings;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, ErrorKind, FromRedisValue,
    IntoConnectionInfo, RedisError, RedisResult,
};
use tokio::time::{Instant, timeout_at};

use crate::store::StoreError;

/// A server, and the connection that everybody shares. The `ConnectionManager` of redis-rs would give the first
/// access after an outage the error of an attempt that was made during it.
pub(super) struct Server {
    client: Client,
    current: Mutex<Option<Arc<MultiplexedConnection>>>,
    connecting: tokio::sync::Mutex<()>,
}

impl Server {
    pub(super) fn at(address: &str) -> Result<Self, StoreError> {
        let address = address.into_connection_info().map_err(unusable)?;
        // A command is one small packet, and must not wait for the next one.
        let tcp = TcpSettings::default().set_nodelay(true);
        let client = Client::open(address.set_tcp_settings(tcp)).map_err(unusable)?;
        #[cfg(feature = "rustls")]
        if matches!(client.get_connection_info().addr(), ConnectionAddr::TcpTls { .. }) {
            choose_cryptography();
        }
        Ok(Self::of(client))
    }

    /// The same server, believed if these certificates vouch for it.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) fn trusting(&self, pem: Vec<u8>) -> Result<Self, StoreError> {
        let certificates = redis::TlsCertificates { client_tls: None, root_cert: Some(pem) };
        let address = self.client.get_connection_info().clone();
        Client::build_with_tls(address, certificates).map(Self::of).map_err(unusable)
    }

    /// Host and port, or the path of a socket.
    pub(super) fn name(&self) -> &ConnectionAddr {
        self.client.get_connection_info().addr()
    }

    /// Sends a command, and once more if that fails: the connection may have ended long ago, and the
    /// server may have become a replica since. A new connection tells.
    pub(super) async fn ask<T: FromRedisValue>(
        &self,
        command: &Cmd,
        limit: Duration,
    ) -> Result<T, StoreError> {
        let deadline = Instant::now() + limit;
        let first = self.ask_once(command, deadline).await;
        let outcome = match first {
            Ok(Err(_)) => self.ask_once(command, deadline).await,
            _ => first,
        };
        match outcome {
            Ok(answer) => answer.map_err(failure),
            Err(Late) => Err(StoreError::Unavailable(format!("no answer within {limit:?}"))),
        }
    }

    async fn ask_once<T: FromRedisValue>(
        &self,
        command: &Cmd,
        deadline: Instant,
    ) -> Result<RedisResult<T>, Late> {
        let connection = match timeout_at(deadline, self.connection()).await.map_err(|_| Late)? {
            Ok(connection) => connection,
            Err(error) => return Ok(Err(error)),
        };
        let mut shared = (*connection).clone();
        let answer = timeout_at(deadline, command.query_async(&mut shared)).await;
        if !matches!(answer, Ok(Ok(_))) {
            self.forget(&connection);
        }
        answer.map_err(|_| Late)
    }

    fn of(client: Client) -> Self {
        Server { client, current: Mutex::default(), connecting: tokio::sync::Mutex::default() }
    }

    /// The connection, made by one caller for all who wait.
    async fn connection(&self) -> RedisResult<Arc<MultiplexedConnection>> {
        if let Some(connection) = self.current().clone() {
            return Ok(connection);
        }
        let _alone = self.connecting.lock().await;
        if let Some(connection) = self.current().clone() {
            return Ok(connection);
        }
        // Time is limited by whoever asks.
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let made = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let made = Arc::new(made);
        *self.current() = Some(Arc::clone(&made));
        Ok(made)
    }

    /// Others may have replaced it already.
    fn forget(&self, failed: &Arc<MultiplexedConnection>) {
        let mut current = self.current();
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, failed)) {
            *current = None;
        }
    }

    fn current(&self) -> MutexGuard<'_, Option<Arc<MultiplexedConnection>>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time was over.
struct Late;

/// rustls panics where nobody has chosen one and several are compiled in.
#[cfg(feature = "rustls")]
fn choose_cryptography() {
    use rustls::crypto::{CryptoProvider, aws_lc_rs};
    if CryptoProvider::get_default().is_none() {
        // Somebody else may have chosen meanwhile, which is just as good.
        let _ = aws_lc_rs::default_provider().install_default();
    }
}

/// Only the fixed words are told: what follows them is taken from the address.
fn unusable(error: RedisError) -> StoreError {
    let text = error.to_string();
    StoreError::Unavailable(text.split(" - ").next().unwrap_or_default().to_owned())
}

/// The server's own words are not told, as they may quote a command, nor those about a conversion, which
/// quote the answer.
fn failure(error: RedisError) -> StoreError {
    match (error.code(), error.kind()) {
        (Some("WRONGTYPE"), _) | (None, ErrorKind::UnexpectedReturnType) => {
            StoreError::Unreadable("a value that is none of wxopen's")
        }
        (Some(code), _) => StoreError::Unavailable(format!("the server answered {code}")),
        (None, ErrorKind::Io) => StoreError::Unavailable(error.to_string()),
        (None, _) => StoreError::Unavailable(error.category().to_owned()),
    }
}
