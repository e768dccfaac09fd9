//! Messages that WeChat pushes to a platform: a [`PushReceiver`] checks and opens them, stores the ticket, hands
//! over the rest and says what to answer. Below it, [`MessageCrypto`] opens and seals single messages. Nothing
//! of a message reaches an error.
//!
//! ```
//! use wxopen::Platform;
//! use wxopen::push::{Acknowledgement, MessageCrypto, Push, PushReceiver, PushSettings};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (secret, token) = ("secret", "token");
//! # let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
//! let platform = Platform::builder("wx-component-appid", secret).build()?;
//! let crypto = MessageCrypto::new(platform.appid(), token, key)?;
//! let handler = |push: Push| async move { println!("{push:?}") };
//! let receiver = PushReceiver::new(crypto, platform, handler, PushSettings::default());
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
pub use handler::{PushHandler, TicketSink};
pub use message::{AccountMessage, AccountPush, Form, Push};
pub use receiver::PushReceiver;
pub use settings::PushSettings;
