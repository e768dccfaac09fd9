//! How a call can fail: how far it got, what the service said, and what to do. Nothing here ever
//! holds a token or a value of a body.

mod display;
mod phase;
mod rejection;

pub use phase::{Cause, Phase};
pub use rejection::Rejection;

use crate::{Attempt, Class, Code, EndpointError, EndpointMeta, Envelope, Repeat, Text};

/// Why a call failed. `E` is the error enum of the endpoint. What to do about each kind of failure is told in
/// `docs/failures` of the repository.
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
        let rejection = Rejection::new(meta, envelope);
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
