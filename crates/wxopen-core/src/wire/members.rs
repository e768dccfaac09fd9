//! The members of one object: which they are, which count, which are missing.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::observer::{Finding, Kind};
use crate::wire::decode::Reader;
use crate::wire::fit;
use crate::wire::path::Path;
use crate::wire::place::Place;
use crate::wire::slot::Slot;
use crate::wire::{Field, RecordMut, Shape, mark};

/// Reads the members of an object into a record.
pub(super) fn read_members<'de, A: MapAccess<'de>>(
    mut map: A,
    record: &mut dyn RecordMut,
    path: &Path<'_>,
    reader: &mut Reader<'_>,
) -> Result<(), A::Error> {
    let with_envelope = matches!(path, Path::Root) && reader.envelope.is_some();
    let shape = record.shape();
    let mut seen = Seen::default();
    let mut lookup = Lookup { shape, next: 0, with_envelope };
    while let Some(key) = map.next_key_seed(&mut lookup)? {
        let (index, alias) = match key {
            Key::Member(index) => (usize::from(index), None),
            Key::Alias(index, alias) => (usize::from(index), Some(usize::from(alias))),
            Key::Code => {
                read_code(&mut map, reader)?;
                continue;
            }
            Key::Message => {
                read_message(&mut map, reader)?;
                continue;
            }
            Key::Unknown => {
                reader.report(|| Finding::UnknownMember { path: path.to_string() });
                map.next_value::<IgnoredAny>()?;
                continue;
            }
        };
        let field = &shape.fields[index];
        let alias = alias.map(|alias| field.aliases[alias]);
        let path = &Path::Member(path, field.wire);
        if seen.admits(index, alias, path, reader) {
            let slot = &mut record.slot(index);
            if seen.0[index] & AGAIN != 0 {
                fit::clear(slot);
            }
            if map.next_value_seed(&mut Place { slot, required: field.required, path, reader })? {
                seen.0[index] |= FILLED;
            }
        } else {
            map.next_value::<IgnoredAny>()?;
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
    let path = &Path::Member(&Path::Root, "errcode");
    map.next_value_seed(&mut Place::required(&mut Slot::Int(&mut code), path, reader))?;
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
    let path = &Path::Member(&Path::Root, "errmsg");
    let slot = &mut Slot::OptText(&mut message);
    map.next_value_seed(&mut Place { slot, required: false, path, reader })?;
    if let Some(envelope) = &mut reader.envelope {
        envelope.1 = message;
    }
    Ok(())
}

fn require(shape: &Shape, seen: &Seen, path: &Path<'_>, reader: &mut Reader<'_>) {
    for (index, field) in shape.fields.iter().enumerate() {
        if field.required && seen.0[index] & FILLED == 0 {
            reader.fail(&Path::Member(path, field.wire), "a value", Kind::Absent);
        }
    }
}

/// Which members of an object have been met, and how.
struct Seen([u8; MEMBERS]);

/// The most members that a record may have.
const MEMBERS: usize = 128;
const MET: u8 = 1;
const DOCUMENTED: u8 = 2;
const FILLED: u8 = 4;
const AGAIN: u8 = 8;

impl Default for Seen {
    fn default() -> Self {
        Seen([0; MEMBERS])
    }
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
        let before = self.0[index];
        if before & MET != 0 {
            self.0[index] |= AGAIN;
            reader.report(|| Finding::Duplicate { path: path.to_string() });
        }
        self.0[index] |= MET | if alias.is_none() { DOCUMENTED } else { 0 };
        match alias {
            Some(_) if before & DOCUMENTED != 0 => return false,
            Some(alias) => reader.report(|| Finding::Alias { path: path.to_string(), alias }),
            None => {}
        }
        true
    }
}

/// What a name stands for: a member by its index, perhaps by one of its aliases. Small enough to be
/// returned in a register.
#[derive(Clone, Copy)]
enum Key {
    Member(u8),
    Alias(u8, u8),
    Code,
    Message,
    Unknown,
}

/// Looks members up. They usually come in the order of the specification, so the one after the last
/// is tried first.
struct Lookup {
    shape: &'static Shape,
    next: u8,
    with_envelope: bool,
}

impl Lookup {
    fn find(&self, name: &str) -> Key {
        let fields = self.shape.fields;
        let mark = mark(name);
        let called = |field: &Field| field.mark == mark && field.wire == name;
        if fields.get(usize::from(self.next)).is_some_and(called) {
            return Key::Member(self.next);
        }
        match name {
            "errcode" if self.with_envelope => return Key::Code,
            "errmsg" if self.with_envelope => return Key::Message,
            _ => {}
        }
        match fields.iter().position(called) {
            Some(index) => Key::Member(index as u8),
            None => self.find_alias(name),
        }
    }

    #[cold]
    fn find_alias(&self, name: &str) -> Key {
        let alias = |field: &Field| field.aliases.iter().position(|alias| *alias == name);
        let mut found = self.shape.fields.iter().map(alias).enumerate();
        found
            .find_map(|(index, alias)| Some(Key::Alias(index as u8, alias? as u8)))
            .unwrap_or(Key::Unknown)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Lookup {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Lookup {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        let key = self.find(name);
        if let Key::Member(index) | Key::Alias(index, _) = key {
            self.next = index + 1;
        }
        Ok(key)
    }
}
