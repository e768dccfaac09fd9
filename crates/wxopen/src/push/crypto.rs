//! Opens what WeChat sends and seals what is answered, with the current key or the one before it. The
//! signature is checked before anything else is done with a message.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wxopen_core::Secret;
use zeroize::Zeroizing;

use crate::push::key::Key;
use crate::push::{KeyError, PushError, cipher, signature};

/// What opens and seals the messages of one platform.
pub struct MessageCrypto {
    appid: String,
    token: Secret,
    /// The current one first.
    keys: Vec<Key>,
}

/// An encrypted message and the parameters it came with.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// `Encrypt` of the body.
    pub encrypt: &'a str,
    /// `msg_signature` of the query.
    pub signature: &'a str,
    /// `timestamp` of the query.
    pub timestamp: &'a str,
    /// `nonce` of the query.
    pub nonce: &'a str,
}

/// A message that was opened. It may hold a ticket or a code, so `Debug` does not print it, and it is
/// wiped from memory when dropped.
pub struct Opened {
    text: Zeroizing<String>,
    /// Which key opened it: an answer must be sealed with the same.
    key: usize,
}

/// A message that was sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// `Encrypt` of the body.
    pub encrypt: String,
    /// `MsgSignature`.
    pub signature: String,
    /// `TimeStamp`.
    pub timestamp: String,
    /// `Nonce`.
    pub nonce: String,
}

impl MessageCrypto {
    /// With the appid of the platform, and the token and the EncodingAESKey of its settings.
    ///
    /// # Errors
    ///
    /// If the key has not 43 characters of Base64.
    pub fn new(
        appid: impl Into<String>,
        token: impl Into<Secret>,
        encoding_aes_key: &str,
    ) -> Result<Self, KeyError> {
        let keys = vec![Key::parse(encoding_aes_key)?];
        Ok(MessageCrypto { appid: appid.into(), token: token.into(), keys })
    }

    /// Also opens messages under the key that was set before the current one: after a change, WeChat
    /// goes on using it for a while.
    ///
    /// # Errors
    ///
    /// As [`MessageCrypto::new`].
    pub fn with_previous_key(mut self, encoding_aes_key: &str) -> Result<Self, KeyError> {
        self.keys.push(Key::parse(encoding_aes_key)?);
        Ok(self)
    }

    /// The appid of the platform.
    pub fn appid(&self) -> &str {
        &self.appid
    }

    /// The `signature` of a query. It covers no message: alone it is only good for the request with which WeChat
    /// checks an address.
    pub fn sign(&self, timestamp: &str, nonce: &str) -> String {
        signature::sign([self.token.expose(), timestamp, nonce])
    }

    pub(super) fn is_signed(&self, signature: &str, timestamp: &str, nonce: &str) -> bool {
        signature::is_same(&self.sign(timestamp, nonce), signature)
    }

    /// Opens a message.
    ///
    /// # Errors
    ///
    /// If the signature is wrong, no key fits, the content is no UTF-8, or it is for another appid.
    pub fn open(&self, message: &Signed<'_>) -> Result<Opened, PushError> {
        let Signed { encrypt, signature, timestamp, nonce } = *message;
        let expected = signature::sign([self.token.expose(), timestamp, nonce, encrypt]);
        if !signature::is_same(&expected, signature) {
            return Err(PushError::Signature);
        }
        let bytes = STANDARD.decode(encrypt).map_err(|_| PushError::Encryption)?;
        let fitting = |(index, key): (usize, &Key)| {
            let (text, appid) = cipher::open(key, bytes.clone())?;
            let text = std::str::from_utf8(&text).ok()?.to_owned();
            (appid == self.appid.as_bytes())
                .then(|| Opened { text: Zeroizing::new(text), key: index })
        };
        self.keys.iter().enumerate().find_map(fitting).ok_or(PushError::Encryption)
    }

    /// Seals a message with the current key. `timestamp` is in seconds since 1970.
    ///
    /// # Errors
    ///
    /// If there are no random bytes, or the text is longer than 4 GiB.
    pub fn seal(&self, text: &str, timestamp: u64, nonce: &str) -> Result<Sealed, PushError> {
        self.seal_with(0, text, timestamp, nonce)
    }

    /// Seals the answer to a message with the key that opened it.
    ///
    /// # Errors
    ///
    /// As [`MessageCrypto::seal`].
    pub fn seal_answer(
        &self,
        to: &Opened,
        text: &str,
        timestamp: u64,
        nonce: &str,
    ) -> Result<Sealed, PushError> {
        self.seal_with(to.key, text, timestamp, nonce)
    }

    fn seal_with(
        &self,
        key: usize,
        text: &str,
        timestamp: u64,
        nonce: &str,
    ) -> Result<Sealed, PushError> {
        let key = self.keys.get(key).ok_or(PushError::Encryption)?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| PushError::NoRandomness)?;
        let bytes = cipher::seal(key, &random, text.as_bytes(), self.appid.as_bytes());
        let encrypt = STANDARD.encode(bytes.ok_or(PushError::Encryption)?);
        let timestamp = timestamp.to_string();
        let signature = signature::sign([self.token.expose(), &timestamp, nonce, &encrypt]);
        Ok(Sealed { encrypt, signature, timestamp, nonce: nonce.to_owned() })
    }
}

impl Opened {
    /// The message: XML or JSON.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Sealed {
    /// The body of an answer in XML. The nonce must be letters and digits.
    pub fn to_xml(&self) -> String {
        let Sealed { encrypt, signature, timestamp, nonce } = self;
        format!(
            "<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt><MsgSignature><![CDATA[{signature}]]>\
             </MsgSignature><TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )
    }

    /// The body of an answer in JSON.
    pub fn to_json(&self) -> String {
        let Sealed { encrypt, signature, timestamp, nonce } = self;
        let timestamp = timestamp.parse::<u64>().unwrap_or_default();
        serde_json::json!({
            "Encrypt": encrypt,
            "MsgSignature": signature,
            "TimeStamp": timestamp,
            "Nonce": nonce,
        })
        .to_string()
    }
}

impl fmt::Debug for MessageCrypto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys.len();
        f.debug_struct("MessageCrypto").field("appid", &self.appid).field("keys", &keys).finish()
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({} bytes)", self.text.len())
    }
}

impl fmt::Debug for Signed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signed({} characters)", self.encrypt.len())
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} characters)", self.encrypt.len())
    }
}
