//! HTTP/2 as far as a failing service needs it: the frames it writes, and where requests begin and end
//! among those it reads. Understands no header.

/// A frame about a request.
#[derive(Clone, Debug)]
pub enum Frame {
    /// The head of an answer with status 200.
    Head,
    /// A part of the body, or the last of it.
    Body {
        /// The part.
        bytes: Vec<u8>,
        /// Whether nothing follows.
        last: bool,
    },
    /// Ends the request, with this error code.
    ResetStream(u32),
    /// Ends the connection for requests after this one, with this error code.
    GoAwayAfter(u32),
    /// Ends the connection for this request and all after it, with this error code.
    GoAwayBefore(u32),
}

/// Error codes of HTTP/2.
pub mod code {
    /// All is well.
    pub const NO_ERROR: u32 = 0;
    /// The server has failed.
    pub const INTERNAL_ERROR: u32 = 2;
    /// The request was not looked at.
    pub const REFUSED_STREAM: u32 = 7;
}

/// What a frame that was read means for the count.
pub(super) enum Mark {
    Begins,
    Ends,
}

/// The frames of a connection that were read so far.
#[derive(Default)]
pub(super) struct Frames {
    unread: Vec<u8>,
    greeted: bool,
    /// The stream of the last request.
    pub(super) stream: u32,
}

const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();
const HEAD: usize = 9;
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// `:status: 200` in the static table of HPACK.
const STATUS_200: u8 = 0x88;

impl Frames {
    pub(super) fn take(&mut self, bytes: &[u8], mut count: impl FnMut(Mark)) {
        self.unread.extend_from_slice(bytes);
        if !self.greeted && self.unread.len() >= PREFACE {
            self.unread.drain(..PREFACE);
            self.greeted = true;
        }
        while let Some((kind, flags, stream)) = self.next() {
            if kind == HEADERS {
                self.stream = stream;
                count(Mark::Begins);
            }
            if matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0 {
                count(Mark::Ends);
            }
        }
    }

    /// Kind, flags and stream of the next frame, once it is whole.
    fn next(&mut self) -> Option<(u8, u8, u32)> {
        let &[a, b, c, kind, flags, s0, s1, s2, s3] = self.unread.first_chunk::<HEAD>()?;
        let length = HEAD + u32::from_be_bytes([0, a, b, c]) as usize;
        if !self.greeted || self.unread.len() < length {
            return None;
        }
        self.unread.drain(..length);
        Some((kind, flags, u32::from_be_bytes([s0, s1, s2, s3])))
    }
}

/// What a server says first.
pub(super) fn greeting() -> Vec<u8> {
    frame(SETTINGS, 0, 0, &[])
}

impl Frame {
    /// The frame for a request on this stream.
    pub(super) fn bytes(&self, stream: u32) -> Vec<u8> {
        match self {
            Frame::Head => frame(HEADERS, END_HEADERS, stream, &[STATUS_200]),
            Frame::Body { bytes, last } => frame(DATA, u8::from(*last), stream, bytes),
            Frame::ResetStream(code) => frame(RST_STREAM, 0, stream, &code.to_be_bytes()),
            Frame::GoAwayAfter(code) => go_away(stream, *code),
            Frame::GoAwayBefore(code) => go_away(stream.saturating_sub(2), *code),
        }
    }
}

fn go_away(last: u32, code: u32) -> Vec<u8> {
    frame(GOAWAY, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat())
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend_from_slice(payload);
    frame
}
