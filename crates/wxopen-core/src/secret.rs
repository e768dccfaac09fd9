//! Text that must never be printed. This file is the only place that decides how a secret looks.

use std::fmt;

use zeroize::Zeroize;

/// A token, ticket, secret or code. It prints as `<secret>`, has no `Display`, and is wiped from
/// memory when dropped.
///
/// ```
/// let ticket = wxopen_core::Secret::from("b255");
/// assert_eq!(format!("{ticket:?}"), "<secret>");
/// assert_eq!(ticket.expose(), "b255");
/// ```
///
/// It cannot be shown by accident:
///
/// ```compile_fail
/// println!("{}", wxopen_core::Secret::from("b255"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself. Search for this name to find every place where a secret is used.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Secret(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Secret(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
