//! The client: a token, a transport and a deadline around an endpoint. What a code means and how
//! bytes are read is none of its business.

mod address;
mod budget;
mod builder;
mod call;
mod excerpt;
mod failure;
mod hosts;
mod over_reqwest;
mod progress;
mod quota;
mod read;
mod retry;
mod service;
mod telemetry;
mod token;
mod transport;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::client::budget::Budget;
use crate::client::call::Call;
use crate::client::hosts::Hosts;
use crate::client::read::read;
use crate::{Body, CallError, Code, Endpoint, Exchange, Observer};

pub use builder::{BuildError, ClientBuilder};
pub use over_reqwest::ReqwestTransport;
pub use progress::Progress;
pub use quota::{QuotaStop, QuotaStops};
pub use retry::{Failed, Retry, RetryPolicy};
pub use service::BoxError;
pub use token::{TokenCell, TokenSource};
pub use transport::{BoxFuture, HttpAnswer, HttpRequest, Transport, TransportError};

/// Calls endpoints. Cheap to clone; clones share connections and tokens.
///
/// | setting | default |
/// | --- | --- |
/// | address | `https://api.weixin.qq.com` |
/// | time to connect | 3 s |
/// | time for a call | 10 s, or what the endpoint asks for if that is more |
/// | idle connections | closed after 15 s |
/// | size of an answer | 4 MiB, unpacked (gzip) |
/// | HTTP | 1.1; 2 with the feature `http2` |
/// | attempts | 3 at the most, where another can do no harm: see [`Retry`] |
/// | redirects, `Referer`, proxies, cookies | none |
///
/// # Telemetry
///
/// With the feature `tracing`, a call is a span `wxopen.call` (`interface`, `outcome`, `class`, `code`,
/// `attempts`, `latency_ms`) at level INFO, and each attempt a span `wxopen.attempt` in it (`number`,
/// `outcome`, `class`, `code`, `waited_ms`, `latency_ms`) at level DEBUG. With the feature `metrics`, there
/// are
///
/// | metric | kind | labels |
/// | --- | --- | --- |
/// | `wxopen_calls_total` | counter | `interface`, `outcome`, `class` |
/// | `wxopen_call_duration_seconds` | histogram, waits included | `interface`, `outcome` |
/// | `wxopen_attempts_total` | counter | `interface`, `outcome`, `class` |
/// | `wxopen_attempt_duration_seconds` | histogram | `interface`, `outcome` |
/// | `wxopen_lenient_total` | counter of [findings](crate::Finding) | `interface`, `kind` |
///
/// `outcome` is `ok` or a [phase](crate::Phase::as_str), `class` is `none` or a
/// [class](crate::Class::as_str). No token, address or body is among all this. A call that is dropped
/// before it ends, or whose request cannot be made, is not counted.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    tokens: Arc<dyn TokenSource>,
}

/// What clients with different tokens have in common.
struct Shared {
    transport: Box<dyn Transport>,
    observer: Option<Arc<dyn Observer>>,
    hosts: Hosts,
    deadline: Duration,
    retry: Box<dyn RetryPolicy>,
    budget: Budget,
    quota: QuotaStops,
    clock: fn() -> SystemTime,
}

impl Client {
    /// Starts a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with other tokens and the same everything else, connections included.
    #[must_use]
    pub fn with_token_source(&self, tokens: Arc<dyn TokenSource>) -> Client {
        Client { shared: Arc::clone(&self.shared), tokens }
    }

    /// Calls an endpoint, within the client's deadline or the endpoint's, whichever is longer. What
    /// fails is sent again where that can do no harm and may help, see [`RetryPolicy`].
    ///
    /// # Errors
    ///
    /// [`CallError::phase`] tells how far the call got, [`CallError::error`] what the endpoint's
    /// page calls it.
    pub async fn send<E: Endpoint>(&self, request: E) -> Result<E::Reply, CallError<E::Error>> {
        self.send_traced(request, None).await.map(|exchange| exchange.reply)
    }

    /// Calls an endpoint within a deadline of the caller's own.
    ///
    /// # Errors
    ///
    /// As [`Client::send`].
    pub async fn send_within<E: Endpoint>(
        &self,
        request: E,
        deadline: Duration,
    ) -> Result<E::Reply, CallError<E::Error>> {
        self.send_traced(request, deadline).await.map(|exchange| exchange.reply)
    }

    /// Calls an endpoint and tells, beside the reply, how it was come by. Without a deadline, that of
    /// [`Client::send`] is meant.
    ///
    /// # Errors
    ///
    /// As [`Client::send`]. The error knows its [attempts](CallError::attempts), too.
    pub async fn send_traced<E: Endpoint>(
        &self,
        request: E,
        deadline: impl Into<Option<Duration>>,
    ) -> Result<Exchange<E::Reply>, CallError<E::Error>> {
        let usual = self.shared.deadline.max(E::META.deadline.unwrap_or_default());
        let deadline = deadline.into().unwrap_or(usual);
        let mut body = Body::new();
        request.encode(&mut body);
        drop(request);
        self.call::<E>(body, deadline).await.map_err(CallError::typed)
    }

    async fn call<E: Endpoint>(
        &self,
        body: Body,
        deadline: Duration,
    ) -> Result<Exchange<E::Reply>, CallError<Code>> {
        let mut call = Call::new(self, E::META, body, deadline)?;
        let observer = self.shared.observer.as_deref();
        loop {
            let answer = call.attempt().await;
            match answer.and_then(|answer| read::<E>(&answer, observer)) {
                Ok((reply, repaired)) => {
                    let attempts = call.succeeded();
                    return Ok(Exchange { reply, attempts, repaired });
                }
                Err(error) => call.recover(error).await?,
            }
        }
    }

    /// The endpoints that are not called because the daily quota of an account is used up.
    pub fn quota_stops(&self) -> &QuotaStops {
        &self.shared.quota
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base", &self.shared.hosts.base(0)).finish_non_exhaustive()
    }
}
