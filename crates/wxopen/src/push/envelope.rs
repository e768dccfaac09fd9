//! What lies around an encrypted message: the query of the address and the outer body. Everything here can
//! be written by anybody.

use std::borrow::Cow;

use url::form_urlencoded;
use wxopen_api::Json;

use crate::push::message;

/// The parameters of an address. One that occurs twice is not there.
pub(super) struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        Query(form_urlencoded::parse(text.as_bytes()).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.0.iter().filter(|(known, _)| known == name);
        let (_, value) = found.next()?;
        found.next().is_none().then_some(&**value)
    }
}

/// The outer body.
pub(super) struct Envelope(Json);

impl Envelope {
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let (_, value) = message::parse(std::str::from_utf8(body).ok()?)?;
        Some(Envelope(value))
    }

    /// The message.
    pub(super) fn encrypt(&self) -> Option<&str> {
        self.0["Encrypt"].as_str()
    }

    /// Whether it names another platform. `ToUserName`, which stands there for an account, says nothing
    /// that the message itself does not say.
    pub(super) fn is_for_other(&self, appid: &str) -> bool {
        self.0.get("AppId").is_some_and(|found| found != appid)
    }
}
