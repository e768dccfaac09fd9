//! The contract between an endpoint and whoever carries its bytes. No IO: a body goes out as bytes,
//! an answer comes in as text.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::envelope::Envelope;
use crate::observer::Observer;
use crate::wire::{self, FieldError, ObjectSlot, ReadError, Record, RecordMut};
use crate::{EndpointError, EndpointMeta, Secret};

/// One endpoint of the API, described by the type of its request.
///
/// `wxopen-api` implements it for every endpoint of the specification. It can be implemented by
/// hand for one that is not there:
///
/// ```
/// use wxopen_core::{Answer, Body, Code, DecodeError, Endpoint, EndpointMeta, Method};
///
/// struct GetCallbackIp;
///
/// impl Endpoint for GetCallbackIp {
///     type Reply = serde_json::Value;
///     type Error = Code;
///     const META: &'static EndpointMeta =
///         &EndpointMeta::new("getCallbackIp", Method::Get, "/cgi-bin/getcallbackip");
///
///     fn encode(&self, _: &mut Body) {}
///
///     fn decode(answer: &mut Answer<'_>) -> Result<Self::Reply, DecodeError> {
///         answer.json()
///     }
/// }
/// ```
pub trait Endpoint: Send + Sync {
    /// What a successful call gives.
    type Reply: Send;
    /// The codes of the endpoint's page; [`Code`](crate::Code) if nobody has typed them.
    type Error: EndpointError;
    /// Everything else that is known about the endpoint.
    const META: &'static EndpointMeta;

    /// Writes the body of the request.
    fn encode(&self, body: &mut Body);

    /// Reads the reply.
    ///
    /// # Errors
    ///
    /// If the answer carries a code other than 0, or cannot be understood.
    fn decode(answer: &mut Answer<'_>) -> Result<Self::Reply, DecodeError>;
}

/// The body of a request: UTF-8 JSON, `{}` if nothing is written. Where the method has no body, its
/// members travel in the query.
#[derive(Default)]
pub struct Body {
    json: Vec<u8>,
    failure: Option<&'static str>,
}

impl Body {
    /// A body without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a record. Replaces what was written before.
    pub fn record(&mut self, record: &dyn Record) {
        *self = Self::new();
        wire::to_json(record, &mut self.json);
    }

    /// Writes anything that serde can write as a JSON object. Replaces what was written before.
    ///
    /// A value that is no JSON object makes the call fail before anything is sent: the service
    /// refuses every other body.
    pub fn json(&mut self, value: &impl Serialize) {
        *self = Self::new();
        if serde_json::to_writer(&mut self.json, value).is_err() {
            self.failure = Some("the request cannot be written as JSON");
        } else if self.json.first() != Some(&b'{') {
            self.failure = Some("the request is not a JSON object");
        }
    }

    /// The members as pairs of a query, for an endpoint whose method has no body.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the request, without any of its values.
    pub fn into_pairs(self) -> Result<Vec<(String, Secret)>, &'static str> {
        let bytes = self.into_bytes()?;
        let members: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&bytes).map_err(|_| "the request is not a JSON object")?;
        let pair = |(name, value)| match value {
            serde_json::Value::String(text) => Ok((name, Secret::from(text))),
            serde_json::Value::Number(number) => Ok((name, Secret::from(number.to_string()))),
            serde_json::Value::Bool(yes) => Ok((name, Secret::from(yes.to_string()))),
            _ => Err("a query cannot hold lists and objects"),
        };
        members.into_iter().map(pair).collect()
    }

    /// The bytes to send.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the request, without any of its values.
    pub fn into_bytes(mut self) -> Result<Vec<u8>, &'static str> {
        if self.json.is_empty() {
            self.json.extend_from_slice(b"{}");
        }
        self.failure.map_or(Ok(self.json), Err)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.json.len())
    }
}

/// An answer that is about to be read.
pub struct Answer<'a> {
    text: &'a str,
    envelope: Envelope,
    listener: Option<(&'static str, &'a dyn Observer)>,
}

impl<'a> Answer<'a> {
    /// An answer as it was received.
    pub fn new(text: &'a str) -> Self {
        Answer { text, envelope: Envelope::default(), listener: None }
    }

