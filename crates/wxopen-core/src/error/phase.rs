//! How far a call got, and why no further. Words only; what follows from them is decided elsewhere.

use std::time::SystemTime;

use crate::DecodeError;

/// How far a failed call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// No byte of the request was written. It may always be sent again.
    NotSent,
    /// The request may have taken effect, and no answer says whether it did.
    OutcomeUnknown,
    /// The service answered with a code.
    Rejected,
    /// The service answered with something nobody can read.
    Malformed,
    /// There was no token to send. Nothing was written.
    NoCredential,
}

impl Phase {
    /// A name for logs and metrics, such as `not-sent`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Phase::NotSent => "not-sent",
            Phase::OutcomeUnknown => "outcome-unknown",
            Phase::Rejected => "rejected",
            Phase::Malformed => "malformed",
            Phase::NoCredential => "no-credential",
        }
    }
}

/// Why a call failed other than by a code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// No connection could be made: name not found, refused, no route, or TLS failed.
    Connect,
    /// The connection ended before the answer was complete.
    ConnectionLost,
    /// The deadline passed.
    Deadline,
    /// The answer is longer than the cap, given in bytes.
    TooLong(usize),
    /// The answer breaks the rules of HTTP or of its compression.
    Garbled,
    /// The HTTP status is no success and the body carries no code.
    Status,
    /// The answer has no body.
    Empty,
    /// The answer is not UTF-8.
    NotUtf8,
    /// The answer is no reply.
    Reply(DecodeError),
    /// The request cannot be written.
    Request(&'static str),
    /// No token of the kind that the endpoint asks for.
    NoToken,
    /// The daily quota of the endpoint is used up: until then it is not called for this account.
    QuotaExhausted {
        /// When the quota starts anew.
        until: SystemTime,
    },
    /// Something else, in words of the transport.
    Other(&'static str),
}
