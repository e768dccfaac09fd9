//! Events in the model. They are read as replies are, so that their members follow the same rules.

use crate::lower::{lower_docs, lower_enumeration, lower_fields, lower_object, text};
use crate::model::{Event, Record, Types};
use crate::parse::ParsedEvent;
use crate::resolve::{Names, Scope};
use crate::spec::{self, Direction, Maturity};

pub(super) fn lower(parsed: &ParsedEvent, names: &Names<'_>) -> Event {
    let file = &parsed.spec;
    let scope = Scope::of_event(parsed, names);
    let object = |object: &spec::Object| {
        lower_object(object, Some(Direction::Reply), Maturity::Verified, &scope)
    };
    Event {
        source: parsed.path.clone(),
        name: file.name.to_string(),
        channel: file.channel,
        module: file.rust.module.to_string(),
        summary: text(&file.summary),
        notes: file.notes.iter().map(text).collect(),
        docs: lower_docs(&file.docs),
        record: Record {
            name: file.rust.event.to_string(),
            doc: text(&file.summary),
            direction: Direction::Reply,
            fields: lower_fields(&file.field, Direction::Reply, Maturity::Verified, &scope),
        },
        types: Types {
            objects: file.object.iter().map(object).collect(),
            enumerations: file.enumeration.iter().map(lower_enumeration).collect(),
        },
    }
}
