//! How a call went, attempt by attempt. Holds no value of a request or an answer.

use std::time::Duration;

#[cfg(feature = "client")]
use crate::CallError;
use crate::{Class, Phase};

/// One attempt of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// To which address it went: 0 is the base URL, 1 the first of the fallbacks.
    pub host: usize,
    /// How long the client waited before it.
    pub waited: Duration,
    /// How long it took.
    pub took: Duration,
    /// How far it got, if it failed.
    pub phase: Option<Phase>,
    /// What kind of failure it was, if it failed.
    pub class: Option<Class>,
    /// `errcode`, if the service refused it.
    pub code: Option<i64>,
}

#[cfg(feature = "client")]
impl Attempt {
    pub(crate) fn succeeded(host: usize, waited: Duration, took: Duration) -> Self {
        Attempt { host, waited, took, phase: None, class: None, code: None }
    }

    pub(crate) fn failed<E>(
        host: usize,
        waited: Duration,
        took: Duration,
        error: &CallError<E>,
    ) -> Self {
        let (phase, class) = (Some(error.phase()), Some(error.class()));
        Attempt { host, waited, took, phase, class, code: error.code() }
    }
}

/// A reply, and how it was come by.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exchange<R> {
    /// The reply.
    pub reply: R,
    /// All attempts, the one that succeeded last.
    pub attempts: Vec<Attempt>,
    /// Whether the answer had to be repaired before it could be read.
    pub repaired: bool,
}
