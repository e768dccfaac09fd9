//! What was pushed, once it is open: an event of the platform, or an event or a message of an account. Reads
//! XML and JSON into the same types.

use wxopen_api::events::{AccountEvent, AuthorizationEvent};
use wxopen_api::{DecodeError, Json, RawMessage};

use crate::push::xml;

/// What was pushed. Secrets and personal data are not printed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // Moved once or twice; a box would stand in the way of a match.
pub enum Push {
    /// Something that concerns the platform. Never the ticket: that is stored and goes no further.
    Authorization(AuthorizationEvent),
    /// Something that concerns an account.
    Account(AccountPush),
}

/// What was pushed to the message URL of an account.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AccountPush {
    /// The appid in the address that was called. WeChat does not sign it: what must be right takes the
    /// account from `ToUserName` of the message.
    pub appid: String,
    /// How the message was written, and so how an answer must be.
    pub form: Form,
    /// The message.
    pub message: AccountMessage,
}

/// An event or a message of an account.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)]
pub enum AccountMessage {
    /// Something happened to the account.
    Event(AccountEvent),
    /// Somebody wrote to the account: its name is the `MsgType`, such as `text` or `image`.
    Message(RawMessage),
}

/// How a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// As `<xml>...</xml>`.
    Xml,
    /// As a JSON object.
    Json,
}

impl AccountMessage {
    pub(super) fn from_value(value: Json) -> Result<Self, DecodeError> {
        if value["MsgType"] == "event" {
            return AccountEvent::from_value(value).map(AccountMessage::Event);
        }
        RawMessage::new(value, "MsgType").map(AccountMessage::Message)
    }
}

/// The members of a message. Its text decides how it is written, whatever its Content-Type says.
pub(super) fn parse(text: &str) -> Option<(Form, Json)> {
    let text = text.trim_start_matches('\u{feff}');
    let (form, value) = match text.trim_start().starts_with('<') {
        true => (Form::Xml, xml::to_json(text)?),
        false => (Form::Json, serde_json::from_str(text).ok()?),
    };
    value.is_object().then_some((form, value))
}
