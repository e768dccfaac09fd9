//! The faults, and how a call ends that meets them. The only place that says what is right; it knows no
//! endpoint.

mod answer;
mod connection;

use std::net::SocketAddr;

use wxopen_api::Phase;
use wxopen_tests::faults::Step;

/// A fault and its end.
#[derive(Clone, Copy)]
pub(super) struct Fault {
    /// What happens.
    pub name: &'static str,
    /// Where it happens.
    pub place: Place,
    /// How the call ends; `None` if it brings a reply.
    pub phase: Option<Phase>,
    /// What the caller is short of.
    pub haste: Haste,
    /// Whether the same request may be answered well a moment later.
    pub is_passing: bool,
    /// What the server does with a request.
    pub steps: fn(&Scene<'_>) -> Vec<Step>,
}

/// Where a call goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A name that does not exist.
    UnknownName,
    /// A port at which nobody listens.
    ClosedPort,
    /// A port at which nobody is let in.
    BlackHole,
    /// A server that never gets through with TLS.
    Handshake,
    /// A server with a certificate of which nobody has heard.
    Stranger,
    /// A server that speaks HTTP/1.1.
    Text,
    /// A server that speaks HTTP/2.
    Frames,
}

/// What the caller is short of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Haste {
    /// Nothing.
    None,
    /// Time to connect.
    Connecting,
    /// Time for the call.
    Calling,
}

/// What a fault is made of.
pub(super) struct Scene<'a> {
    /// A good reply of the endpoint.
    pub reply: &'a str,
    /// Another host, which nobody may be sent to.
    pub elsewhere: SocketAddr,
}

/// The longest answer that the caller reads, in bytes.
pub(super) const CAP: usize = 1 << 16;

/// All of them.
pub(super) fn faults() -> Vec<Fault> {
    [connection::faults(), answer::faults()].concat()
}

const NOT_SENT: Option<Phase> = Some(Phase::NotSent);
const UNKNOWN: Option<Phase> = Some(Phase::OutcomeUnknown);
const REJECTED: Option<Phase> = Some(Phase::Rejected);
const MALFORMED: Option<Phase> = Some(Phase::Malformed);
const REPLY: Option<Phase> = None;

type Steps = fn(&Scene<'_>) -> Vec<Step>;

const fn fault(name: &'static str, place: Place, phase: Option<Phase>, steps: Steps) -> Fault {
    let is_passing = matches!(phase, NOT_SENT | UNKNOWN);
    Fault { name, place, phase, haste: Haste::None, is_passing, steps }
}

const fn text(name: &'static str, phase: Option<Phase>, steps: Steps) -> Fault {
    fault(name, Place::Text, phase, steps)
}

const fn frames(name: &'static str, phase: Option<Phase>, steps: Steps) -> Fault {
    fault(name, Place::Frames, phase, steps)
}

impl Fault {
    fn short_of(self, haste: Haste) -> Self {
        Fault { haste, ..self }
    }

    fn passing(self) -> Self {
        Fault { is_passing: true, ..self }
    }
}

fn half(text: &str) -> &[u8] {
    &text.as_bytes()[..text.len() / 2]
}
