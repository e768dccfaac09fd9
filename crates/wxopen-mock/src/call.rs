//! What the log keeps of a call. It must never hold a token, and never prints what a body holds.

use std::fmt;

use hyper::header::CONTENT_LENGTH;
use hyper::http::request::Parts;
use serde_json::Value;

use crate::query::Query;

/// A call as it arrived, and what was wrong with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Call {
    /// The interface, if method, path and query lead to one.
    pub interface: Option<&'static str>,
    /// The HTTP method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The names of the query parameters, in order; `?` for a part without `=`.
    pub query: Vec<String>,
    /// The token, if the interface asks for one and one came.
    pub token: Option<TokenSeen>,
    /// Whether the length of the body was announced.
    pub content_length: bool,
    /// The names of the headers, in lower case.
    pub headers: Vec<String>,
    /// The body, if it is JSON. It may hold secrets, so `Debug` prints the names in it only.
    pub body: Option<Value>,
    /// Everything that is wrong with the call. Empty if it passed all checks.
    pub violations: Vec<String>,
}

/// What is known of the token of a call. Never its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenSeen {
    /// The query parameter that carried it.
    pub parameter: &'static str,
    /// Whether it is one of those the mock accepts.
    pub accepted: bool,
}

impl Call {
    pub(crate) fn arrived(parts: &Parts, query: &Query) -> Self {
        Call {
            interface: None,
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: query.names(),
            token: None,
            content_length: parts.headers.contains_key(CONTENT_LENGTH),
            headers: parts.headers.keys().map(|name| name.as_str().to_owned()).collect(),
            body: None,
            violations: Vec::new(),
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("interface", &self.interface)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("token", &self.token)
            .field("content_length", &self.content_length)
            .field("headers", &self.headers)
            .field("body", &self.body.as_ref().map(Names))
            .field("violations", &self.violations)
            .finish()
    }
}

/// The names of the members of a body.
struct Names<'a>(&'a Value);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_object() {
            Some(members) => f.debug_set().entries(members.keys()).finish(),
            None => f.write_str("no object"),
        }
    }
}
