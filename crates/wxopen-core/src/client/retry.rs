//! When a failed attempt is worth another one, and after how long. It decides about time only: what
//! must never be sent twice is not asked about.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{Cause, Class, EndpointMeta, Phase};

/// Decides whether a failed attempt is followed by another.
///
/// It is asked only where another attempt can do no harm: nothing was sent, the service refused for the
/// minute, or the endpoint is safe to repeat. The deadline of the call, the retry budget, `Retry-After`
/// and [`EndpointMeta::repeat_pause`] are looked after by the client.
///
/// ```
/// use std::time::Duration;
/// use wxopen_core::{Failed, RetryPolicy};
///
/// /// Once more, at once, and only what was not sent.
/// struct Impatient;
///
/// impl RetryPolicy for Impatient {
///     fn wait(&self, failed: &Failed<'_>) -> Option<Duration> {
///         let first = failed.attempts == 1 && failed.phase == wxopen_core::Phase::NotSent;
///         first.then_some(Duration::ZERO)
///     }
/// }
/// ```
pub trait RetryPolicy: Send + Sync + 'static {
    /// How long to wait before the next attempt; `None` if there is to be none.
    fn wait(&self, failed: &Failed<'_>) -> Option<Duration>;
}

/// An attempt that failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed<'a> {
    /// What is known about the endpoint.
    pub endpoint: &'static EndpointMeta,
    /// How many attempts there were, this one included.
    pub attempts: u32,
    /// How far it got.
    pub phase: Phase,
    /// What kind of failure it was.
    pub class: Class,
    /// `errcode`, if the service answered with one.
    pub code: Option<i64>,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Why it failed, if not by a code.
    pub cause: Option<&'a Cause>,
    /// The time of day, by the clock of the client.
    pub now: SystemTime,
}

/// The policy of a client that was given none.
///
/// Another attempt is made after what was not sent, a lost or damaged answer, a status of 500 and
/// above, and a code of the class [`Class::Transient`]; three in total. The wait is a random part of
/// 100 ms, doubled with each attempt up to 5 s. A code of the class [`Class::Throttled`] waits for the
/// next minute, and a random part of a second more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
}

const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_secs(60);

impl Default for Retry {
    fn default() -> Self {
        Retry::up_to(3)
    }
}

impl Retry {
    /// With another number of attempts, the first one included.
    pub fn up_to(attempts: u32) -> Self {
        Retry { attempts }
    }

    /// Never sends anything again.
    pub fn never() -> Self {
        Retry::up_to(1)
    }
}

impl RetryPolicy for Retry {
    fn wait(&self, failed: &Failed<'_>) -> Option<Duration> {
        if failed.attempts >= self.attempts {
            return None;
        }
        if failed.class == Class::Throttled {
            return Some(until_next_minute(failed.now) + part_of(Duration::from_secs(1)));
        }
        may_pass(failed).then(|| {
            let longest = FIRST_WAIT * 2_u32.saturating_pow(failed.attempts - 1).min(1 << 10);
            part_of(longest.min(LONGEST_WAIT))
        })
    }
}

/// Whether the same request may succeed in a moment.
fn may_pass(failed: &Failed<'_>) -> bool {
    let cut = match failed.cause {
        Some(Cause::Garbled) => true,
        Some(Cause::Reply(error)) => error.is_cut(),
        _ => false,
    };
    matches!(failed.phase, Phase::NotSent | Phase::OutcomeUnknown)
        || failed.class == Class::Transient
        || (failed.code.is_none() && failed.status.is_some_and(|status| status >= 500))
        || cut
}

fn until_next_minute(now: SystemTime) -> Duration {
    let passed = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    MINUTE - Duration::from_secs(passed.as_secs() % 60)
}

/// Anything from nothing to the whole, all alike: callers that failed together do not come back
/// together.
fn part_of(whole: Duration) -> Duration {
    whole.mul_f64(fastrand::f64())
}