    /// Tells `observer` what was lenient about the answer of `interface`.
    pub fn observed(mut self, interface: &'static str, observer: &'a dyn Observer) -> Self {
        self.listener = Some((interface, observer));
        self
    }

    /// The answer itself.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// `errcode` and `errmsg`, once the answer was read.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Reads the answer as a record.
    ///
    /// # Errors
    ///
    /// If it carries a code other than 0, or is not what the record needs.
    pub fn record<R: RecordMut + Default>(&mut self) -> Result<R, DecodeError> {
        let mut record = R::default();
        self.read(&mut record)?;
        Ok(record)
    }

    /// Reads the answer as anything that serde can read, without leniency.
    ///
    /// # Errors
    ///
    /// If it carries a code other than 0, or is not what the type needs.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T, DecodeError> {
        self.listener = None;
        self.read(&mut Nothing)?;
        serde_json::from_str(self.text).map_err(|error| DecodeError(Reason::from(error)))
    }

    fn read(&mut self, record: &mut dyn ObjectSlot) -> Result<(), DecodeError> {
        let read = wire::read(self.text, record, &mut self.envelope, self.listener);
        read.map_err(DecodeError::from)?;
        if self.envelope.code() != 0 {
            return Err(DecodeError(Reason::Code(self.envelope.code())));
        }
        Ok(())
    }
}

/// Why an answer is no reply, or a message no event. Never holds a value of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError(Reason);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    Code(i64),
    Syntax { line: usize, column: usize },
    Cut,
    Deep,
    Type { line: usize, column: usize },
    Field(FieldError),
}

impl DecodeError {
    /// The code, if the service answered with one.
    pub fn code(&self) -> Option<i64> {
        match self.0 {
            Reason::Code(code) => Some(code),
            _ => None,
        }
    }

    /// Whether the answer is the beginning of one.
    pub fn is_cut(&self) -> bool {
        self.0 == Reason::Cut
    }

    /// Whether mending its bytes could make it JSON.
    #[cfg(feature = "client")]
    pub(crate) fn is_syntax(&self) -> bool {
        matches!(self.0, Reason::Syntax { .. })
    }

    /// Where the answer is not what it should be, such as `wxopens.items[1].status`, if that is
    /// known.
    pub fn path(&self) -> Option<&str> {
        match &self.0 {
            Reason::Field(error) => Some(&error.path),
            _ => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Code(code) => write!(f, "the service answered with code {code}"),
            Reason::Syntax { line, column } => {
                write!(f, "the answer is no JSON (line {line}, column {column})")
            }
            Reason::Cut => f.write_str("the answer is no JSON: it ends too early"),
            Reason::Deep => f.write_str("the answer is nested too deeply"),
            Reason::Type { line, column } => {
                write!(f, "a value is not of the expected type (line {line}, column {column})")
            }
            Reason::Field(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DecodeError {}

impl From<ReadError> for DecodeError {
    fn from(error: ReadError) -> Self {
        DecodeError(Reason::from(error))
    }
}

impl From<ReadError> for Reason {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Json(error) => Reason::from(error),
            ReadError::Field(error) => Reason::Field(error),
        }
    }
}

impl From<serde_json::Error> for Reason {
    // The text of a serde_json error may quote the answer, so only its place is kept.
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            serde_json::error::Category::Eof => Reason::Cut,
            serde_json::error::Category::Data => Reason::Type { line, column },
            _ if error.to_string().starts_with("recursion limit") => Reason::Deep,
            _ => Reason::Syntax { line, column },
        }
    }
}

/// A record without members: for reading the envelope alone.
#[derive(Default)]
struct Nothing;

impl Record for Nothing {
    fn shape(&self) -> &'static wire::Shape {
        &wire::Shape { name: "Nothing", fields: &[] }
    }

    fn view(&self, _: usize) -> wire::View<'_> {
        wire::View::Absent
    }
}

impl RecordMut for Nothing {
    fn slot(&mut self, _: usize) -> wire::Slot<'_> {
        wire::Slot::Nothing
    }
}
