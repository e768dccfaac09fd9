//! How pushes are received. Every default is what the documents and the field have taught.

use std::time::Duration;

/// How pushes are received.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PushSettings {
    /// The longest body that is read, in bytes. Default: 256 KiB; real ones have a few.
    pub longest: usize,
    /// How far the time of a push may be from ours, before or after; `None` allows any time. It keeps a push
    /// that somebody has recorded from being sent again later. Default: 300 s.
    pub window: Option<Duration>,
    /// How many accepted pushes are remembered, so that a repeated one is acknowledged and not handled again. 0
    /// remembers none. 100 000 need about 6 MB. Default: 100 000.
    pub remembered: usize,
    /// How many pushes may be acknowledged and not yet handled. Beyond that they are refused with 503, and
    /// WeChat repeats them. Default: 1024.
    pub waiting: u32,
    /// How many pushes are handled at once. Default: 16.
    pub at_once: u32,
    /// How long storing a ticket or finding an answer may take. WeChat waits for 5 s. Default: 4 s.
    pub patience: Duration,
}

impl Default for PushSettings {
    fn default() -> Self {
        PushSettings {
            longest: 256 * 1024,
            window: Some(Duration::from_secs(300)),
            remembered: 100_000,
            waiting: 1024,
            at_once: 16,
            patience: Duration::from_secs(4),
        }
    }
}
