//! Seals and signs what is pushed. It must never borrow from the client, which opens it: a mistake
//! made twice would cancel out.

use aes::Aes256;
use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::{NO_PAD, STANDARD};
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use cbc::Encryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use sha1::{Digest, Sha1};

pub(super) struct Key([u8; 32]);

impl Key {
    /// Reads an `EncodingAESKey`: 43 characters, of which the last may have bits to spare.
    pub(super) fn parse(text: &str) -> Option<Self> {
        const SPARE_BITS: GeneralPurposeConfig = NO_PAD.with_decode_allow_trailing_bits(true);
        const LENIENT: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, SPARE_BITS);
        let bytes = LENIENT.decode(text).ok()?;
        bytes.try_into().ok().map(Key)
    }
}

/// The text behind 16 random bytes and its length, followed by the appid and filled up to a multiple
/// of 32 bytes; encrypted and in Base64. `None` if the text is longer than 4 GiB.
pub(super) fn seal(key: &Key, random: &[u8], text: &str, appid: &str) -> Option<String> {
    let length = u32::try_from(text.len()).ok()?.to_be_bytes();
    let mut plain = [random, &length, text.as_bytes(), appid.as_bytes()].concat();
    let filling = 32 - u8::try_from(plain.len() % 32).ok()?;
    plain.extend(std::iter::repeat_n(filling, usize::from(filling)));

    let cipher = Encryptor::<Aes256>::new_from_slices(&key.0, &key.0[..16]).ok()?;
    Some(STANDARD.encode(cipher.encrypt_padded_vec::<NoPadding>(&plain)))
}

/// SHA-1 over the parts in the order of their bytes.
pub(super) fn signature(parts: &[&str]) -> String {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    let digest = Sha1::digest(parts.concat());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use cbc::Decryptor;
    use cbc::cipher::BlockModeDecrypt;
    use serde_json::Value;

    use super::*;

    /// Messages that the libraries of other people have sealed.
    const VECTORS: &str = include_str!("../../../wxopen/tests/push/vectors.json");

    #[test]
    fn what_others_have_sealed_comes_out_the_same() {
        let vectors: Vec<Value> = serde_json::from_str(VECTORS).expect("JSON");
        for vector in &vectors {
            let part = |name: &str| vector[name].as_str().expect("a text");
            let key = Key::parse(part("key")).expect("a key");
            let random = &open(&key, part("encrypt"))[..16];
            let sealed = seal(&key, random, part("text"), part("appid"));
            assert_eq!(sealed.as_deref(), Some(part("encrypt")), "{vector}");
            let signed = ["token", "timestamp", "nonce", "encrypt"].map(part);
            assert_eq!(signature(&signed), part("signature"), "{vector}");
        }
        assert!(vectors.len() > 5, "there are vectors");
    }

    #[test]
    fn whole_blocks_are_filled_with_one_more() {
        let key = Key::parse(&"a".repeat(43)).expect("a key");
        for length in 0..64 {
            let sealed = seal(&key, &[0; 16], &"x".repeat(length), "wx").expect("short enough");
            let plain = open(&key, &sealed);
            let filling = usize::from(plain[plain.len() - 1]);
            assert_eq!((plain.len() - filling, plain.len() % 32), (22 + length, 0));
            assert!((1..=32).contains(&filling), "{length}");
        }
    }

    #[test]
    fn what_is_no_key() {
        for text in ["", "abc", &"a".repeat(42), &"a".repeat(44), &"=".repeat(43)] {
            assert!(Key::parse(text).is_none(), "{text}");
        }
    }

    /// The bytes of a message, filling included.
    fn open(key: &Key, sealed: &str) -> Vec<u8> {
        let mut bytes = STANDARD.decode(sealed).expect("Base64");
        let cipher = Decryptor::<Aes256>::new_from_slices(&key.0, &key.0[..16]).expect("lengths");
        cipher.decrypt_padded::<NoPadding>(&mut bytes).expect("whole blocks").to_vec()
    }
}
