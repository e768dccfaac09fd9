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
//!
//! # A mock that remembers
//!
//! With [`MockBuilder::component`] there is something behind the interfaces: tickets, tokens and codes
//! are issued, expire and are used up, accounts authorize and think again, events are pushed.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), wxopen_mock::MockError> {
//! use std::time::Duration;
//! use wxopen_mock::Mock;
//!
//! let mock = Mock::builder().component("wx-platform", "the secret").start().await?;
//! let component = mock.component("wx-platform");
//! let ticket = component.ticket(); // or `push_to`, and it comes as WeChat sends it
//!
//! let merchant = component.account("wx-merchant").nick_name("茶叶铺");
//! let code = merchant.authorize(&[33, 24]).await;
//!
//! // The program under test fetches its token with the ticket, and trades the code.
//!
//! mock.script("getAuthorizerAccessToken").lose_answer();
//! mock.advance(Duration::from_secs(7200));
//! merchant.revoke().await;
//! # Ok(())
//! # }
//! ```
//!
//! Then these checks take the place of the one with [`Mock::accept_token`], whose tokens stay good for
//! everything and are answered by script and example only:
//!
//! | what is wrong | `errcode` |
//! | --- | --- |
//! | nobody has issued the token, or it was taken back | 40001 |
//! | a newer token was issued more than five minutes ago | 40001 |
//! | the token is two hours old, or was made to expire | 42001 |
//! | the token of an account where that of the component is asked for | 61014 |
//! | the token of the component where that of an account is asked for | 61015 |
//!
//! What a script answers changes nothing and counts for nothing. Without one, whatever the interface,
//! these follow:
//!
//! | what is wrong | `errcode` |
//! | --- | --- |
//! | [`Component::refuse_ip`], and the component calls | 61004 |
//! | [`Component::refuse_ip`], and the call is made for an account | 40164 |
//! | the calls of [`Mock::quota`] are used up today | 45009 |
//! | `component_appid` is not that of the token | 40013 |
//! | none of the permission sets of the interface is granted | 61007 |
//!
//! These interfaces remember. All others answer with their first example.
//!
//! | interface | what it does | `errcode` |
//! | --- | --- | --- |
//! | `startPushTicket` | issues a ticket and pushes it | 40013, 41004, 40125 |
//! | `getComponentAccessToken` | takes every ticket for twelve hours | 40013, 41004, 40125; 61006 unknown ticket, 61005 old one |
//! | `getPreAuthCode` | a code for one visit within 1800 s | |
//! | `getAuthorizerRefreshToken` | trades a code once, within 3600 s | 61009 unknown code; 61010 used, old or void |
//! | `getAuthorizerAccessToken` | rotates as [`Component::rotate_refresh_tokens`] says | 61003, 61023 |
//! | `getAuthorizerInfo` | the refresh token is there once a code was traded | 61003 |
//! | `getAuthorizerList` | the oldest authorization first | 40170 for more than 500 |
//! | `getAuthorizerOptionInfo`, `setAuthorizerOptionInfo` | each option asks for its permission set | 61007, 61012, 61013 |
//! | `getApiQuota` | limits and calls of today | 76021, 76022 |
//! | `clearQuota`, `clearComponentQuotaByAppSecret` | ten times a month together | 40013, 41004, 40125, 43007, 48006 |
//! | `linkMiniprogram` | asks two administrators, see [`Account::accept_link`] | 40013, 89010, 89015 |
//! | `getLinkMiniprogram`, `unlinkMiniprogram` | links and questions | |
//! | `registerMiniprogramByOffiaccount` | takes an [`Account::registration_ticket`] once | 61058 |
//!
//! The authorization page is at `/cgi-bin/componentloginpage` for computers, and at
//! `/safe/bindcomponent` and `/wxaopen/safe/bindcomponent` for phones. It reads `component_appid`,
//! `pre_auth_code`, `redirect_uri`, `auth_type`, `biz_appid` and `category_id_list`, lets
//! [`Component::next_visitor`] in and redirects with `auth_code` and `expires_in`. What it complains of
//! is a sentence in HTML, with status 200.
//!
//! Where WeChat's pages leave something open, the mock has decided: who authorizes again voids all
//! tokens before, who changes the sets does not; what a call leads to is pushed while the call is being
//! answered; a push is sent again without a pause; days and months are counted from the start.

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
