//! One piece of work for any number of callers. The work belongs to none of them: whoever began it may
//! be cancelled, and if it panics, those who wait are told.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

/// Work that runs at most once at a time.
pub(super) struct Flight<T> {
    current: Mutex<Option<watch::Receiver<Option<T>>>>,
}

/// The work ended without a result.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Interrupted;

impl<T: Clone + Send + Sync + 'static> Flight<T> {
    pub(super) fn new() -> Self {
        Flight { current: Mutex::new(None) }
    }

    /// Joins the work that is under way, or begins it. Its result goes to those who are waiting when it
    /// comes, and to nobody later.
    pub(super) async fn join<W>(&self, work: impl FnOnce() -> W) -> Result<T, Interrupted>
    where
        W: Future<Output = T> + Send + 'static,
    {
        let mut waiting = self.enter(work);
        let result = waiting.wait_for(Option::is_some).await.map_err(|_| Interrupted)?;
        result.clone().ok_or(Interrupted)
    }

    /// Begins the work unless it is under way, without waiting for it.
    pub(super) fn begin<W>(&self, work: impl FnOnce() -> W)
    where
        W: Future<Output = T> + Send + 'static,
    {
        drop(self.enter(work));
    }

    fn enter<W>(&self, work: impl FnOnce() -> W) -> watch::Receiver<Option<T>>
    where
        W: Future<Output = T> + Send + 'static,
    {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = &*current
            && is_under_way(waiting)
        {
            return waiting.clone();
        }
        let (sender, waiting) = watch::channel(None);
        let work = work();
        tokio::spawn(async move {
            let result = work.await;
            // Whoever has stopped waiting does not need it.
            let _ = sender.send(Some(result));
        });
        *current = Some(waiting.clone());
        waiting
    }
}

/// Neither ended with a result nor without one.
fn is_under_way<T>(waiting: &watch::Receiver<Option<T>>) -> bool {
    waiting.borrow().is_none() && waiting.has_changed().is_ok()
}
