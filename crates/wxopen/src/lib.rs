//! What a third-party platform (第三方平台) runs in production, around the typed calls of `wxopen-api`.
//! So far: opening and sealing the messages that WeChat pushes ([`push`]), and the stores that keep
//! credentials ([`store`]).
//!
//! 第三方平台在生产环境中所需的部分。目前包含推送消息的解密与加密（[`push`]）以及凭据的存储（[`store`]）。

#![deny(missing_docs)]

pub mod credential;
pub mod push;
pub mod store;
