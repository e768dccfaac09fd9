//! The hand-written runtime under `wxopen-api`: what an endpoint is, how its bytes are written and
//! read, and how a call can fail. It must never know a particular endpoint.
//!
//! Without default features this crate is sans-IO: no socket, no async runtime, no clock. The
//! feature `client` (default) adds [`Client`] and its transport over reqwest.

#![deny(missing_docs)]

mod attempt;
mod class;
#[doc(hidden)]
pub mod code;
mod endpoint;
mod envelope;
mod error;
#[doc(hidden)]
pub mod event;
mod macros;
mod meta;
mod observer;
mod secret;
pub mod wire;

#[cfg(feature = "client")]
mod client;

pub use attempt::{Attempt, Exchange};
pub use class::Class;
pub use code::{Code, EndpointError};
pub use endpoint::{Answer, Body, DecodeError, Endpoint};
pub use envelope::Envelope;
pub use error::{CallError, Cause, Error, Phase, Rejection};
pub use event::{Channel, EventMeta, RawMessage};
pub use meta::{
    Doc, EndpointMeta, ErrorMeta, Maturity, Method, PermissionSet, Repeat, Text, TokenKind,
};
pub use observer::{Finding, Kind, Observer};
pub use secret::Secret;

/// Any JSON value: request and reply of endpoints whose fields nobody has checked yet.
pub use serde_json::Value as Json;

#[cfg(feature = "client")]
pub use client::{
    BoxError, BoxFuture, BuildError, Client, ClientBuilder, Failed, HttpAnswer, HttpRequest,
    Progress, QuotaStop, QuotaStops, ReqwestTransport, Retry, RetryPolicy, TokenCell, TokenSource,
    Transport, TransportError,
};
