//! Reads a stored page of WeChat's Open Platform documentation and returns the facts on it. It
//! must never return a descriptive sentence, repair a damaged name, or add what the page lacks.
#![deny(missing_docs)]

mod address;
mod description;
mod edition;
mod enumeration;
mod error;
mod error_rows;
mod extract;
mod facts;
mod fields;
mod header;
mod heading;
mod html;
mod identity;
mod json_members;
mod json_rows;
mod line;
mod markdown;
mod nesting;
mod page;
mod permissions;
mod rows;
mod sample;
mod sample_tokens;
mod segment;
mod shelf;
mod span;

pub use edition::Edition;
pub use error::ReadError;
pub use extract::{ExtractHeader, digest, from_toml, to_toml};
pub use heading::FILLER;
pub use page::{
    Boundary, Completeness, Enumeration, ErrorCode, ErrorRow, Field, JsonKind, Member, Origin,
    Page, Part, Placement, QueryParameter, SampleShape, Section, Unread,
};
pub use shelf::{Extract, ShelfError, extract_path, load_extracts};
pub use span::required;

/// The largest input that is read, in bytes. Real pages stay below a twentieth of it.
pub const LARGEST_INPUT: usize = 4 * 1024 * 1024;

/// The largest number of lines, rows or sample members that is read.
pub const MOST_LINES: usize = 50_000;

/// What the caller knows about a stored copy before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoredCopy {
    /// The edition, when it is known; otherwise it is detected.
    pub edition: Option<Edition>,
    /// True when the copy is known to hold the page to its end. Otherwise the last section counts
    /// as truncated, because a page that ends and a page that was cut look alike.
    pub entire: bool,
}

/// Reads a stored page whose end may have been cut off.
///
/// # Errors
///
/// When the input is too large, is not text, is nested too deep, or is of no known edition.
pub fn read(input: &[u8], edition: Option<Edition>) -> Result<Vec<Page>, ReadError> {
    read_copy(input, StoredCopy { edition, entire: false })
}

/// Reads a stored page with everything the caller knows about the copy.
///
/// # Errors
///
/// When the input is too large, is not text, is nested too deep, or is of no known edition.
pub fn read_copy(input: &[u8], copy: StoredCopy) -> Result<Vec<Page>, ReadError> {
    let text = line::text_of(input)?;
    let edition = match copy.edition {
        Some(edition) => edition,
        None => edition::detect(text).ok_or(ReadError::UnknownEdition)?,
    };
    let lines = line::lines_of(text)?;
    let extent = facts::Extent::of(&lines, copy.entire);
    segment::segments(&lines, edition)
        .into_iter()
        .map(|segment| facts::page_of(&segment, edition, extent))
        .collect()
}
