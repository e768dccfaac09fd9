//! Counts the requests among the bytes of a connection. A request counts from its first byte: that is
//! what must not be sent twice.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::faults::Wire;
use crate::faults::frames::{Frames, Mark};

/// What a server was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Connections that were made.
    pub connections: usize,
    /// Bytes of requests, as they are once TLS is taken off.
    pub bytes: usize,
    /// Requests of which at least a byte came.
    pub begun: usize,
    /// Requests that came whole.
    pub whole: usize,
}

/// What a server has seen, as its connections share it.
#[derive(Clone, Default)]
pub(super) struct Ledger(Arc<Mutex<Seen>>);

impl Ledger {
    pub(super) fn read(&self) -> Seen {
        *self.entry()
    }

    pub(super) fn entry(&self) -> MutexGuard<'_, Seen> {
        // Whoever panicked with it in hand has left nothing half done: these are numbers.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The requests of one connection so far.
pub(super) enum Tally {
    Nothing,
    Text(Text),
    Frames(Frames),
}

impl Tally {
    pub(super) fn new(wire: &Wire) -> Self {
        match wire {
            Wire::Handshake => Tally::Nothing,
            Wire::Plain | Wire::Tls(_) => Tally::Text(Text::default()),
            Wire::Http2(_) => Tally::Frames(Frames::default()),
        }
    }

    /// Takes in what was read, and adds it to what the server has seen.
    pub(super) fn take(&mut self, bytes: &[u8], seen: &mut Seen) {
        match self {
            Tally::Nothing => return,
            Tally::Text(text) => text.take(bytes, seen),
            Tally::Frames(frames) => frames.take(bytes, |mark| match mark {
                Mark::Begins => seen.begun += 1,
                Mark::Ends => seen.whole += 1,
            }),
        }
        seen.bytes += bytes.len();
    }

    /// The stream of the last request, of HTTP/2.
    pub(super) fn stream(&self) -> u32 {
        match self {
            Tally::Nothing | Tally::Text(_) => 0,
            Tally::Frames(frames) => frames.stream,
        }
    }
}

/// HTTP/1.1, as far as needed to find where a request ends.
#[derive(Default)]
pub(super) struct Text {
    /// The request that is not yet whole.
    request: Vec<u8>,
}

impl Text {
    fn take(&mut self, bytes: &[u8], seen: &mut Seen) {
        if bytes.is_empty() {
            return;
        }
        if self.request.is_empty() {
            seen.begun += 1;
        }
        self.request.extend_from_slice(bytes);
        let Some(length) = length(&self.request) else { return };
        if self.request.len() >= length {
            seen.whole += 1;
            let more = self.request.split_off(length);
            self.request.clear();
            self.take(&more, seen);
        }
    }
}

/// How long the request at the beginning is, once its head is there.
fn length(request: &[u8]) -> Option<usize> {
    const END: &[u8] = b"\r\n\r\n";
    let head = request.windows(END.len()).position(|window| window == END)? + END.len();
    let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
    let body = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    Some(head + body.map_or(0, |length| length.trim().parse().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_wherever_the_bytes_are_cut() {
        let two = b"POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}GET /b HTTP/1.1\r\n\r\n";
        for cut in 1..two.len() {
            let (mut tally, mut seen) = (Tally::new(&Wire::Plain), Seen::default());
            tally.take(&two[..cut], &mut seen);
            tally.take(&two[cut..], &mut seen);
            assert_eq!((seen.begun, seen.whole, seen.bytes), (2, 2, two.len()), "{cut}");
        }
    }

    #[test]
    fn half_a_request_has_begun() {
        let (mut tally, mut seen) = (Tally::new(&Wire::Plain), Seen::default());
        tally.take(b"POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n{", &mut seen);
        assert_eq!((seen.begun, seen.whole), (1, 0));
    }
}
