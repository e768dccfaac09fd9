//! How refreshing behaves. Every default is what the documents and the field have taught.

use std::time::Duration;

/// How refreshing behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Tokens are renewed this long before they end; each credential adds a share of
    /// [`Settings::renewal_spread`] of its own. Default: 300 s.
    pub renewal_margin: Duration,
    /// What credentials spread their renewals over, so that not all come at once. Default: 300 s.
    pub renewal_spread: Duration,
    /// How long a refresh that failed is left alone while the old token lives, and any refresh that
    /// failed for good. Doubles with each failure, up to sixteen times. Default: 10 s.
    pub cool_down: Duration,
    /// How long a refresh may take. Waiting for another process may take as long again. Default: 15 s.
    pub refresh_limit: Duration,
    /// How long one access to the store may take. Default: 2 s.
    pub store_limit: Duration,
    /// How many refreshes may run at once. Default: 16.
    pub at_once: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            renewal_margin: Duration::from_secs(300),
            renewal_spread: Duration::from_secs(300),
            cool_down: Duration::from_secs(10),
            refresh_limit: Duration::from_secs(15),
            store_limit: Duration::from_secs(2),
            at_once: 16,
        }
    }
}
