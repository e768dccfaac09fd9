//! `spec/endpoints/<category>/<interface>.toml`: one endpoint, one file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::{At, Bilingual, Field, PageLink};

/// One endpoint, as its official page describes it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndpointFile {
    /// WeChat's English name of it, misspellings included: the name of the file.
    pub interface: At<String>,
    /// What it does, in one sentence.
    pub summary: Bilingual,
    /// What a caller must know beyond the summary; one paragraph an entry.
    #[serde(default)]
    pub notes: Vec<Bilingual>,
    /// The HTTP method.
    pub method: Method,
    /// The path, starting with `/`.
    pub path: At<String>,
    /// Query parameters with fixed values.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// Which credential it asks for.
    pub token: Token,
    /// The query parameter that carries the token.
    #[serde(default = "access_token")]
    pub token_query: String,
    /// The permission sets of which one must be granted.
    #[serde(default)]
    pub permission_sets: Vec<At<u16>>,
    /// Whether a request may be sent again once a byte of it was written.
    pub repeat: Option<At<Repeat>>,
    /// The shortest time between two attempts, in seconds.
    pub repeat_pause: Option<u64>,
    /// The interface that tells what really happened when the outcome is unknown.
    pub reconcile: Option<At<String>>,
    /// The shortest deadline that makes sense, in seconds.
    pub deadline: Option<u64>,
    /// How well all this is founded.
    pub maturity: At<Maturity>,
    /// Names in Rust, kept here for ever once they are chosen.
    pub rust: RustNames,
    /// The official pages, the one to read first.
    #[serde(default)]
    pub docs: Vec<PageLink>,
    /// The members of the request: of its body, or of its query where the method is GET.
    #[serde(default)]
    pub request: Vec<Field>,
    /// The members of the reply, without `errcode` and `errmsg`, in the order in which they travel:
    /// the reader looks for them in this order first.
    #[serde(default)]
    pub reply: Vec<Field>,
    /// Objects inside the request or the reply.
    #[serde(default)]
    pub object: Vec<Object>,
    /// Enumerations of the request or the reply.
    #[serde(default, rename = "enum")]
    pub enumeration: Vec<Enumeration>,
    /// The codes of the page, without 0.
    #[serde(default)]
    pub error: Vec<PageError>,
    /// Samples of our own: at least one of each direction.
    #[serde(default)]
    pub sample: Vec<Sample>,
}

/// The HTTP method of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
}

/// Which credential an endpoint asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Token {
    Authorizer,
    Component,
    Either,
    None,
}

/// Whether a request may be sent again once a byte of it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Repeat {
    Safe,
    Unsafe,
}

/// How well the specification of an endpoint is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Maturity {
    Verified,
    Sampled,
    Listed,
}

/// The names of an endpoint in Rust.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RustNames {
    /// The module.
    pub module: At<String>,
    /// The request. The reply adds `Reply` to it, the error enum `Error`.
    pub request: At<String>,
}

/// An object inside a request or a reply.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Its name, in Rust and in `type` of the fields that hold it.
    pub name: At<String>,
    /// What it is.
    pub doc: Bilingual,
    /// Its members.
    #[serde(default)]
    pub field: Vec<Field>,
}

/// An open enumeration over integers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enumeration {
    /// Its name, in Rust and in `type` of the fields that hold it.
    pub name: At<String>,
    /// What it is.
    pub doc: Bilingual,
    /// The known values.
    #[serde(default)]
    pub value: Vec<Value>,
}

/// A known value of an enumeration.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// The number.
    pub value: At<i64>,
    /// The name of the constant, in upper snake case.
    pub name: At<String>,
    /// What it means.
    pub doc: Bilingual,
}

/// A code of the endpoint's page.
///
/// What is left out is taken from `spec/errors.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageError {
    /// The number in `errcode`.
    pub code: At<i64>,
    /// Our name of it, in upper camel case.
    pub name: Option<At<String>>,
    /// The literal the service is known to send; empty if unknown.
    pub errmsg: Option<String>,
    /// What kind of failure it is here.
    pub class: Option<At<String>>,
    /// What has happened.
    pub meaning: Option<Bilingual>,
    /// What to do.
    pub remedy: Option<Bilingual>,
}

/// A request or a reply of our own making, as it travels.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// What it is a sample of.
    pub of: At<Direction>,
    /// What is special about it.
    pub title: String,
    /// The JSON text.
    pub json: At<String>,
}

/// The direction in which something travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From us to WeChat.
    Request,
    /// From WeChat to us.
    Reply,
}

fn access_token() -> String {
    "access_token".to_owned()
}
