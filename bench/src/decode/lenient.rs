//! The functions that a derive with leniency names on every member. Also copied, as it is, into the
//! crates whose compile time is measured.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What can be read from any scalar that has only one meaning for it.
trait Scalar: Sized {
    const EXPECTED: &'static str;
    fn of_text(text: &str) -> Option<Self>;
    fn of_int(number: i64) -> Option<Self>;
    fn of_bool(value: bool) -> Option<Self>;
}

impl Scalar for String {
    const EXPECTED: &'static str = "a string";

    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn of_int(number: i64) -> Option<Self> {
        Some(number.to_string())
    }

    fn of_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "an integer";

    fn of_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn of_int(number: i64) -> Option<Self> {
        Some(number)
    }

    fn of_bool(_: bool) -> Option<Self> {
        None
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "0 or 1";

    fn of_text(text: &str) -> Option<Self> {
        match text.trim() {
            "0" | "false" => Some(false),
            "1" | "true" => Some(true),
            _ => None,
        }
    }

    fn of_int(number: i64) -> Option<Self> {
        match number {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn of_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        T::of_text(text).map(Some).ok_or_else(|| E::custom(T::EXPECTED))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<T>, E> {
        T::of_int(number).map(Some).ok_or_else(|| E::custom(T::EXPECTED))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
        i64::try_from(number).map_err(E::custom).and_then(|number| self.visit_i64(number))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<T>, E> {
        T::of_bool(value).map(Some).ok_or_else(|| E::custom(T::EXPECTED))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

fn optional<'de, T: Scalar, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    from.deserialize_any(ScalarVisitor(PhantomData))
}

fn required<'de, T: Scalar, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    optional(from)?.ok_or_else(|| D::Error::custom(T::EXPECTED))
}

/// A string.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    required(from)
}

/// A string that may be absent.
pub fn opt_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    optional(from)
}

/// An integer.
pub fn int<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    required(from)
}

/// An integer that may be absent.
pub fn opt_int<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    optional(from)
}

/// A flag.
pub fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    required(from)
}

/// A flag that may be absent.
pub fn opt_flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    optional(from)
}

/// An open enumeration.
pub fn code<'de, T: From<i64>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    required(from).map(|number: i64| T::from(number))
}

/// An open enumeration that may be absent.
pub fn opt_code<'de, T: From<i64>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Ok(optional(from)?.map(|number: i64| T::from(number)))
}

/// What is made from a string, such as a secret.
pub fn of_text<'de, T: From<String>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    required(from).map(|text: String| T::from(text))
}

/// A list; `null` and everything that is empty is an empty one.
pub fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    from.deserialize_any(ListVisitor(PhantomData))
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        match map.next_entry::<IgnoredAny, IgnoredAny>()? {
            None => Ok(Vec::new()),
            Some(_) => Err(A::Error::custom("an array")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        if text.is_empty() { Ok(Vec::new()) } else { Err(E::custom("an array")) }
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}
