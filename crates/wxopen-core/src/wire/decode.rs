//! JSON to records, in one pass and without a tree in between. All leniency lives here: a value of
//! another kind is converted where that cannot mislead, left out where the member is optional, and
//! named without its value where it is required.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error};

use crate::envelope::Envelope;
use crate::observer::{Finding, Kind, Observer};
use crate::wire::RecordMut;
use crate::wire::path::Path;
use crate::wire::place::Place;
use crate::wire::slot::{ObjectSlot, Slot};

/// A required member that is missing or cannot be understood. Never holds its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldError {
    pub(crate) path: String,
    pub(crate) expected: &'static str,
    pub(crate) found: Kind,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the answer" } else { &self.path };
        write!(f, "{path}: expected {}, found {}", self.expected, self.found)
    }
}

/// Why an answer could not be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    Json(serde_json::Error),
    Field(FieldError),
}

/// Reads an answer: the envelope and, in the same pass, the fields of the reply.
///
/// A field error is reported only for a success: an answer that carries a code has no reply.
pub(crate) fn read(
    text: &str,
    record: &mut dyn ObjectSlot,
    envelope: &mut Envelope,
    listener: Option<(&'static str, &dyn Observer)>,
) -> Result<(), ReadError> {
    let mut reader =
        Reader { envelope: Some((0, None)), error: None, listener, lone_elements: false };
    let mut json = serde_json::Deserializer::from_str(text);
    let slot = &mut Slot::Object(record);
    let mut top = Place::required(slot, &Path::Root, &mut reader);
    let parsed = top.deserialize(&mut json).and_then(|_| json.end());
    if let Some((code, message)) = reader.envelope.take() {
        *envelope = Envelope::new(code, message.unwrap_or_default());
    }
    parsed.map_err(ReadError::Json)?;
    match reader.error {
        Some(error) if envelope.code() == 0 => Err(ReadError::Field(error)),
        _ => Ok(()),
    }
}

/// Reads a pushed message. There is no envelope around it, and where it was XML, a list of one element
/// looks like that element.
pub(crate) fn read_message(
    message: &serde_json::Value,
    record: &mut dyn ObjectSlot,
) -> Result<(), ReadError> {
    let mut reader = Reader { envelope: None, error: None, listener: None, lone_elements: true };
    let slot = &mut Slot::Object(record);
    let mut top = Place::required(slot, &Path::Root, &mut reader);
    top.deserialize(message).map_err(ReadError::Json)?;
    reader.error.map_or(Ok(()), |error| Err(ReadError::Field(error)))
}

/// The `Deserialize` of every record.
pub fn deserialize<'de, R: RecordMut + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<R, D::Error> {
    let mut record = R::default();
    fill(&mut record, deserializer)?;
    Ok(record)
}

fn fill<'de, D: Deserializer<'de>>(
    record: &mut dyn ObjectSlot,
    deserializer: D,
) -> Result<(), D::Error> {
    let mut reader = Reader { envelope: None, error: None, listener: None, lone_elements: false };
    let slot = &mut Slot::Object(record);
    Place::required(slot, &Path::Root, &mut reader).deserialize(deserializer)?;
    reader.error.map_or(Ok(()), |error| Err(D::Error::custom(error)))
}

/// What is known across one answer.
pub(super) struct Reader<'a> {
    /// `errcode` and `errmsg`; `None` if the text is not an answer.
    pub(super) envelope: Option<(i64, Option<String>)>,
    error: Option<FieldError>,
    listener: Option<(&'static str, &'a dyn Observer)>,
    /// Whether a value stands for a list of it.
    pub(super) lone_elements: bool,
}

impl Reader<'_> {
    pub(super) fn report(&self, finding: impl FnOnce() -> Finding) {
        if let Some((interface, observer)) = self.listener {
            observer.found(interface, finding());
        }
    }

    pub(super) fn converted(&self, path: &Path<'_>, expected: &'static str, found: Kind) {
        self.report(|| Finding::Converted { path: path.to_string(), expected, found });
    }

    pub(super) fn fail(&mut self, path: &Path<'_>, expected: &'static str, found: Kind) {
        if self.error.is_none() {
            self.error = Some(FieldError { path: path.to_string(), expected, found });
        }
    }
}
