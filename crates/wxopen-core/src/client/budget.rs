//! How much may be sent again: a budget that successes fill, shared by a client and its clones. A
//! service that fails altogether gets a hundred repeats and then none, not three times the load.

use std::sync::atomic::{AtomicU32, Ordering};

/// What the budget holds at most.
const CAPACITY: u32 = 500;

/// What a repeat costs. A success brings 1, so at most one call in five is repeated in the long run.
const COST: u32 = 5;

pub(super) struct Budget(AtomicU32);

impl Default for Budget {
    fn default() -> Self {
        Budget(AtomicU32::new(CAPACITY))
    }
}

impl Budget {
    /// Pays for a repeat, if there is enough.
    pub(super) fn pay(&self) -> bool {
        let pay = |left: u32| left.checked_sub(COST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// Counts a success.
    pub(super) fn earn(&self) {
        // Almost always it is full, and then nobody writes to what all threads share.
        if self.0.load(Ordering::Relaxed) < CAPACITY {
            let earn = |left: u32| (left < CAPACITY).then_some(left + 1);
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_repeats_and_then_one_for_five_successes() {
        let budget = Budget::default();
        assert_eq!((0..200).filter(|_| budget.pay()).count(), 100);
        (0..4).for_each(|_| budget.earn());
        assert!(!budget.pay());
        budget.earn();
        assert!(budget.pay());
        (0..10_000).for_each(|_| budget.earn());
        assert_eq!((0..200).filter(|_| budget.pay()).count(), 100);
    }
}
