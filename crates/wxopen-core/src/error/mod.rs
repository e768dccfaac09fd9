//! How a call can fail: how far it got, what the service said, and what to do. Nothing here ever
//! holds a token or a value of a body.

mod display;

use std::fmt;
use std::time::SystemTime;

use crate::{
    Attempt, Class, Code, DecodeError, EndpointError, EndpointMeta, Envelope, ErrorMeta, Repeat,
    Text,
};

/// How far a failed call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// No byte of the request was written. It may always be sent again.
    NotSent,
    /// The request may have taken effect, and no answer says whether it did.
    OutcomeUnknown,
    /// The service answered with a code.
    Rejected,
    /// The service answered with something nobody can read.
    Malformed,
    /// There was no token to send. Nothing was written.
    NoCredential,
}

impl Phase {
    /// A name for logs and metrics, such as `not-sent`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Phase::NotSent => "not-sent",
            Phase::OutcomeUnknown => "outcome-unknown",
            Phase::Rejected => "rejected",
            Phase::Malformed => "malformed",
            Phase::NoCredential => "no-credential",
        }
    }
}

/// Why a call failed other than by a code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// No connection could be made: name not found, refused, no route, or TLS failed.
    Connect,
    /// The connection ended before the answer was complete.
    ConnectionLost,
    /// The deadline passed.
    Deadline,
    /// The answer is longer than the cap, given in bytes.
    TooLong(usize),
    /// The answer breaks the rules of HTTP or of its compression.
    Garbled,
    /// The HTTP status is no success and the body carries no code.
    Status,
    /// The answer has no body.
    Empty,
    /// The answer is not UTF-8.
    NotUtf8,
    /// The answer is no reply.
    Reply(DecodeError),
    /// The request cannot be written.
    Request(&'static str),
    /// No token of the kind that the endpoint asks for.
    NoToken,
    /// The daily quota of the endpoint is used up: until then it is not called for this account.
    QuotaExhausted {
        /// When the quota starts anew.
        until: SystemTime,
    },
    /// Something else, in words of the transport.
    Other(&'static str),
}

/// What the service said when it refused a call.
#[derive(Clone)]
pub struct Rejection {
    meta: &'static EndpointMeta,
    envelope: Envelope,
}

impl Rejection {
    /// `errcode`.
    pub fn code(&self) -> i64 {
        self.envelope.code()
    }

    /// What kind of failure it is on this endpoint.
    pub fn class(&self) -> Class {
        self.meta.class(self.code())
    }

    /// Our name of the code, if it is documented.
    pub fn name(&self) -> Option<&'static str> {
        self.documented().map(|error| error.name)
    }

    /// What has happened, if the code is documented.
    pub fn meaning(&self) -> Option<Text> {
        self.documented().map(|error| error.meaning)
    }

    /// What to do, if the code is documented.
    pub fn remedy(&self) -> Option<Text> {
        self.documented().map(|error| error.remedy)
    }

    /// `errmsg` without rid and hint. Text of the service: show it to people with care, never log
    /// it, never match on it.
    pub fn message(&self) -> String {
        self.envelope.message()
    }

    /// WeChat's request id, by which its support knows the call.
    pub fn rid(&self) -> Option<&str> {
        self.envelope.rid()
    }

    /// The older kind of request id.
    pub fn hint(&self) -> Option<&str> {
        self.envelope.hint()
    }

    fn documented(&self) -> Option<&'static ErrorMeta> {
        self.meta.error(self.code())
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("code", &self.code())
            .field("name", &self.name())
            .field("class", &self.class())
            .field("rid", &self.rid())
            .finish_non_exhaustive()
    }
}

/// Why a call failed. `E` is the error enum of the endpoint.
///
/// ```
/// # use wxopen_core::{CallError, Class, EndpointError, Phase};
/// fn advise<E: EndpointError>(error: &CallError<E>) -> &'static str {
///     match (error.phase(), error.class()) {
///         (Phase::NotSent, _) => "send it again",
///         (Phase::OutcomeUnknown, _) => "look what happened first",
///         (Phase::Rejected, Class::Throttled) => "send it again in a minute",
///         _ => "do not send it again",
///     }
/// }
/// ```
pub struct CallError<E> {
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    meta: &'static EndpointMeta,
    phase: Phase,
    error: Option<E>,
    rejection: Option<Rejection>,
    cause: Option<Cause>,
    status: Option<u16>,
    excerpt: Option<String>,
    attempts: Vec<Attempt>,
}

impl<E: EndpointError> CallError<E> {
    /// A call of the endpoint `meta` that failed in `phase` for `cause`. Public so that fakes and
    /// transports can fail like the real thing.
    pub fn new(meta: &'static EndpointMeta, phase: Phase, cause: Cause) -> Self {
        Self::build(meta, phase, None, Some(cause))
    }

