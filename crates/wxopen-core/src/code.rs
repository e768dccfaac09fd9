//! Error codes as types. What a code means is data and lives in [`EndpointMeta`], not here.

use std::fmt;

use crate::EndpointMeta;

/// A number from `errcode` that no variant names.
///
/// Never match on a number being in `Other`: a later version may give it a variant of its own.
/// Compare [`EndpointError::code`] instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(i64);

impl Code {
    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<i64> for Code {
    fn from(code: i64) -> Self {
        Code(code)
    }
}

/// The codes of one endpoint as a type.
pub trait EndpointError: Copy + fmt::Debug + Send + Sync + 'static {
    /// The variant of a code. Every code has one: unknown ones are kept in `Other`.
    fn from_code(code: i64) -> Self;

    /// The number.
    fn code(self) -> i64;
}

impl EndpointError for Code {
    fn from_code(code: i64) -> Self {
        Code(code)
    }

    fn code(self) -> i64 {
        self.0
    }
}

/// Writes what a code means on an endpoint: the `Display` of generated error enums.
#[doc(hidden)]
pub fn describe(meta: &EndpointMeta, code: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match meta.error(code) {
        Some(error) => write!(f, "{code} {}: {}", error.name, error.meaning.en),
        None => write!(f, "{code}: not a documented code"),
    }
}
