//! Messages that WeChat pushes to a platform: a [`PushReceiver`] checks and opens them, notes what must not
//! be lost, hands them over and says what to answer. Below it, [`MessageCrypto`] opens and seals single messages. Nothing
//! of a message reaches an error.
//!
//! ```
//! use wxopen::Platform;
//! use wxopen::push::{Acknowledgement, Push, PushReceiver};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (secret, token) = ("secret", "token");
//! # let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
//! let platform = Platform::builder("wx-component-appid", secret).message_crypto(token, key).build()?;
//! let receiver = platform.receiver(|push: Push| async move { println!("{push:?}") })?;
//!
//! // In a handler of any web framework:
//! # async fn post(receiver: PushReceiver, query: &str, body: &[u8]) -> Acknowledgement {
//! receiver.authorization(query, body).await.unwrap_or_else(Acknowledgement::from)
//! # }
//! # Ok(())
//! # }
//! ```
//!
//! What is acknowledged is handled once, unless the program ends before: call [`PushReceiver::idle`] then.

mod acknowledgement;
#[cfg(feature = "axum")]
pub mod axum;
mod cipher;
mod crypto;
mod envelope;
mod error;
mod handler;
mod key;
mod message;
mod queue;
mod receiver;
mod seen;
mod settings;
mod signature;
mod xml;

pub use acknowledgement::Acknowledgement;
pub use crypto::{MessageCrypto, Opened, Sealed, Signed};
pub use error::{KeyError, PushError, Refusal};
pub use handler::{Ledger, PushHandler};
pub use message::{AccountMessage, AccountPush, Form, Push};
pub use receiver::PushReceiver;
pub use settings::PushSettings;
