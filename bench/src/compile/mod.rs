//! What the compiler needs for a crate of many endpoints, by the way in which decoding is emitted.

mod run;
mod serde_style;
mod write;

pub use run::run;

/// How decoding is emitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Slot tables, as the generator emits them.
    Slots,
    /// Serde derives with a function for every member that is not an object.
    Derived,
    /// Strict serde derives, read through a lenient `Deserializer`.
    Adapter,
}

/// All styles; the second one is the measure of the others.
pub const STYLES: [Style; 3] = [Style::Slots, Style::Derived, Style::Adapter];

impl Style {
    /// The crate.
    pub fn package(self) -> &'static str {
        match self {
            Style::Slots => "slots",
            Style::Derived => "derived",
            Style::Adapter => "adapter",
        }
    }

    /// What the style is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Style::Slots => "slot tables, as emitted",
            Style::Derived => "derive with deserialize_with",
            Style::Adapter => "strict derive over a lenient Deserializer",
        }
    }
}
