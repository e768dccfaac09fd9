//! One value of an answer on its way to its place: what is understood as what, and what becomes of
//! the rest.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::observer::{Finding, Kind};
use crate::wire::decode::Reader;
use crate::wire::fit::{self, Fit};
use crate::wire::members::{read_members, read_nothing};
use crate::wire::path::Path;
use crate::wire::slot::{ListSlot, Slot};

/// A place that waits for its value. Reading tells whether it was filled.
pub(super) struct Place<'a, 's, 'r> {
    pub(super) slot: &'a mut Slot<'s>,
    pub(super) required: bool,
    pub(super) path: &'a Path<'a>,
    pub(super) reader: &'a mut Reader<'r>,
}

impl<'a, 's, 'r> Place<'a, 's, 'r> {
    pub(super) fn required(
        slot: &'a mut Slot<'s>,
        path: &'a Path<'a>,
        reader: &'a mut Reader<'r>,
    ) -> Self {
        Place { slot, required: true, path, reader }
    }

    fn settle(&mut self, fit: Fit, found: Kind) -> bool {
        match fit {
            Fit::Exact => true,
            _ => self.settle_inexact(fit, found),
        }
    }

    #[cold]
    fn settle_inexact(&mut self, fit: Fit, found: Kind) -> bool {
        let expected = fit::expected(self.slot);
        match fit {
            Fit::Misfit if self.required => self.reader.fail(self.path, expected, found),
            Fit::Misfit => {
                let path = self.path;
                self.reader.report(|| Finding::Ignored { path: path.to_string(), expected, found });
                fit::clear(self.slot);
            }
            _ => self.reader.converted(self.path, expected, found),
        }
        fit != Fit::Misfit
    }

    fn read_list<'de, A: SeqAccess<'de>>(
        list: &mut dyn ListSlot,
        path: &Path<'_>,
        reader: &mut Reader<'_>,
        mut seq: A,
    ) -> Result<bool, A::Error> {
        let mut index = 0;
        while seq.next_element_seed(NextElement { list, path, index, reader })?.is_some() {
            index += 1;
        }
        Ok(true)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Place<'_, '_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

// A place is lent, not moved, on its way through the parser: it is several words long, and there is
// one for every value.
impl<'de> Visitor<'de> for &mut Place<'_, '_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(fit::expected(self.slot))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        if let Slot::List(list) = self.slot
            && self.reader.lone_elements
            && !text.is_empty()
        {
            return Place::required(&mut list.push(), self.path, self.reader).visit_str(text);
        }
        let fit = fit::put_text(self.slot, text);
        Ok(self.settle(fit, Kind::Text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<bool, E> {
        let fit = fit::put_integer(self.slot, number);
        Ok(self.settle(fit, Kind::Integer))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<bool, E> {
        let fit = match i64::try_from(number) {
            Ok(number) => fit::put_integer(self.slot, number),
            Err(_) => fit::put_words(self.slot, || number.to_string()),
        };
        Ok(self.settle(fit, Kind::Integer))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<bool, E> {
        let fit = fit::put_decimal(self.slot, number);
        Ok(self.settle(fit, Kind::Decimal))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        let fit = fit::put_bool(self.slot, value);
        Ok(self.settle(fit, Kind::Bool))
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        let fit = fit::put_nothing(self.slot);
        Ok(self.settle(fit, Kind::Null))
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        if let Slot::Object(place) = self.slot {
            read_members(map, place.open(), self.path, self.reader)?;
            return Ok(true);
        }
        if let Slot::List(list) = self.slot
            && self.reader.lone_elements
        {
            return Place::required(&mut list.push(), self.path, self.reader).visit_map(map);
        }
        let mut empty = true;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            empty = false;
        }
        let fit = if empty { fit::put_nothing(self.slot) } else { Fit::Misfit };
        Ok(self.settle(fit, Kind::Object))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        if let Slot::List(list) = self.slot {
            return Place::read_list(*list, self.path, self.reader, seq);
        }
        let mut empty = true;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            empty = false;
        }
        // PHP writes an object without members as an array. An answer as a whole never is one.
        match self.slot {
            Slot::Object(place) if empty && !matches!(self.path, Path::Root) => {
                read_nothing(place.open(), self.path, self.reader);
                Ok(self.settle(Fit::Converted, Kind::List))
            }
            _ => Ok(self.settle(Fit::Misfit, Kind::List)),
        }
    }
}

/// Adds an element to a list once it is known that there is one.
struct NextElement<'a, 'r> {
    list: &'a mut dyn ListSlot,
    path: &'a Path<'a>,
    index: usize,
    reader: &'a mut Reader<'r>,
}

impl<'de> DeserializeSeed<'de> for NextElement<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let path = &Path::Index(self.path, self.index);
        Place::required(&mut self.list.push(), path, self.reader).deserialize(deserializer)
    }
}
