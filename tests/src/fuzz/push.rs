//! What must hold for pushed messages: their key, their encryption, and the events in them. The encryption
//! is written again here, from its description in the documents.

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use serde_json::Value;
use sha1::{Digest, Sha1};
use wxopen::push::{MessageCrypto, PushError, Sealed, Signed};
use wxopen_api::events::{AccountEvent, AuthorizationEvent};
use wxopen_api::{DecodeError, RawMessage};

use crate::fuzz::{is_clean, with_canaries};

const APPID: &str = "wx-platform";
const TOKEN: &str = "token";
/// 43 characters of the console, and the bytes that they stand for.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const KEY_BYTES: [u8; 32] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    26, 27, 28, 29, 30, 31,
];

/// An event that was read can be stored and comes back as it was. Errors show no value.
pub(super) fn push_json(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    event(text);
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        event(&with_canaries_but_names(&value).to_string());
    }
}

fn event(text: &str) {
    match AuthorizationEvent::from_json(text) {
        Ok(event) => {
            if let AuthorizationEvent::Other(message) = &event {
                assert_prints_its_name_only(message);
            }
            assert_comes_back(&event);
        }
        Err(error) => assert_shows_nothing(&error),
    }
    match AccountEvent::from_json(text) {
        Ok(event) => {
            if let AccountEvent::Other(message) = &event {
                assert_prints_its_name_only(message);
            }
            assert_comes_back(&event);
        }
        Err(error) => assert_shows_nothing(&error),
    }
}

fn assert_comes_back<E>(event: &E)
where
    E: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let stored = serde_json::to_value(event).expect("an event is JSON");
    let back: E = serde_json::from_value(stored).expect("what was stored can be read");
    assert_eq!(&back, event);
}

fn assert_prints_its_name_only(message: &RawMessage) {
    let printed = format!("{message:?}");
    assert!(is_clean(&printed) || !is_clean(message.name()), "{printed}");
}

fn assert_shows_nothing(error: &DecodeError) {
    assert!(is_clean(&format!("{error} {error:?}")), "{error}");
}

/// The names of events stay, so that the canaries get to their readers.
fn with_canaries_but_names(value: &Value) -> Value {
    let mut marked = with_canaries(value);
    for name in ["InfoType", "Event"] {
        if let (Some(place), Some(found)) = (marked.get_mut(name), value.get(name)) {
            *place = found.clone();
        }
    }
    marked
}

/// Whatever somebody who has the key may have sealed, the message in it is opened or refused with one error.
/// The first byte says what the others are.
pub(super) fn decrypt(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let crypto = MessageCrypto::new(APPID, TOKEN, KEY).expect("a key");
    match kind % 3 {
        0 => is_refused_or_opened(&crypto, &String::from_utf8_lossy(bytes), None),
        1 => {
            let plain = whole_blocks(bytes);
            let expected = message_in(&plain);
            is_refused_or_opened(&crypto, &STANDARD.encode(encrypted(plain)), expected.as_deref());
        }
        _ => comes_back(&crypto, &String::from_utf8_lossy(bytes)),
    }
}

fn is_refused_or_opened(crypto: &MessageCrypto, encrypt: &str, expected: Option<&str>) {
    let signature = signature_of(encrypt);
    let message = Signed { encrypt, signature: &signature, timestamp: "1", nonce: "n" };
    let opened = crypto.open(&message);
    match expected {
        Some(text) => assert_eq!(opened.as_ref().map(|opened| opened.text()), Ok(text)),
        None => assert_eq!(opened.err(), Some(PushError::Encryption)),
    }
    let unsigned = Signed { signature: &signature[1..], ..message };
    assert_eq!(crypto.open(&unsigned).err(), Some(PushError::Signature));
}

fn comes_back(crypto: &MessageCrypto, text: &str) {
    let Sealed { encrypt, signature, timestamp, nonce } =
        crypto.seal(text, 1, "n").expect("random bytes");
    assert!(encrypt.len() <= (text.len() + APPID.len() + 20 + 32).div_ceil(3) * 4);
    assert_eq!(signature, signature_of(&encrypt));
    let message =
        Signed { encrypt: &encrypt, signature: &signature, timestamp: &timestamp, nonce: &nonce };
    assert_eq!(crypto.open(&message).as_ref().map(|opened| opened.text()), Ok(text));
}

/// The message in a plain text that is sealed as the documents say, for our appid.
fn message_in(plain: &[u8]) -> Option<String> {
    let filling = usize::from(*plain.last()?);
    let end = plain.len().checked_sub(filling)?;
    let well_filled = (1..=32).contains(&filling) && plain.len().is_multiple_of(32);
    if !well_filled || plain[end..].iter().any(|byte| usize::from(*byte) != filling) {
        return None;
    }
    let length = u32::from_be_bytes(plain[..end].get(16..20)?.try_into().ok()?);
    let length = usize::try_from(length).ok()?;
    let text = plain[..end].get(20..20_usize.checked_add(length)?)?;
    let appid = &plain[20 + length..end];
    (appid == APPID.as_bytes()).then(|| String::from_utf8(text.to_vec()).ok())?
}

fn whole_blocks(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() - bytes.len() % 16].to_vec()
}

fn encrypted(mut plain: Vec<u8>) -> Vec<u8> {
    let vector: [u8; 16] = std::array::from_fn(|index| KEY_BYTES[index]);
    let encryptor = cbc::Encryptor::<Aes256>::new(&KEY_BYTES.into(), &vector.into());
    let length = plain.len();
    let sealed = encryptor.encrypt_padded::<NoPadding>(&mut plain, length);
    sealed.expect("whole blocks").to_vec()
}

fn signature_of(encrypt: &str) -> String {
    let mut parts = [TOKEN, "1", "n", encrypt];
    parts.sort_unstable();
    Sha1::digest(parts.concat()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A key is 43 characters of Base64, however the last one ends; an error shows no character of it.
pub(super) fn key(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let is_key = text.len() == 43 && text.chars().all(known);
    match MessageCrypto::new(APPID, TOKEN, &text) {
        Ok(crypto) => {
            assert!(is_key);
            // The two lowest bits of the last character say nothing.
            for last in same_but_for_low_bits(&text) {
                let twin = MessageCrypto::new(APPID, TOKEN, &format!("{}{last}", &text[..42]));
                let sealed = twin.expect("a key").seal("text", 1, "n").expect("random bytes");
                let message = Signed {
                    encrypt: &sealed.encrypt,
                    signature: &sealed.signature,
                    timestamp: "1",
                    nonce: "n",
                };
                assert!(crypto.open(&message).is_ok(), "another key");
            }
            assert!(is_clean(&format!("{crypto:?}")));
        }
        Err(error) => {
            assert!(!is_key);
            let shown = format!("{error} {error:?}");
            assert!(is_clean(&shown) && shown.is_ascii(), "{shown}");
        }
    }
}

fn same_but_for_low_bits(key: &str) -> Vec<char> {
    let alphabet: Vec<char> =
        ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let last = key.chars().last().expect("43 characters");
    let at = alphabet.iter().position(|c| *c == last).expect("Base64");
    let start = at - at % 4;
    alphabet[start..start + 4].to_vec()
}
