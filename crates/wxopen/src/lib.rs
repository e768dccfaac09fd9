//! What a third-party platform (第三方平台) runs in production, around the typed calls of `wxopen-api`.
//! So far: a platform and its merchants, whose calls find their tokens ([`platform`]), keeping tokens fresh
//! ([`credential`]), the stores that credentials live in ([`store`]), finding out what became of calls that
//! ended in doubt ([`outcome`]), and receiving what WeChat pushes ([`push`]).
//!
//! 第三方平台在生产环境中所需的部分。目前包含自动取得令牌的平台与商家（[`platform`]）、令牌的按时更新
//! （[`credential`]）、凭据的存储（[`store`]）、查明结果不明的调用（[`outcome`]）以及微信推送的接收（[`push`]）。

#![deny(missing_docs)]

mod clock;
pub mod credential;
pub mod outcome;
pub mod platform;
pub mod push;
pub mod store;

pub use platform::Platform;
