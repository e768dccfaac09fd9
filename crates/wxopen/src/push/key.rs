//! An `EncodingAESKey`: 43 characters of the console, 32 bytes of a key. It is never printed.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::{Zeroize, Zeroizing};

use crate::push::KeyError;

/// How many characters a key has in the console.
const LENGTH: usize = 43;

/// 43 characters hold two bits more than 32 bytes need. The console fills them with anything, so all
/// 64 last characters must be read, which Base64 libraries refuse unless they are told.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// A key that opens and seals messages. It is wiped from memory when dropped.
pub(super) struct Key([u8; 32]);

impl Key {
    /// Reads a key as the console shows it.
    pub(super) fn parse(text: &str) -> Result<Key, KeyError> {
        let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
        if let Some(at) = text.chars().position(|c| !known(c)) {
            return Err(KeyError::Character { at });
        }
        let found = text.len();
        let bytes = match found {
            LENGTH => ENGINE.decode(text).map(Zeroizing::new).ok(),
            _ => None,
        };
        let bytes = bytes.ok_or(KeyError::Length { found })?;
        let key = <[u8; 32]>::try_from(bytes.as_slice());
        key.map(Key).map_err(|_| KeyError::Length { found })
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first half of the key is the initial vector, too.
    pub(super) fn vector(&self) -> [u8; 16] {
        let mut vector = [0; 16];
        vector.copy_from_slice(&self.0[..16]);
        vector
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, KeyError};

    const FORTY_TWO: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF";

    #[test]
    fn every_last_character_ends_a_key() {
        let mut endings = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain(['+', '/']);
        assert_eq!(endings.clone().count(), 64);
        assert!(endings.all(|last| Key::parse(&format!("{FORTY_TWO}{last}")).is_ok()));
    }

    #[test]
    fn what_is_no_key() {
        let long = format!("{FORTY_TWO}GH");
        let cases = [
            ("", KeyError::Length { found: 0 }),
            (FORTY_TWO, KeyError::Length { found: 42 }),
            (&*long, KeyError::Length { found: 44 }),
            ("abc def", KeyError::Character { at: 3 }),
            ("abc=", KeyError::Character { at: 3 }),
            ("密钥", KeyError::Character { at: 0 }),
        ];
        for (text, expected) in cases {
            assert_eq!(Key::parse(text).err(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_key_is_never_printed() {
        let key = Key::parse(&format!("{FORTY_TWO}G"));
        assert_eq!(format!("{key:?}"), "Ok(<secret>)");
    }
}
