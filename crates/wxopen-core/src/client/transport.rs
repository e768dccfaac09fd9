//! The seam between the client and the network, so that a test can stand in for it. What passes
//! through is bytes; nothing here understands them.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use crate::client::Progress;
use crate::{CallError, Cause, Code, EndpointMeta, Method, Phase, Secret};

/// A future in a box, as a transport returns it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to the service and brings its answer back. Never repeats a request.
pub trait Transport: Send + Sync + 'static {
    /// Carries one request. The client drops the future when the deadline passes.
    fn exchange(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, TransportError>>;
}

/// A request as it goes out. Only a client makes one, and it cannot be copied: what was sent cannot
/// be sent again by accident.
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The whole address. It holds the token.
    pub url: Secret,
    /// The JSON body; `None` for `GET`.
    pub body: Option<Bytes>,
    /// Where the transport says whether a byte may have been written.
    pub progress: Progress,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.expose();
        let shown = address.split_once('?').map_or(address, |(path, _)| path);
        write!(f, "{} {shown} ({} bytes)", self.method, self.body.as_ref().map_or(0, Bytes::len))
    }
}

/// An answer as it came in.
#[non_exhaustive]
pub struct HttpAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Bytes,
    /// How long the service asks to be left alone (`Retry-After`).
    pub retry_after: Option<Duration>,
}

impl HttpAnswer {
    /// An answer that asks for no pause.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        HttpAnswer { status, body: body.into(), retry_after: None }
    }

    /// Adds how long the service asks to be left alone.
    pub fn with_retry_after(mut self, pause: Duration) -> Self {
        self.retry_after = Some(pause);
        self
    }
}

impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// Why there is no answer, or none that may be used.
#[derive(Debug, Clone)]
pub struct TransportError {
    phase: Phase,
    cause: Cause,
    status: Option<u16>,
}

impl TransportError {
    /// No byte of the request was written. Say so only when it is certain.
    pub fn not_sent(cause: Cause) -> Self {
        Self::new(Phase::NotSent, cause)
    }

    /// A byte may have been written, and there is no full answer.
    pub fn outcome_unknown(cause: Cause) -> Self {
        Self::new(Phase::OutcomeUnknown, cause)
    }

    /// There is an answer, but not one that can be used.
    pub fn malformed(cause: Cause) -> Self {
        Self::new(Phase::Malformed, cause)
    }

    /// Adds the HTTP status, if the answer came as far as that.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(super) fn new(phase: Phase, cause: Cause) -> Self {
        TransportError { phase, cause, status: None }
    }

    /// The same for a call of an endpoint.
    pub(super) fn of(self, meta: &'static EndpointMeta) -> CallError<Code> {
        let error = CallError::new(meta, self.phase, self.cause);
        self.status.into_iter().fold(error, CallError::with_status)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl std::error::Error for TransportError {}
