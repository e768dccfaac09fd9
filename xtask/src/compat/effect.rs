//! Whether a change lets more through or less, and whom that breaks. Knows no schema.

use crate::compat::set::View;

/// What became of the values that a schema allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Some are no longer allowed.
    Narrowed,
    /// Some are allowed that were not.
    Widened,
    /// Both.
    Exchanged,
}

impl Effect {
    pub(super) fn of(lost: bool, gained: bool) -> Option<Effect> {
        match (lost, gained) {
            (true, true) => Some(Effect::Exchanged),
            (true, false) => Some(Effect::Narrowed),
            (false, true) => Some(Effect::Widened),
            (false, false) => None,
        }
    }

    /// Who sends is broken by what is no longer accepted, who reads by what arrives for the first
    /// time.
    pub(super) fn breaks(self, view: View) -> bool {
        match self {
            Effect::Exchanged => true,
            Effect::Narrowed => view.is_sent(),
            Effect::Widened => !view.is_sent(),
        }
    }

    pub(super) fn of_type(self) -> &'static str {
        match self {
            Effect::Narrowed => "type-narrowed",
            Effect::Widened => "type-widened",
            Effect::Exchanged => "type-exchanged",
        }
    }

    pub(super) fn of_constraint(self) -> &'static str {
        match self {
            Effect::Narrowed => "constraint-narrowed",
            Effect::Widened => "constraint-widened",
            Effect::Exchanged => "constraint-exchanged",
        }
    }
}
