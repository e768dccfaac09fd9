//! The members of one object: which they are, which count, which are missing.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::observer::{Finding, Kind};
use crate::wire::decode::Reader;
use crate::wire::path::Path;
use crate::wire::place::Place;
use crate::wire::slot::Slot;
use crate::wire::{Field, RecordMut, Shape};

/// Reads the members of an object into a record.
pub(super) fn read_members<'de, A: MapAccess<'de>>(
    mut map: A,
    record: &mut dyn RecordMut,
    path: &Path<'_>,
    reader: &mut Reader<'_>,
) -> Result<(), A::Error> {
    let shape = record.shape();
    let mut seen = Seen::default();
    let mut next = 0;
    loop {
        let with_envelope = matches!(path, Path::Root) && reader.envelope.is_some();
        let Some(key) = map.next_key_seed(KeySeed { shape, next, with_envelope })? else { break };
        match key {
            Key::Member { index, alias } => {
                next = index + 1;
                let field = &shape.fields[index];
                let path = Path::Member(path, field.wire);
                if seen.admits(index, alias, &path, reader) {
                    let slot = record.slot(index);
                    let seed = Place { slot, required: field.required, path, reader };
                    if map.next_value_seed(seed)? {
                        seen.fill(index);
                    }
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Key::Code => read_code(&mut map, reader)?,
            Key::Message => read_message(&mut map, reader)?,
            Key::Unknown => {
                reader.report(|| Finding::UnknownMember { path: path.to_string() });
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    require(shape, &seen, path, reader);
    Ok(())
}

/// Reads an object that has no members.
pub(super) fn read_nothing(record: &dyn RecordMut, path: &Path<'_>, reader: &mut Reader<'_>) {
    require(record.shape(), &Seen::default(), path, reader);
}

fn read_code<'de, A: MapAccess<'de>>(map: &mut A, reader: &mut Reader<'_>) -> Result<(), A::Error> {
    let mut code = 0;
    let path = Path::Member(&Path::Root, "errcode");
    map.next_value_seed(Place::required(Slot::Int(&mut code), path, reader))?;
    if let Some(envelope) = &mut reader.envelope {
        envelope.0 = code;
    }
    Ok(())
}

fn read_message<'de, A: MapAccess<'de>>(
    map: &mut A,
    reader: &mut Reader<'_>,
) -> Result<(), A::Error> {
    let mut message = None;
    let path = Path::Member(&Path::Root, "errmsg");
    let slot = Slot::OptText(&mut message);
    map.next_value_seed(Place { slot, required: false, path, reader })?;
    if let Some(envelope) = &mut reader.envelope {
        envelope.1 = message;
    }
    Ok(())
}

fn require(shape: &Shape, seen: &Seen, path: &Path<'_>, reader: &mut Reader<'_>) {
    for (index, field) in shape.fields.iter().enumerate() {
        if field.required && !seen.filled(index) {
            reader.fail(&Path::Member(path, field.wire), "a value", Kind::Absent);
        }
    }
}

/// Which members of an object have been met.
#[derive(Default)]
struct Seen {
    documented: u128,
    any: u128,
    filled: u128,
}

impl Seen {
    /// Whether a member counts: the last one does, but never an alias after the documented name.
    fn admits(
        &mut self,
        index: usize,
        alias: Option<&'static str>,
        path: &Path<'_>,
        reader: &Reader<'_>,
    ) -> bool {
        let bit = 1u128 << index;
        if self.any & bit != 0 {
            reader.report(|| Finding::Duplicate { path: path.to_string() });
        }
        self.any |= bit;
        match alias {
            None => self.documented |= bit,
            Some(_) if self.documented & bit != 0 => return false,
            Some(alias) => reader.report(|| Finding::Alias { path: path.to_string(), alias }),
        }
        true
    }

    fn fill(&mut self, index: usize) {
        self.filled |= 1u128 << index;
    }

    fn filled(&self, index: usize) -> bool {
        self.filled & (1u128 << index) != 0
    }
}

enum Key {
    Member { index: usize, alias: Option<&'static str> },
    Code,
    Message,
    Unknown,
}

/// Looks a member up. Members usually come in the order of the specification, so the one after
/// the last is tried first.
struct KeySeed {
    shape: &'static Shape,
    next: usize,
    with_envelope: bool,
}

impl KeySeed {
    fn find(&self, name: &str) -> Key {
        let fields = self.shape.fields;
        if fields.get(self.next).is_some_and(|field| field.wire == name) {
            return Key::Member { index: self.next, alias: None };
        }
        if self.with_envelope {
            match name {
                "errcode" => return Key::Code,
                "errmsg" => return Key::Message,
                _ => {}
            }
        }
        if let Some(index) = fields.iter().position(|field| field.wire == name) {
            return Key::Member { index, alias: None };
        }
        let aliased = |field: &Field| field.aliases.iter().find(|alias| **alias == name).copied();
        for (index, field) in fields.iter().enumerate() {
            if let alias @ Some(_) = aliased(field) {
                return Key::Member { index, alias };
            }
        }
        Key::Unknown
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(self.find(name))
    }
}
