//! How typed records become JSON and back. Generated code only names, per field, the member, the
//! place and the codec; every decision about leniency is taken in this module and nowhere else.
//!
//! A record is read and written through tables and trait objects, so that an endpoint adds data to
//! a program instead of another copy of a decoder (`docs/decisions/0001-decoding.md`).

mod decode;
mod encode;
mod fit;
mod members;
mod path;
mod place;
mod print;
#[cfg(feature = "client")]
mod repair;
mod slot;

#[doc(hidden)]
pub use decode::deserialize;
pub(crate) use decode::{FieldError, ReadError, read, read_message};
#[doc(hidden)]
pub use encode::{equal, serialize, to_json};
#[doc(hidden)]
pub use print::{print, print_code};
#[cfg(feature = "client")]
pub(crate) use repair::repair;
pub use slot::{CodeSlot, Element, ListSlot, ListView, ObjectSlot, Slot, View};

/// An object of the API: a request, a reply, or an object inside one.
pub trait Record {
    /// Its members, in the order of the specification.
    fn shape(&self) -> &'static Shape;

    /// The value of the member with this index in [`Shape::fields`].
    fn view(&self, field: usize) -> View<'_>;
}

/// A record that can be filled from JSON.
pub trait RecordMut: Record {
    /// The place for the member with this index in [`Shape::fields`].
    fn slot(&mut self, field: usize) -> Slot<'_>;
}

/// The members of a record.
#[derive(Debug)]
pub struct Shape {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The members, at most 128.
    pub fields: &'static [Field],
}

/// One member of a record.
#[derive(Debug)]
pub struct Field {
    /// The name in JSON.
    pub wire: &'static str,
    /// What tells most names apart without comparing them.
    mark: u32,
    /// Other names under which a reply may bring it.
    pub aliases: &'static [&'static str],
    /// The name in Rust.
    pub rust: &'static str,
    /// Whether a reply without it cannot be understood.
    pub required: bool,
    /// Whether its value is about a person and must not be printed.
    pub personal: bool,
}

impl Field {
    /// A member that may be absent and whose name is the same in JSON and in Rust.
    pub const fn new(name: &'static str) -> Self {
        let mark = mark(name);
        Field { wire: name, mark, aliases: &[], rust: name, required: false, personal: false }
    }

    /// Sets the name in Rust.
    pub const fn named(mut self, rust: &'static str) -> Self {
        self.rust = rust;
        self
    }

    /// Adds other names under which a reply may bring it.
    pub const fn or(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Makes it required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Keeps its value out of `Debug`.
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }
}

/// Length, first, middle and last byte of a name.
const fn mark(name: &str) -> u32 {
    match name.as_bytes() {
        [] => 0,
        bytes @ [first, ..] => u32::from_le_bytes([
            bytes.len() as u8,
            *first,
            bytes[bytes.len() / 2],
            bytes[bytes.len() - 1],
        ]),
    }
}

/// Implements `Debug` for a [`Record`] through its table, without secrets and personal data.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($name:ty) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::wire::print(self, f)
            }
        }
    };
}

/// Implements `Debug`, `PartialEq`, `serde::Serialize` and `serde::Deserialize` for a [`RecordMut`],
/// so that a reply can be stored and compared. Storing writes its secrets, too.
///
/// Requests have none of these: what they look like on the wire is the business of their endpoint,
/// and every impl is one that every user compiles.
#[doc(hidden)]
#[macro_export]
macro_rules! record_mut {
    ($name:ty) => {
        $crate::record!($name);
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::equal(self, other)
            }
        }
        impl $crate::wire::Serialize for $name {
            fn serialize<S: $crate::wire::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, serializer)
            }
        }
        impl<'de> $crate::wire::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::deserialize(deserializer)
            }
        }
    };
}

#[doc(hidden)]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