    /// A call that the service answered with a code.
    ///
    /// If the class of the code says that the call may have taken effect all the same, the phase is
    /// [`Phase::OutcomeUnknown`].
    pub fn rejected(meta: &'static EndpointMeta, envelope: Envelope) -> Self {
        let rejection = Rejection { meta, envelope };
        let phase = match rejection.class() {
            Class::OutcomeUnknown => Phase::OutcomeUnknown,
            _ => Phase::Rejected,
        };
        Self::build(meta, phase, Some(rejection), None)
    }

    /// Adds the HTTP status of the answer.
    pub fn with_status(mut self, status: u16) -> Self {
        self.inner.status = Some(status);
        self
    }

    /// Adds what may be shown of the answer. It goes into logs as it is.
    #[cfg(feature = "client")]
    pub(crate) fn with_excerpt(mut self, excerpt: Option<String>) -> Self {
        self.inner.excerpt = excerpt;
        self
    }

    /// Adds the attempts that were made before those it knows of.
    pub fn preceded_by(mut self, mut attempts: Vec<Attempt>) -> Self {
        attempts.append(&mut self.inner.attempts);
        self.inner.attempts = attempts;
        self
    }

    /// The same failure in the words of another enum of codes.
    pub(crate) fn typed<T: EndpointError>(self) -> CallError<T> {
        let Inner { meta, phase, error, rejection, cause, status, excerpt, attempts } = *self.inner;
        let error = error.map(|error| T::from_code(error.code()));
        let inner = Inner { meta, phase, error, rejection, cause, status, excerpt, attempts };
        CallError { inner: Box::new(inner) }
    }

    fn build(
        meta: &'static EndpointMeta,
        phase: Phase,
        rejection: Option<Rejection>,
        cause: Option<Cause>,
    ) -> Self {
        let error = rejection.as_ref().map(|rejection| E::from_code(rejection.code()));
        let (status, excerpt, attempts) = (None, None, Vec::new());
        let inner = Inner { meta, phase, error, rejection, cause, status, excerpt, attempts };
        CallError { inner: Box::new(inner) }
    }
}

impl<E> CallError<E> {
    /// How far the call got.
    pub fn phase(&self) -> Phase {
        self.inner.phase
    }

    /// The variant of the endpoint's error enum, if the service answered with a code.
    pub fn error(&self) -> Option<&E> {
        self.inner.error.as_ref()
    }

    /// What the service said, if it answered with a code.
    pub fn rejection(&self) -> Option<&Rejection> {
        self.inner.rejection.as_ref()
    }

    /// `errcode`, if the service answered with one.
    pub fn code(&self) -> Option<i64> {
        self.rejection().map(Rejection::code)
    }

    /// What kind of failure it is. [`Class::Unknown`] if the service said nothing.
    pub fn class(&self) -> Class {
        match (self.rejection(), self.phase()) {
            (Some(rejection), _) => rejection.class(),
            (None, Phase::OutcomeUnknown) => Class::OutcomeUnknown,
            (None, _) => Class::Unknown,
        }
    }

    /// WeChat's request id.
    pub fn rid(&self) -> Option<&str> {
        self.rejection().and_then(Rejection::rid)
    }

    /// What to do, if the code is documented.
    pub fn remedy(&self) -> Option<Text> {
        self.rejection().and_then(Rejection::remedy)
    }

    /// Why the call failed, if not by a code.
    pub fn cause(&self) -> Option<&Cause> {
        self.inner.cause.as_ref()
    }

    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// What an answer that is no JSON says of itself, as far as that can be no secret, such as
    /// `502 Bad Gateway`. At most 120 characters.
    pub fn excerpt(&self) -> Option<&str> {
        self.inner.excerpt.as_deref()
    }

    /// How it was tried, each time. Empty if the request could not be written, or a quota was known to
    /// be used up.
    pub fn attempts(&self) -> &[Attempt] {
        &self.inner.attempts
    }

    /// What is known about the endpoint.
    pub fn endpoint(&self) -> &'static EndpointMeta {
        self.inner.meta
    }

    /// Whether the request may have taken effect although the call failed.
    pub fn may_have_happened(&self) -> bool {
        matches!(self.phase(), Phase::OutcomeUnknown | Phase::Malformed)
    }

    /// The interface to ask what really happened: set if that is in doubt, and the endpoint is one
    /// that must not be sent twice.
    pub fn reconcile(&self) -> Option<&'static str> {
        let in_doubt = self.may_have_happened() && self.endpoint().repeat == Repeat::Unsafe;
        self.endpoint().reconcile.filter(|_| in_doubt)
    }
}

/// A failed call of any endpoint, for functions that call several: `?` converts every
/// [`CallError`] into it.
pub struct Error(CallError<Code>);

impl<E: EndpointError> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        Error(error.typed())
    }
}

impl std::ops::Deref for Error {
    type Target = CallError<Code>;

    fn deref(&self) -> &CallError<Code> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_call_is_one_word() {
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
        assert_eq!(size_of::<CallError<Code>>(), size_of::<usize>());
    }
}
