//! What a failure of reqwest means for a call. The only file that touches a reqwest error: it drops
//! the address there, because the address holds the token.

use std::error::Error;
use std::io;

use crate::Cause;
use crate::client::{Progress, TransportError};

/// A failure before the head of an answer was there.
pub(super) fn before_answer(error: &reqwest::Error, progress: &Progress) -> TransportError {
    let cause = if error.is_connect() {
        Cause::Connect
    } else if error.is_builder() {
        Cause::Request("the request cannot be built")
    } else if error.is_timeout() {
        Cause::Deadline
    } else {
        Cause::ConnectionLost
    };
    if progress.abandon() || is_refused(error) {
        TransportError::not_sent(cause)
    } else if is_garbled(error) {
        TransportError::malformed(Cause::Garbled)
    } else {
        TransportError::outcome_unknown(cause)
    }
}

/// A failure while the body of an answer was read. What does not come from the connection comes from
/// unpacking what it brought.
pub(super) fn within_answer(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::outcome_unknown(Cause::Deadline)
    } else if of_hyper(error).is_none() || is_garbled(error) {
        TransportError::malformed(Cause::Garbled)
    } else {
        TransportError::outcome_unknown(Cause::ConnectionLost)
    }
}

/// Whether there was an answer that breaks the rules of HTTP.
fn is_garbled(error: &reqwest::Error) -> bool {
    let breaks_rules = |error: &io::Error| {
        matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
    };
    of_hyper(error).is_some_and(|error| {
        error.is_parse() || sources(error).filter_map(|it| it.downcast_ref()).any(breaks_rules)
    })
}

fn of_hyper(error: &reqwest::Error) -> Option<&hyper::Error> {
    sources(error).find_map(|source| source.downcast_ref())
}

/// Whether the service said that it has not looked at a request of which bytes had gone out.
#[cfg(feature = "http2")]
fn is_refused(error: &reqwest::Error) -> bool {
    sources(error).filter_map(|source| source.downcast_ref()).any(|error: &h2::Error| {
        let reason = error.reason();
        error.is_remote()
            && ((error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM))
                || (error.is_go_away() && reason == Some(h2::Reason::NO_ERROR)))
    })
}

#[cfg(not(feature = "http2"))]
fn is_refused(_: &reqwest::Error) -> bool {
    false
}

/// What an error was caused by, and so on.
fn sources<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |error| source(*error))
}

/// The standard library leaves out what an IO error wraps.
fn source<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(wrapper) => wrapper.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}
