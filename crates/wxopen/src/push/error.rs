//! Why a push was refused. Says nothing that helps somebody who guesses: whatever is wrong behind a
//! good signature looks the same from outside.

use std::fmt;

/// Why a message was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushError {
    /// The signature is not the one that the token and the message give. Nothing was decrypted.
    Signature,
    /// The message cannot be decrypted with any key, or is not meant for this platform.
    Encryption,
    /// No random bytes could be had from the operating system.
    NoRandomness,
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PushError::Signature => "the signature of the push is wrong",
            PushError::Encryption => "the push cannot be decrypted, or is for another platform",
            PushError::NoRandomness => "the operating system gives no random bytes",
        })
    }
}

impl std::error::Error for PushError {}

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
