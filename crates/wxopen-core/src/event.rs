//! What WeChat pushes: what is known about an event, and how a message becomes one. It must never know a
//! particular event, nor show a value of a message.

use std::fmt;

use crate::wire::{self, FieldError, ReadError, RecordMut};
use crate::{DecodeError, Doc, Json, Kind, Text};

/// What is known about an event: an entry of the catalogue.
#[derive(Debug)]
#[non_exhaustive]
pub struct EventMeta {
    /// WeChat's name of it, misspellings included.
    pub name: &'static str,
    /// Where it arrives.
    pub channel: Channel,
    /// When it is pushed.
    pub summary: Text,
    /// The official pages, the one to read first.
    pub docs: &'static [Doc],
}

impl EventMeta {
    /// An entry of the catalogue.
    pub const fn new(
        name: &'static str,
        channel: Channel,
        summary: Text,
        docs: &'static [Doc],
    ) -> Self {
        EventMeta { name, channel, summary, docs }
    }
}

/// The two addresses at which a platform is told something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Channel {
    /// The authorization event URL (授权事件接收 URL): what concerns the platform.
    Authorization,
    /// The message URL (消息与事件接收 URL), one for each account: what concerns an account.
    Message,
}

impl Channel {
    /// The member that holds the name of an event.
    pub const fn discriminator(self) -> &'static str {
        match self {
            Channel::Authorization => "InfoType",
            Channel::Message => "Event",
        }
    }
}

/// A message as it came, because nobody has specified it, or because it is not what was specified.
///
/// It may hold secrets: `Debug` prints its name and no value.
#[derive(Clone, PartialEq)]
pub struct RawMessage {
    name: String,
    value: Json,
    error: Option<Box<DecodeError>>,
}

impl RawMessage {
    /// A message whose name is the value of `discriminator`. Where it was XML, all values are texts.
    ///
    /// # Errors
    ///
    /// If it is no object, or its name is missing or no text.
    pub fn new(value: Json, discriminator: &str) -> Result<Self, DecodeError> {
        let name = match value.get(discriminator) {
            Some(Json::String(name)) => name.clone(),
            found => {
                let found = found.map_or(Kind::Absent, kind);
                let path = discriminator.to_owned();
                let error = FieldError { path, expected: "a string", found };
                return Err(ReadError::Field(error).into());
            }
        };
        Ok(RawMessage { name, value, error: None })
    }

    /// What the message calls itself: the name of an event, or the kind of a message such as `text`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The message. Where it was XML, all values are texts, and an element that occurs several times is
    /// an array.
    pub fn value(&self) -> &Json {
        &self.value
    }

    /// Why it could not be read, if an event of this name is specified.
    pub fn error(&self) -> Option<&DecodeError> {
        self.error.as_deref()
    }

    /// The message as a variant of its enum, or the message with the reason why it is none.
    #[doc(hidden)]
    pub fn read<R: RecordMut + Default, E>(
        mut self,
        variant: impl FnOnce(R) -> E,
    ) -> Result<E, RawMessage> {
        let mut record = R::default();
        match wire::read_message(&self.value, &mut record) {
            Ok(()) => Ok(variant(record)),
            Err(error) => {
                self.error = Some(Box::new(error.into()));
                Err(self)
            }
        }
    }
}

impl fmt::Debug for RawMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawMessage")
            .field("name", &self.name)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// Reads the text of a message.
#[doc(hidden)]
pub fn parse(text: &str) -> Result<Json, DecodeError> {
    serde_json::from_str(text).map_err(|error| ReadError::Json(error).into())
}

/// An event that was stored and is none.
#[doc(hidden)]
pub fn unreadable<E: serde::de::Error>(error: DecodeError) -> E {
    E::custom(error)
}

fn kind(value: &Json) -> Kind {
    match value {
        Json::Null => Kind::Null,
        Json::Bool(_) => Kind::Bool,
        Json::Number(number) if number.is_f64() => Kind::Decimal,
        Json::Number(_) => Kind::Integer,
        Json::String(_) => Kind::Text,
        Json::Array(_) => Kind::List,
        Json::Object(_) => Kind::Object,
    }
}
