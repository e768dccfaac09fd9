//! Records to JSON: one canonical form, members in the order of the specification, absent ones
//! left out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::wire::{ListView, Record, View};

/// The JSON text of a record, in UTF-8 and without escapes that UTF-8 does not need.
pub fn to_json(record: &dyn Record, out: &mut Vec<u8>) {
    // Writing to memory cannot fail, and every member name is a string.
    let _ = Object(record).serialize(&mut serde_json::Serializer::new(out));
}

/// The `Serialize` of every record.
pub fn serialize<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    let fields = record.shape().fields;
    let mut map = serializer.serialize_map(None)?;
    for (index, field) in fields.iter().enumerate() {
        let view = record.view(index);
        if !matches!(view, View::Absent) {
            map.serialize_entry(field.wire, &Value(view))?;
        }
    }
    map.end()
}

/// The `PartialEq` of every record.
pub fn equal(left: &dyn Record, right: &dyn Record) -> bool {
    std::ptr::eq(left.shape(), right.shape())
        && (0..left.shape().fields.len()).all(|i| equal_views(left.view(i), right.view(i)))
}

fn equal_views(left: View<'_>, right: View<'_>) -> bool {
    match (left, right) {
        (View::Absent, View::Absent) => true,
        (View::Text(a), View::Text(b)) => a == b,
        (View::Secret(a), View::Secret(b)) => a == b,
        (View::Int(a), View::Int(b)) | (View::Code(a, _), View::Code(b, _)) => a == b,
        (View::Flag(a), View::Flag(b)) | (View::Bool(a), View::Bool(b)) => a == b,
        (View::Object(a), View::Object(b)) => equal(a, b),
        (View::List(a), View::List(b)) => {
            a.len() == b.len() && (0..a.len()).all(|i| equal_views(a.view(i), b.view(i)))
        }
        _ => false,
    }
}

struct Object<'a>(&'a dyn Record);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

struct Value<'a>(View<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            View::Absent => serializer.serialize_unit(),
            View::Text(text) => serializer.serialize_str(text),
            View::Secret(secret) => serializer.serialize_str(secret.expose()),
            View::Int(number) | View::Code(number, _) => serializer.serialize_i64(*number),
            View::Flag(flag) => serializer.serialize_i64(i64::from(*flag)),
            View::Bool(flag) => serializer.serialize_bool(*flag),
            View::Object(record) => serialize(*record, serializer),
            View::List(list) => List(*list).serialize(serializer),
        }
    }
}

struct List<'a>(&'a dyn ListView);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.len()).map(|i| Value(self.0.view(i))))
    }
}
