//! What the service said when it refused a call. Its own text is nothing to match on, or to log.

use std::fmt;

use crate::{Class, EndpointMeta, Envelope, ErrorMeta, Text};

/// What the service said when it refused a call.
#[derive(Clone)]
pub struct Rejection {
    meta: &'static EndpointMeta,
    envelope: Envelope,
}

impl Rejection {
    pub(super) fn new(meta: &'static EndpointMeta, envelope: Envelope) -> Self {
        Rejection { meta, envelope }
    }

    /// `errcode`.
    pub fn code(&self) -> i64 {
        self.envelope.code()
    }

    /// What kind of failure it is on this endpoint.
    pub fn class(&self) -> Class {
        self.meta.class(self.code())
    }

    /// Our name of the code, if it is documented.
    pub fn name(&self) -> Option<&'static str> {
        self.documented().map(|error| error.name)
    }

    /// What has happened, if the code is documented.
    pub fn meaning(&self) -> Option<Text> {
        self.documented().map(|error| error.meaning)
    }

    /// What to do, if the code is documented.
    pub fn remedy(&self) -> Option<Text> {
        self.documented().map(|error| error.remedy)
    }

    /// `errmsg` without rid and hint. Text of the service: show it to people with care, never log
    /// it, never match on it.
    pub fn message(&self) -> String {
        self.envelope.message()
    }

    /// WeChat's request id, by which its support knows the call.
    pub fn rid(&self) -> Option<&str> {
        self.envelope.rid()
    }

    /// The older kind of request id.
    pub fn hint(&self) -> Option<&str> {
        self.envelope.hint()
    }

    fn documented(&self) -> Option<&'static ErrorMeta> {
        self.meta.error(self.code())
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("code", &self.code())
            .field("name", &self.name())
            .field("class", &self.class())
            .field("rid", &self.rid())
            .finish_non_exhaustive()
    }
}
