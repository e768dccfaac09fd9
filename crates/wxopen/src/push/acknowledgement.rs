//! What WeChat is answered. It counts a push as arrived only for status 200 and, on the authorization event
//! URL, for exactly `success`.

use crate::push::{Form, Refusal, Sealed};

/// What to answer WeChat.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acknowledgement {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
}

impl Acknowledgement {
    pub(super) fn success() -> Self {
        Acknowledgement::text(200, "success")
    }

    /// Repeats the text that WeChat checks an address with.
    pub(super) fn echo(text: &str) -> Self {
        Acknowledgement::text(200, text)
    }

    pub(super) fn answer(form: Form, sealed: &Sealed) -> Self {
        let (content_type, body) = match form {
            Form::Xml => ("text/xml; charset=utf-8", sealed.to_xml()),
            Form::Json => ("application/json; charset=utf-8", sealed.to_json()),
        };
        Acknowledgement { status: 200, content_type, body }
    }

    fn text(status: u16, body: &str) -> Self {
        let content_type = "text/plain; charset=utf-8";
        Acknowledgement { status, content_type, body: body.to_owned() }
    }
}

/// The status of the refusal and an empty body: whoever was refused learns nothing else.
impl From<Refusal> for Acknowledgement {
    fn from(refusal: Refusal) -> Self {
        Acknowledgement::text(refusal.status(), "")
    }
}
