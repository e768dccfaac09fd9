//! Whether a byte of a request can have been written: settled once and for all between the one who
//! writes and the one who runs out of time. It must never say "not sent" of a request that may still
//! go out.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

const UNWATCHED: u8 = 0;
const HELD: u8 = 1;
const STARTED: u8 = 2;
const ABANDONED: u8 = 3;

/// How far one request has got. A transport that says nothing here is right, only less exact: when
/// the deadline passes, its requests count as sent.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<AtomicU8>);

impl Progress {
    /// Promises that no byte is written before [`Progress::start`] has allowed it.
    pub fn hold(&self) {
        self.step(UNWATCHED, HELD);
    }

    /// Asks, just before the first byte, whether it may be written. `false` means that the caller has
    /// been told that the request was not sent: it must not go out any more.
    #[must_use]
    pub fn start(&self) -> bool {
        self.step(HELD, STARTED) || self.0.load(Ordering::Acquire) != ABANDONED
    }

    /// Takes the promise of [`Progress::hold`] back, for somebody else to make.
    pub(super) fn release(&self) {
        self.step(HELD, UNWATCHED);
    }

    /// Gives the request up, and tells whether it is certain that no byte was or will be written.
    pub(super) fn abandon(&self) -> bool {
        self.step(HELD, ABANDONED) || self.0.load(Ordering::Acquire) == ABANDONED
    }

    fn step(&self, from: u8, to: u8) -> bool {
        self.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

/// The body of a request, through which the connection shows when it begins to write: hyper asks
/// whether there is a body before it buffers the head, with HTTP/1.1 and with HTTP/2.
pub(super) struct WatchedBody {
    bytes: Bytes,
    progress: Progress,
}

impl WatchedBody {
    pub(super) fn new(bytes: Bytes, progress: Progress) -> Self {
        WatchedBody { bytes, progress }
    }
}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = Abandoned;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Abandoned>>> {
        let body = self.get_mut();
        if !body.progress.start() {
            return Poll::Ready(Some(Err(Abandoned)));
        }
        let bytes = std::mem::take(&mut body.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.progress.start() && self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

/// Makes a connection drop what it has buffered of a request that may not go out any more.
#[derive(Debug)]
pub(super) struct Abandoned;

impl fmt::Display for Abandoned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was given up")
    }
}

impl std::error::Error for Abandoned {}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(progress: &Progress) -> WatchedBody {
        WatchedBody::new(Bytes::from_static(b"{}"), progress.clone())
    }

    fn poll(body: &mut WatchedBody) -> Poll<Option<bool>> {
        let context = &mut Context::from_waker(std::task::Waker::noop());
        Pin::new(body).poll_frame(context).map(|frame| frame.map(|frame| frame.is_ok()))
    }

    #[test]
    fn what_is_given_up_in_time_never_goes_out() {
        let progress = Progress::default();
        progress.hold();
        assert!(progress.abandon());
        assert!(!body(&progress).is_end_stream(), "the head would go out");
        assert_eq!(poll(&mut body(&progress)), Poll::Ready(Some(false)));
        assert!(progress.abandon(), "it stays given up");
    }

    #[test]
    fn what_has_begun_cannot_be_given_up() {
        let progress = Progress::default();
        progress.hold();
        let mut body = body(&progress);
        assert!(!body.is_end_stream());
        assert!(!progress.abandon());
        progress.hold();
        assert!(!progress.abandon(), "nothing is forgotten");
        assert_eq!(poll(&mut body), Poll::Ready(Some(true)));
        assert!(body.is_end_stream());
        assert_eq!(poll(&mut body), Poll::Ready(None));
    }

    #[test]
    fn nothing_is_certain_of_a_transport_that_says_nothing() {
        let progress = Progress::default();
        assert!(!progress.abandon());
        assert!(progress.start());
    }
}
