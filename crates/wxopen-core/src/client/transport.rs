//! The seam between the client and the network, so that a test can stand in for it. What passes
//! through is bytes; nothing here understands them.

use std::fmt;
use std::pin::Pin;

use bytes::Bytes;

use crate::{Cause, Method, Phase, Secret};

/// A future in a box, as a transport returns it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to the service and brings its answer back. Never repeats a request.
pub trait Transport: Send + Sync + 'static {
    /// Carries one request. The client drops the future when the deadline passes.
    fn exchange(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, TransportError>>;
}

/// A request as it goes out.
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The whole address. It holds the token.
    pub url: Secret,
    /// The JSON body; `None` for `GET`.
    pub body: Option<Vec<u8>>,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.expose();
        let shown = address.split_once('?').map_or(address, |(path, _)| path);
        write!(f, "{} {shown} ({} bytes)", self.method, self.body.as_ref().map_or(0, Vec::len))
    }
}

/// An answer as it came in.
pub struct HttpAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Bytes,
}

impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// Why there is no answer, or none that may be used.
#[derive(Debug)]
pub struct TransportError {
    phase: Phase,
    cause: Cause,
}

impl TransportError {
    /// No byte of the request was written. Say so only when it is certain.
    pub fn not_sent(cause: Cause) -> Self {
        TransportError { phase: Phase::NotSent, cause }
    }

    /// A byte may have been written, and there is no full answer.
    pub fn outcome_unknown(cause: Cause) -> Self {
        TransportError { phase: Phase::OutcomeUnknown, cause }
    }

    /// There is an answer, but not one that can be used.
    pub fn malformed(cause: Cause) -> Self {
        TransportError { phase: Phase::Malformed, cause }
    }

    pub(super) fn into_parts(self) -> (Phase, Cause) {
        (self.phase, self.cause)
    }
}
