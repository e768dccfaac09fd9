//! The members of a record with everything inside, found through its compiled table. Never looks at
//! a schema or at the specification.

use wxopen_api::wire::{Record, RecordMut, Slot, View};
use wxopen_pages::JsonKind;

/// A member of a request or a reply, at any depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The dotted path; `[]` marks the elements of an array.
    pub path: String,
    /// The kind of its value in JSON.
    pub kind: JsonKind,
    /// Whether there is no request or reply without it.
    pub required: bool,
    /// The known values of an enumeration or a flag.
    pub known: Known,
    /// Other names under which it is read.
    pub aliases: Vec<&'static str>,
}

/// The values a member is known to take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Any.
    #[default]
    Any,
    /// 0 or 1.
    Flag,
    /// Those of an open enumeration.
    Enumeration(Vec<i64>),
}

/// The members of what is sent.
pub fn sent(record: &dyn Record) -> Vec<Member> {
    let mut members = Vec::new();
    sent_below(record, "", &mut members);
    members
}

/// The members of what is received.
pub fn received(record: &mut dyn RecordMut) -> Vec<Member> {
    let mut members = Vec::new();
    received_below(record, "", &mut members);
    members
}

/// The texts in a record that nobody may see: secrets, and what is about a person.
pub fn hidden(record: &dyn Record) -> Vec<String> {
    let mut texts = Vec::new();
    for (index, field) in record.shape().fields.iter().enumerate() {
        hidden_in(record.view(index), field.personal, &mut texts);
    }
    texts
}

fn hidden_in(view: View<'_>, personal: bool, texts: &mut Vec<String>) {
    match view {
        View::Secret(secret) => texts.push(secret.expose().to_owned()),
        View::Text(text) if personal => texts.push(text.to_owned()),
        View::Object(object) => texts.extend(hidden(object)),
        View::List(list) => {
            (0..list.len()).for_each(|index| hidden_in(list.view(index), personal, texts));
        }
        _ => {}
    }
}

/// The path of a member of what stands at another path.
pub(crate) fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

fn sent_below(record: &dyn Record, parent: &str, members: &mut Vec<Member>) {
    for index in 0..record.shape().fields.len() {
        let member = member(record, index, parent);
        view(record.view(index), member, members);
    }
}

fn view(view: View<'_>, mut member: Member, members: &mut Vec<Member>) {
    let path = member.path.clone();
    member.kind = match &view {
        View::Absent => JsonKind::Null,
        View::Text(_) | View::Secret(_) => JsonKind::String,
        View::Int(_) | View::Flag(_) | View::Code(..) => JsonKind::Number,
        View::Bool(_) => JsonKind::Boolean,
        View::Object(_) => JsonKind::Object,
        View::List(_) => JsonKind::Array,
    };
    member.known = known(&view);
    members.push(member);
    match view {
        View::Object(object) => sent_below(object, &path, members),
        View::List(list) if !list.is_empty() => {
            self::view(list.view(0), element(&path), members);
        }
        _ => {}
    }
}

fn received_below(record: &mut dyn RecordMut, parent: &str, members: &mut Vec<Member>) {
    for index in 0..record.shape().fields.len() {
        let mut member = member(record, index, parent);
        if let Slot::Code(code) = record.slot(index) {
            code.set(0);
            member.known = known(&record.view(index));
        }
        slot(record.slot(index), member, members);
    }
}

fn slot(slot: Slot<'_>, mut member: Member, members: &mut Vec<Member>) {
    let path = member.path.clone();
    member.kind = match &slot {
        Slot::Text(_) | Slot::OptText(_) | Slot::Secret(_) | Slot::OptSecret(_) => JsonKind::String,
        Slot::Int(_) | Slot::OptInt(_) | Slot::Code(_) => JsonKind::Number,
        Slot::Flag(_) | Slot::OptFlag(_) => {
            member.known = Known::Flag;
            JsonKind::Number
        }
        Slot::Bool(_) | Slot::OptBool(_) => JsonKind::Boolean,
        Slot::Object(_) => JsonKind::Object,
        Slot::List(_) => JsonKind::Array,
        Slot::Nothing => JsonKind::Null,
    };
    members.push(member);
    match slot {
        Slot::Object(object) => received_below(object.open(), &path, members),
        Slot::List(list) => self::slot(list.push(), element(&path), members),
        _ => {}
    }
}

fn member(record: &dyn Record, index: usize, parent: &str) -> Member {
    let field = &record.shape().fields[index];
    Member {
        path: join(parent, field.wire),
        kind: JsonKind::Null,
        required: field.required,
        known: Known::Any,
        aliases: field.aliases.to_vec(),
    }
}

fn element(path: &str) -> Member {
    Member {
        path: format!("{path}[]"),
        kind: JsonKind::Null,
        required: false,
        known: Known::Any,
        aliases: Vec::new(),
    }
}

fn known(view: &View<'_>) -> Known {
    match view {
        View::Flag(_) => Known::Flag,
        View::Code(_, known) => Known::Enumeration(known.iter().map(|(n, _)| *n).collect()),
        _ => Known::Any,
    }
}
