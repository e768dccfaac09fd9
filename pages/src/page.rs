//! The facts of one page as they are handed out. A type of this file must never hold a sentence
//! of the page; names and literals stand as the page spells them, damage included.

use serde::{Deserialize, Serialize};

use crate::Edition;

/// The facts that one page states about one interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The edition in whose manner the page was read.
    pub edition: Edition,
    /// The line on which the interface begins; pages of `zh-3pp20` may hold several.
    pub line: u32,
    /// The interface name as printed; absent when the page prints none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// The HTTP method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The query parameters of the address and of the tables.
    pub query: Section<Vec<QueryParameter>>,
    /// The ids of the permission sets; empty and whole when the page says that none applies.
    pub permission_sets: Section<Vec<u16>>,
    /// The members of the request body.
    pub request: Section<Vec<Field>>,
    /// The members of the reply.
    pub reply: Section<Vec<Field>>,
    /// The tables of enumerated values.
    pub enums: Section<Vec<Enumeration>>,
    /// The error table.
    pub errors: Section<Vec<ErrorRow>>,
    /// True when the error table stands once for several interfaces on one page.
    pub errors_shared: bool,
    /// The shapes of the samples.
    pub samples: Section<Vec<SampleShape>>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// A section of a page, and how much of it the copy holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section<T> {
    /// How much of the section the copy holds.
    pub completeness: Completeness,
    /// The facts of the section.
    pub value: T,
}

/// How much of a section a copy holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Completeness {
    /// The copy holds the section to its end.
    Whole,
    /// The copy may lack a part of the section, so that it proves presence, never absence.
    Truncated,
    /// The copy holds no such section, which proves nothing.
    #[default]
    Absent,
}

/// Whether a fact belongs to the request or to the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The query string.
    Query,
    /// The request body.
    Request,
    /// The reply.
    Reply,
}

impl Part {
    /// The label used in extracts.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Request => "request",
            Self::Reply => "reply",
        }
    }
}

/// A parameter of the query string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryParameter {
    /// The name as printed.
    pub name: String,
    /// The value, when the address fixes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// Where the name was read.
    pub origin: Origin,
    /// The type word as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_word: Option<String>,
    /// The word of the required column as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_word: Option<String>,
}

/// Where a query parameter was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Only in the address.
    Address,
    /// Only in a table.
    Table,
    /// In the address and in a table, spelled alike.
    Both,
}

/// A member of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The dotted path; `[]` marks the elements of an array.
    pub path: String,
    /// The type word as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_word: Option<String>,
    /// The word of the required column as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_word: Option<String>,
    /// Values that the row enumerates; there may be more than could be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What the path rests on.
    pub placement: Placement,
}

/// What the path of a field rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// The tables state it.
    Stated,
    /// The row follows a nested table whose end is not marked; the page's own sample decides.
    Sample,
    /// As before, but no sample decides. The name is a fact, its parent is not.
    Assumed,
}

/// A table of enumerated values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enumeration {
    /// Whether the member belongs to the request or to the reply.
    pub part: Part,
    /// The dotted path of the member.
    pub path: String,
    /// The values as printed.
    pub values: Vec<String>,
}

/// A row of an error table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorRow {
    /// The code, or the cell in its place.
    pub code: ErrorCode,
    /// The literal message as printed, unless the cell holds an explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errmsg: Option<String>,
    /// True when the message cell holds an explanation, whose text is not kept.
    pub prose: bool,
    /// What the end of the message rests on.
    pub boundary: Boundary,
}

/// The first cell of a row of an error table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ErrorCode {
    /// A number.
    Number(i64),
    /// The cell as printed, because it was overwritten.
    Overwritten(String),
}

impl ErrorCode {
    /// The number, unless it was overwritten.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(code) => Some(*code),
            Self::Overwritten(_) => None,
        }
    }
}

/// What the end of a message rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boundary {
    /// The cells are separated, or the message is repeated word for word.
    Stated,
    /// The cells run together and the message ends where the writing changes.
    Guessed,
}

/// The shape of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleShape {
    /// Whether it is a request or a reply.
    pub part: Part,
    /// The line on which it begins.
    pub line: u32,
    /// True when it is JSON as it stands.
    pub valid_json: bool,
    /// Every member once, in the order of its first occurrence.
    pub members: Vec<Member>,
}

/// A member of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Member {
    /// The dotted path; `[]` marks the elements of an array.
    pub path: String,
    /// The kind of its value.
    pub kind: JsonKind,
}

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JsonKind {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// A null.
    Null,
    /// Nothing that is JSON, or nothing at all.
    Unreadable,
}

impl JsonKind {
    /// The label used in extracts.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Something on the page that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Its line, counted from 1.
    pub line: u32,
    /// What it is, in our words.
    pub what: String,
}
