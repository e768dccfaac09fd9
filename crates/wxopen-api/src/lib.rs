//! The WeChat Open Platform (微信开放平台) as types: one module per endpoint, one enum per error
//! table. Generated from the specification; there is no logic here and never will be.
//!
//! ```no_run
//! use wxopen_api::official_account::{LinkMiniprogram, LinkMiniprogramError};
//! use wxopen_api::Client;
//!
//! # async fn link() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().token("authorizer_access_token").build()?;
//! match client.send(LinkMiniprogram::new("wx0123456789abcdef", true, true)).await {
//!     Ok(_) => println!("two administrators have been asked"),
//!     Err(error) if error.error() == Some(&LinkMiniprogramError::InvitationPending) => {
//!         println!("they were asked before");
//!     }
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! [`CATALOG`] knows every endpoint, whatever features are on. What is known about one is its
//! [`EndpointMeta`]: path, token, permission sets, codes, official pages.
//!
//! What WeChat pushes to a platform is in `events` (feature `events`), one struct for each event;
//! [`EVENTS`] lists them.
//!
//! 本 crate 由规范生成：每个接口一个模块，每张错误码表一个枚举。[`CATALOG`] 列出全部接口，与启用的
//! feature 无关。微信推送的事件见 `events`（feature `events`），[`EVENTS`] 列出全部事件。

#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

#[cfg(feature = "authorization")]
pub use generated::authorization;
pub use generated::catalog::{CATALOG, EVENTS};
#[cfg(feature = "events")]
pub use generated::events;
#[cfg(feature = "mini-program")]
pub use generated::mini_program;
#[cfg(feature = "official-account")]
pub use generated::official_account;
#[cfg(feature = "open-platform")]
pub use generated::open_platform;
#[cfg(feature = "openapi")]
pub use generated::openapi;
#[cfg(feature = "register")]
pub use generated::register;
#[cfg(feature = "schemas")]
pub use generated::schemas;
#[cfg(feature = "ticket")]
pub use generated::ticket;
pub use generated::{GLOBAL_ERRORS, PERMISSION_SETS};
pub use generated::{catalog, differences, types};

pub use wxopen_core::{
    Answer, Attempt, Body, CallError, Cause, Channel, Class, Code, DecodeError, Doc, Endpoint,
    EndpointError, EndpointMeta, Envelope, Error, ErrorMeta, EventMeta, Exchange, Finding, Json,
    Kind, Maturity, Method, Observer, PermissionSet, Phase, RawMessage, Rejection, Repeat, Secret,
    Text, TokenKind, wire,
};

#[cfg(feature = "client")]
pub use wxopen_core::{
    BoxFuture, BuildError, Client, ClientBuilder, Failed, HttpAnswer, HttpRequest, Progress,
    QuotaStop, QuotaStops, ReqwestTransport, Retry, RetryPolicy, TokenCell, TokenSource, Transport,
    TransportError,
};
