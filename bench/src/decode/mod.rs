//! Decoding: five ways to read the same list of linked mini programs.

pub mod adapter;
mod body;
pub mod lenient;
mod run;
mod types;

use wxopen_api::Answer;
use wxopen_api::official_account::GetLinkMiniprogramReply;

pub use body::{list, quoted};
pub use run::run;
pub(crate) use types::strict;

/// How the list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Derived, strict, from bytes: what one writes by hand.
    StrictSlice,
    /// Derived, strict, after one check that the bytes are UTF-8.
    StrictText,
    /// Derived and strict, but on top of a lenient `Deserializer`.
    Adapter,
    /// Derived, with `deserialize_with` on every member.
    Derived,
    /// Slot tables: what the generator emits.
    Slots,
}

/// All ways; the first one is the measure of the others.
pub const WAYS: [Way; 5] =
    [Way::StrictSlice, Way::StrictText, Way::Adapter, Way::Derived, Way::Slots];

impl Way {
    /// What the way is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Way::StrictSlice => "strict derive, from_slice",
            Way::StrictText => "strict derive, UTF-8 once, from_str",
            Way::Adapter => "strict derive over a lenient Deserializer",
            Way::Derived => "derive with deserialize_with",
            Way::Slots => "slot tables (Answer::record)",
        }
    }

    /// Reads a body and tells how many mini programs it has; 0 if it could not be read.
    pub fn read(self, body: &[u8]) -> usize {
        match self {
            Way::StrictSlice => serde_json::from_slice(body).map_or(0, types::strict::Reply::count),
            Way::StrictText => {
                text(body, |text| serde_json::from_str(text).map(types::strict::Reply::count))
            }
            Way::Adapter => {
                text(body, |text| adapter::from_str(text).map(types::adapted::Reply::count))
            }
            Way::Derived => {
                text(body, |text| serde_json::from_str(text).map(types::derived::Reply::count))
            }
            Way::Slots => text(body, |text| {
                Answer::new(text)
                    .record::<GetLinkMiniprogramReply>()
                    .map(|reply| std::hint::black_box(reply).wxopens.items.len())
            }),
        }
    }
}

fn text<E>(body: &[u8], read: impl FnOnce(&str) -> Result<usize, E>) -> usize {
    std::str::from_utf8(body).ok().and_then(|text| read(text).ok()).unwrap_or_default()
}
