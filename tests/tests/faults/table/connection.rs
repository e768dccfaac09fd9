//! Connections that cannot be made, that end or that rest; and requests that are turned away. Says
//! nothing of what stands in an answer.

use wxopen_tests::faults::Step::{self, Again, Drip, Frames, Notice, Read, Reset, Stall, Write};
use wxopen_tests::faults::answers::{answer, good};
use wxopen_tests::faults::frames::{Frame, code};

use super::{Fault, Haste, MALFORMED, NOT_SENT, Place, Scene, UNKNOWN, fault, frames, half, text};

pub(super) fn faults() -> Vec<Fault> {
    [unreachable(), broken_off(), endless(), refused()].concat()
}

/// There is no connection.
fn unreachable() -> Vec<Fault> {
    use Place::{BlackHole, ClosedPort, Handshake, Stranger, UnknownName};
    vec![
        fault("the name does not resolve", UnknownName, NOT_SENT, |_| vec![]),
        fault("the port is closed", ClosedPort, NOT_SENT, |_| vec![]),
        fault("a black hole, to the end of patience", BlackHole, NOT_SENT, |_| vec![])
            .short_of(Haste::Connecting),
        fault("a black hole, to the deadline", BlackHole, NOT_SENT, |_| vec![])
            .short_of(Haste::Calling),
        fault("TLS: rubbish", Handshake, NOT_SENT, |_| {
            vec![Notice, Write(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())]
        }),
        fault("TLS: closed", Handshake, NOT_SENT, |_| vec![Notice]),
        fault("TLS: reset", Handshake, NOT_SENT, |_| vec![Notice, Reset]),
        fault("TLS: a stall, to the end of patience", Handshake, NOT_SENT, |_| vec![Stall])
            .short_of(Haste::Connecting),
        fault("TLS: a stall, to the deadline", Handshake, NOT_SENT, |_| vec![Stall])
            .short_of(Haste::Calling),
        fault("TLS: a certificate of nobody", Stranger, NOT_SENT, |_| vec![]),
    ]
}

/// The connection ends.
fn broken_off() -> Vec<Fault> {
    vec![
        text("a reset before the request is read", UNKNOWN, |_| vec![Notice, Reset]),
        text("a reset after the request was read", UNKNOWN, |_| vec![Read, Reset]),
        text("a close after the request was read", UNKNOWN, |_| vec![Read]),
        text("a reset in the head", UNKNOWN, |_| vec![Read, half_a_head(), Reset]),
        text("a close in the head", UNKNOWN, |_| vec![Read, half_a_head()]),
        text("a reset in the body", UNKNOWN, |it| vec![Read, all_but_one(it), Reset]),
        text("a close in the body", UNKNOWN, |it| vec![Read, all_but_one(it)]),
        text("a close between two chunks", UNKNOWN, |_| {
            vec![Read, Write(answer("200 OK", "Transfer-Encoding: chunked", b"1\r\n{\r\n"))]
        }),
        text("a body without length, cut", MALFORMED, |it| {
            vec![Read, Write(answer("200 OK", "Connection: close", half(it.reply)))]
        })
        .passing(),
    ]
}

/// The answer does not end in time.
fn endless() -> Vec<Fault> {
    [
        text("a stall before the answer", UNKNOWN, |_| vec![Read, Stall]),
        text("a stall before the request is read", UNKNOWN, |_| vec![Notice, Stall]),
        text("a stall in the head", UNKNOWN, |_| vec![Read, half_a_head(), Stall]),
        text("a stall in the body", UNKNOWN, |it| vec![Read, all_but_one(it), Stall]),
        text("a byte in a second", UNKNOWN, |it| vec![Read, Drip(good(it.reply))]),
        text("a byte of the body in a second", UNKNOWN, |it| {
            let head = answer("200 OK", "Content-Length: 99", b"");
            vec![Read, Write(head), Drip(it.reply.into())]
        }),
    ]
    .map(|fault| fault.short_of(Haste::Calling))
    .into()
}

/// HTTP/2: the request is refused or given up.
fn refused() -> Vec<Fault> {
    vec![
        frames("GOAWAY before the request", NOT_SENT, |_| {
            vec![Read, Frames(vec![Frame::GoAwayBefore(code::NO_ERROR)])]
        }),
        frames("GOAWAY after the request", UNKNOWN, |_| {
            vec![Read, Frames(vec![Frame::GoAwayAfter(code::NO_ERROR)])]
        }),
        frames("a refused stream", NOT_SENT, |_| {
            vec![Read, Frames(vec![Frame::ResetStream(code::REFUSED_STREAM)]), Again]
        }),
        frames("a stream that fails", UNKNOWN, |_| {
            vec![Read, Frames(vec![Frame::ResetStream(code::INTERNAL_ERROR)]), Again]
        }),
        frames("a stream that fails in the body", UNKNOWN, |it| {
            let body = Frame::Body { bytes: half(it.reply).to_vec(), last: false };
            let failure = Frame::ResetStream(code::INTERNAL_ERROR);
            vec![Read, Frames(vec![Frame::Head, body, failure]), Again]
        }),
        frames("HTTP/2: a close after the request", UNKNOWN, |_| vec![Read]),
        frames("HTTP/2: a reset after the request", UNKNOWN, |_| vec![Read, Reset]),
        frames("HTTP/2: a stall before the answer", UNKNOWN, |_| vec![Read, Stall])
            .short_of(Haste::Calling),
        frames("HTTP/2: an empty answer", MALFORMED, |_| {
            let body = Frame::Body { bytes: Vec::new(), last: true };
            vec![Read, Frames(vec![Frame::Head, body]), Again]
        }),
    ]
}

fn half_a_head() -> Step {
    Write(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec())
}

fn all_but_one(scene: &Scene<'_>) -> Step {
    let mut answer = good(scene.reply);
    answer.pop();
    Write(answer)
}
