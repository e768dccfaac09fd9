//! What runs behind the acknowledgement: a bounded number of works, each a task of its own, in no particular
//! order. One that panics takes nobody with it.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(super) struct Queue {
    most: u32,
    places: Arc<Semaphore>,
    hands: Arc<Semaphore>,
}

/// A place in the queue.
pub(super) struct Place {
    place: OwnedSemaphorePermit,
    hands: Arc<Semaphore>,
}

impl Queue {
    /// With room for `most` works, of which `at_once` run.
    pub(super) fn new(most: u32, at_once: u32) -> Self {
        let semaphore = |permits: u32| Arc::new(Semaphore::new(permits.max(1) as usize));
        Queue { most: most.max(1), places: semaphore(most), hands: semaphore(at_once) }
    }

    /// A place, if one is free.
    pub(super) fn reserve(&self) -> Option<Place> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place { place, hands: Arc::clone(&self.hands) })
    }

    /// Waits until there is no work left.
    pub(super) async fn idle(&self) {
        // Nobody closes the semaphore.
        let _ = self.places.acquire_many(self.most).await;
    }
}

impl Place {
    /// Runs a work once it is its turn.
    pub(super) fn run(self, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(async move {
            let _place = self.place;
            let _hand = self.hands.acquire().await;
            work.await;
        });
    }
}
