//! The clock of the mock: the real one, and what a test has added to it. It must never make anybody
//! wait.

use std::time::{Duration, Instant, SystemTime};

/// A point in time, counted from the start of the mock.
pub(crate) type Moment = Duration;

pub(crate) struct Clock {
    start: Instant,
    added: Duration,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Clock { start: Instant::now(), added: Duration::ZERO }
    }

    pub(crate) fn now(&self) -> Moment {
        self.start.elapsed().saturating_add(self.added)
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.added = self.added.saturating_add(by);
    }

    /// Unix seconds as the program under test counts them. What lies in the past has moved away by
    /// what a test has added; the present is the same for both.
    pub(crate) fn unix(&self, moment: Moment) -> u64 {
        let present = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let (present, now) = (present.unwrap_or_default(), self.now());
        let told = match moment.checked_sub(now) {
            Some(ahead) => present.saturating_add(ahead),
            None => present.saturating_sub(now - moment),
        };
        told.as_secs()
    }
}
