//! One operation the mock can serve: constant data. Nothing is checked here.

use wxopen_core::EndpointMeta;

/// An endpoint and the JSON Schemas (2020-12, as text) of its request and reply.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Operation {
    /// The entry of the catalogue.
    pub meta: &'static EndpointMeta,
    /// What a request must look like. Without it every JSON object passes.
    pub request: Option<&'static str>,
    /// What a reply looks like. Its `examples` are what the mock answers with; without one the
    /// mock answers `{"errcode":0,"errmsg":"ok"}`.
    pub reply: Option<&'static str>,
}

impl Operation {
    /// An operation without schemas.
    pub const fn new(meta: &'static EndpointMeta) -> Self {
        Operation { meta, request: None, reply: None }
    }

    /// Sets what a request must look like.
    pub const fn with_request(mut self, schema: &'static str) -> Self {
        self.request = Some(schema);
        self
    }

    /// Sets what a reply looks like.
    pub const fn with_reply(mut self, schema: &'static str) -> Self {
        self.reply = Some(schema);
        self
    }
}
