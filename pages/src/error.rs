//! Why an input could not be read at all. Damage inside a page is no such reason: it must be
//! reported on the page, never here.

use std::fmt;

use crate::{LARGEST_INPUT, MOST_LINES};

/// The reason for which an input was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The input is larger than [`LARGEST_INPUT`].
    TooLarge {
        /// The size of the input in bytes.
        bytes: usize,
    },
    /// The input has more lines, rows or sample members than [`MOST_LINES`].
    TooLong,
    /// The input is not UTF-8.
    NotText {
        /// The byte at which the text stops being text.
        offset: usize,
    },
    /// The input holds nothing but blanks.
    Empty,
    /// Tables or samples are nested deeper than any page nests them.
    NestedTooDeep {
        /// The line on which the limit was passed.
        line: u32,
    },
    /// The input carries no mark of an edition, and none was stated.
    UnknownEdition,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => {
                write!(f, "the input has {bytes} bytes, the limit is {LARGEST_INPUT}")
            }
            Self::TooLong => write!(f, "the input has more than {MOST_LINES} lines or rows"),
            Self::NotText { offset } => write!(f, "the input is not UTF-8 at byte {offset}"),
            Self::Empty => write!(f, "the input is empty"),
            Self::NestedTooDeep { line } => write!(f, "line {line}: nested too deep"),
            Self::UnknownEdition => write!(f, "no known edition was recognised; state one"),
        }
    }
}

impl std::error::Error for ReadError {}
