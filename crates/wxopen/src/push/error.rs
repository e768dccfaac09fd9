//! Why a push was refused. Says nothing that helps somebody who guesses: whatever is wrong behind a
//! good signature looks the same from outside.

use std::fmt;

use crate::store::StoreError;

/// Why a message was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushError {
    /// The signature is not the one that the token and the message give. Nothing was decrypted.
    Signature,
    /// The message cannot be decrypted with any key, or is not meant for this platform.
    Encryption,
    /// It is no push: a parameter is missing, or the body or the message is neither XML nor JSON of the kind that
    /// WeChat sends.
    Malformed,
    /// It was made too long ago, or in the future. If that is not so, the clock of this machine is wrong.
    Stale,
    /// No random bytes could be had from the operating system.
    NoRandomness,
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PushError::Signature => "the signature of the push is wrong",
            PushError::Encryption => "the push cannot be decrypted, or is for another platform",
            PushError::Malformed => "the push is incomplete, or no message",
            PushError::Stale => "the time of the push is too far from ours",
            PushError::NoRandomness => "the operating system gives no random bytes",
        })
    }
}

impl std::error::Error for PushError {}

/// Why a push was not accepted. WeChat, or whoever has sent it, is told the status and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It does not come from WeChat, or not just now: 403. The reason is for the operator alone.
    Rejected(PushError),
    /// Its body is longer than [`PushSettings::longest`](crate::push::PushSettings::longest): 413.
    TooLarge,
    /// Too many pushes wait to be handled, or this one is being accepted at this moment: 503. It comes again.
    Busy,
    /// What it says could not be stored: 500. It comes again.
    NotStored(StoreError),
}

impl Refusal {
    /// The HTTP status to answer with, and an empty body.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Rejected(_) => 403,
            Refusal::TooLarge => 413,
            Refusal::Busy => 503,
            Refusal::NotStored(_) => 500,
        }
    }
}

impl From<PushError> for Refusal {
    fn from(error: PushError) -> Self {
        Refusal::Rejected(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Rejected(error) => error.fmt(f),
            Refusal::TooLarge => f.write_str("the push is too long"),
            Refusal::Busy => f.write_str("too many pushes wait to be handled"),
            Refusal::NotStored(error) => write!(f, "what the push says was not stored: {error}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It does not have 43 characters.
    Length {
        /// How many it has.
        found: usize,
    },
    /// A character is none of the letters, digits, `+` and `/`.
    Character {
        /// Where, counted from 0.
        at: usize,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyError::Length { found } => {
                write!(f, "an EncodingAESKey has 43 characters, this has {found}")
            }
            KeyError::Character { at } => {
                write!(f, "character {at} of the EncodingAESKey is no Base64")
            }
        }
    }
}

impl std::error::Error for KeyError {}
