//! A WeChat Open Platform to test against: an HTTP server in the same process, fed from the
//! catalogue and the JSON Schemas. It must never use the typed requests and replies of
//! `wxopen-api`, so that a bug of the client cannot cancel out here.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), wxopen_mock::MockError> {
//! use wxopen_mock::Mock;
//!
//! let mock = Mock::start().await?;
//! mock.accept_token("the-token");
//! mock.script("getLinkMiniprogram").code(-1).times(2);
//!
//! // The program under test calls `mock.base_url()` instead of https://api.weixin.qq.com.
//!
//! assert!(mock.calls_of("getLinkMiniprogram").iter().all(|call| call.violations.is_empty()));
//! mock.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! A call passes these checks, in this order; the first that fails decides the answer.
//!
//! | what is wrong | HTTP | `errcode` |
//! | --- | --- | --- |
//! | no operation has the path, or the fixed query | 404 | 40066 |
//! | `GET` asked for, something else sent | 200 | 43001 |
//! | `POST` asked for, something else sent | 200 | 43002 |
//! | no token in the query | 200 | 41001 |
//! | a token other than those of [`Mock::accept_token`] | 200 | 40001 |
//! | `POST` without `Content-Length` | 412 | none, HTML |
//! | more than 4 MiB | 413 | none, HTML |
//! | nothing in the body | 200 | 44002 |
//! | the body is not UTF-8 | 200 | 47002 |
//! | the body is no JSON object | 200 | 47001 |
//! | the body violates the request schema | 200 | 47001 |
//!
//! A call that passes them is answered by the [`Script`] of its interface, and with the first
//! example of the reply schema when nothing is scripted. JSON is labelled `text/plain` on purpose:
//! the labels of the real service are not to be believed either.

#![deny(missing_docs)]

mod account;
mod answer;
mod blueprint;
mod call;
mod catalog;
mod check;
mod component;
mod error;
mod gate;
mod keywords;
mod mock;
mod operation;
mod push;
mod query;
mod refusal;
mod registry;
mod schema;
mod script;
mod server;
mod world;

pub use account::Account;
pub use call::{Call, TokenSeen};
pub use component::Component;
pub use error::MockError;
pub use mock::{Mock, MockBuilder};
pub use operation::Operation;
pub use push::{Attempt, Delivery};
pub use registry::AccountKind;
pub use script::Script;
