//! How records look in `Debug`. The one place that must never let a secret through.

use std::fmt;

use crate::wire::{Field, ListView, Record, View};

/// Writes a record as the derived `Debug` would, but hides secrets and personal data.
pub fn print(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = record.shape();
    let mut out = f.debug_struct(shape.name);
    for (index, field) in shape.fields.iter().enumerate() {
        out.field(field.rust, &Value(record.view(index), Some(field)));
    }
    out.finish()
}

/// Writes a number of an open enumeration with its name, if it has one.
pub fn print_code(
    code: i64,
    names: &[(i64, &'static str)],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match names.iter().find(|(known, _)| *known == code) {
        Some((_, name)) => write!(f, "{name}({code})"),
        None => write!(f, "{code}"),
    }
}

struct Value<'a>(View<'a>, Option<&'a Field>);

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let personal = self.1.is_some_and(|field| field.personal);
        match &self.0 {
            View::Absent => f.write_str("None"),
            _ if personal => f.write_str("<personal>"),
            View::Text(text) => text.fmt(f),
            View::Secret(secret) => secret.fmt(f),
            View::Int(number) => number.fmt(f),
            View::Flag(flag) | View::Bool(flag) => flag.fmt(f),
            View::Code(code, names) => print_code(*code, names, f),
            View::Object(record) => print(*record, f),
            View::List(list) => print_list(*list, f),
        }
    }
}

fn print_list(list: &dyn ListView, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..list.len()).map(|i| Value(list.view(i), None))).finish()
}
