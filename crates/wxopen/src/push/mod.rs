//! Messages that WeChat pushes to a platform: their signature, their encryption, and how an answer is
//! sealed. Nothing here reads what a message says, and nothing of a message reaches an error.
//!
//! ```
//! use wxopen::push::{MessageCrypto, Signed};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
//! let crypto = MessageCrypto::new("wx-component-appid", "the token of the console", key)?;
//!
//! let sealed = crypto.seal("<xml/>", 1_700_000_000, "nonce")?;
//! let opened = crypto.open(&Signed {
//!     encrypt: &sealed.encrypt,
//!     signature: &sealed.signature,
//!     timestamp: &sealed.timestamp,
//!     nonce: &sealed.nonce,
//! })?;
//! assert_eq!(opened.text(), "<xml/>");
//! # Ok(())
//! # }
//! ```

mod cipher;
mod crypto;
mod error;
mod key;
mod signature;

pub use crypto::{MessageCrypto, Opened, Sealed, Signed};
pub use error::{KeyError, PushError};
