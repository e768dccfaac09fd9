//! Which scalar fits which place: the whole table of leniency, without any JSON machinery.
//!
//! A conversion must never guess: `true` is no number, and 2 is no flag.

use crate::Secret;
use crate::wire::slot::Slot;

/// How well a value fits a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// As the specification says.
    Exact,
    /// Of another kind, but with only one meaning.
    Converted,
    /// Not at all; the place is as it was.
    Misfit,
}

impl Fit {
    fn converted(self) -> Fit {
        if self == Fit::Exact { Fit::Converted } else { self }
    }
}

#[inline]
pub(super) fn put_text(slot: &mut Slot<'_>, text: &str) -> Fit {
    match slot {
        Slot::Text(place) => **place = text.to_owned(),
        Slot::OptText(place) => **place = Some(text.to_owned()),
        Slot::Secret(place) => **place = Secret::from(text),
        Slot::OptSecret(place) => **place = Some(Secret::from(text)),
        Slot::List(_) if text.is_empty() => return put_nothing(slot),
        _ => return put_numeral(slot, text.trim()),
    }
    Fit::Exact
}

#[inline]
pub(super) fn put_integer(slot: &mut Slot<'_>, number: i64) -> Fit {
    match slot {
        Slot::Int(place) => **place = number,
        Slot::OptInt(place) => **place = Some(number),
        Slot::Code(place) => place.set(number),
        Slot::Flag(_) | Slot::OptFlag(_) | Slot::Bool(_) | Slot::OptBool(_) => {
            return put_binary(slot, number);
        }
        _ => return put_words(slot, || number.to_string()),
    }
    Fit::Exact
}

pub(super) fn put_decimal(slot: &mut Slot<'_>, number: f64) -> Fit {
    /// Beyond this a double no longer names every integer.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match put_words(slot, || number.to_string()) {
        Fit::Misfit if number.fract() == 0.0 && number.abs() < EXACT => {
            put_integer(slot, number as i64).converted()
        }
        fit => fit,
    }
}

pub(super) fn put_bool(slot: &mut Slot<'_>, value: bool) -> Fit {
    match slot {
        Slot::Bool(place) => **place = value,
        Slot::OptBool(place) => **place = Some(value),
        Slot::Flag(place) => {
            **place = value;
            return Fit::Converted;
        }
        Slot::OptFlag(place) => {
            **place = Some(value);
            return Fit::Converted;
        }
        _ => return put_words(slot, || value.to_string()),
    }
    Fit::Exact
}

/// `null`, and an empty object or string where a list should be: an empty list and nothing else.
pub(super) fn put_nothing(slot: &mut Slot<'_>) -> Fit {
    match slot {
        Slot::List(list) => {
            list.clear();
            Fit::Converted
        }
        _ => Fit::Misfit,
    }
}

/// Something that is no string, where a string should be.
pub(super) fn put_words(slot: &mut Slot<'_>, words: impl FnOnce() -> String) -> Fit {
    match slot {
        Slot::Text(place) => **place = words(),
        Slot::OptText(place) => **place = Some(words()),
        Slot::Secret(place) => **place = Secret::from(words()),
        Slot::OptSecret(place) => **place = Some(Secret::from(words())),
        _ => return Fit::Misfit,
    }
    Fit::Converted
}

/// What a place waits for, in words that can be shown to anybody.
pub(super) fn expected(slot: &Slot<'_>) -> &'static str {
    match slot {
        Slot::Text(_) | Slot::OptText(_) | Slot::Secret(_) | Slot::OptSecret(_) => "a string",
        Slot::Int(_) | Slot::OptInt(_) | Slot::Code(_) => "an integer",
        Slot::Flag(_) | Slot::OptFlag(_) => "0 or 1",
        Slot::Bool(_) | Slot::OptBool(_) => "a boolean",
        Slot::Object(_) => "an object",
        Slot::List(_) => "an array",
        Slot::Nothing => "nothing",
    }
}

/// Forgets what a place held, where that is possible, so that the last of several members counts.
pub(super) fn clear(slot: &mut Slot<'_>) {
    match slot {
        Slot::OptText(place) => **place = None,
        Slot::OptSecret(place) => **place = None,
        Slot::OptInt(place) => **place = None,
        Slot::OptFlag(place) | Slot::OptBool(place) => **place = None,
        Slot::Code(place) => place.clear(),
        Slot::Object(place) => place.clear(),
        Slot::List(place) => place.clear(),
        _ => {}
    }
}

fn put_numeral(slot: &mut Slot<'_>, text: &str) -> Fit {
    match (text, text.parse()) {
        (_, Ok(number)) => put_integer(slot, number).converted(),
        ("true", _) => put_bool(slot, true).converted(),
        ("false", _) => put_bool(slot, false).converted(),
        _ => Fit::Misfit,
    }
}

fn put_binary(slot: &mut Slot<'_>, number: i64) -> Fit {
    let value = match number {
        0 => false,
        1 => true,
        _ => return Fit::Misfit,
    };
    match slot {
        Slot::Flag(place) => **place = value,
        Slot::OptFlag(place) => **place = Some(value),
        _ => return put_bool(slot, value).converted(),
    }
    Fit::Exact
}
