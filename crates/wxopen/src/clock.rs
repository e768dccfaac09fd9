//! What time it is, in the unit of the records. Nothing else in the crate asks the system for it but the
//! leases of a store, which are finer than seconds.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
pub(crate) fn unix_time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
