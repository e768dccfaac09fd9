//! Messages sealed by others, and messages with every kind of flaw. The vectors were made offline with
//! three implementations in other languages; each names its own.

use std::collections::BTreeSet;

use serde::Deserialize;
use wxopen::push::{MessageCrypto, PushError, Sealed, Signed};

use crate::wechat::{KEY, OTHER_KEY, crypto, signature};

#[derive(Deserialize)]
struct Vector {
    source: String,
    key: String,
    token: String,
    appid: String,
    timestamp: String,
    nonce: String,
    signature: String,
    encrypt: String,
    text: String,
}

impl Vector {
    fn all() -> Vec<Vector> {
        serde_json::from_str(include_str!("vectors.json")).expect("the vectors are JSON")
    }

    fn crypto(&self) -> MessageCrypto {
        MessageCrypto::new(&*self.appid, &*self.token, &self.key).expect("a key")
    }

    fn signed(&self) -> Signed<'_> {
        Signed {
            encrypt: &self.encrypt,
            signature: &self.signature,
            timestamp: &self.timestamp,
            nonce: &self.nonce,
        }
    }
}

fn signed(sealed: &Sealed) -> Signed<'_> {
    Signed {
        encrypt: &sealed.encrypt,
        signature: &sealed.signature,
        timestamp: &sealed.timestamp,
        nonce: &sealed.nonce,
    }
}

#[test]
fn what_other_implementations_seal_is_opened() {
    let vectors = Vector::all();
    let sources: BTreeSet<&str> = vectors.iter().map(|vector| vector.source.as_str()).collect();
    assert_eq!(sources.len(), 3);
    for vector in &vectors {
        let opened = vector.crypto().open(&vector.signed());
        let text = opened.as_ref().map(|opened| opened.text());
        assert_eq!(text, Ok(vector.text.as_str()), "{}", vector.source);
    }
}

#[test]
fn every_length_and_every_ending_of_a_key_goes_there_and_back() {
    let endings = ('a'..='z').chain('A'..='Z').chain('0'..='9');
    for (length, ending) in endings.enumerate() {
        let key = format!("{}{ending}", &KEY[..42]);
        let crypto = MessageCrypto::new("wx-platform", "token", &key).expect("a key");
        let text = "茶".repeat(length);
        let sealed = crypto.seal(&text, 1_700_000_000, "nonce").expect("random bytes");
        let opened = crypto.open(&signed(&sealed)).expect("our own message");
        assert_eq!(opened.text(), text);
    }
}

/// No flipped bit of a message gets as far as being opened.
#[test]
fn every_flipped_bit_is_rejected_with_one_error() {
    let crypto = crypto(KEY);
    let sealed = crypto.seal("<xml>a ticket</xml>", 1_700_000_000, "nonce").expect("random bytes");
    let parts = [&sealed.encrypt, &sealed.signature, &sealed.timestamp, &sealed.nonce];
    for (index, part) in parts.iter().enumerate() {
        for bit in 0..part.len() * 8 {
            let mut bytes = part.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let Ok(flipped) = String::from_utf8(bytes) else { continue };
            let mut parts = parts.map(String::as_str);
            parts[index] = &flipped;
            let [encrypt, signature, timestamp, nonce] = parts;
            let refused = crypto.open(&Signed { encrypt, signature, timestamp, nonce });
            assert_eq!(refused.err(), Some(PushError::Signature));
        }
    }
}

/// Behind a good signature, too, a broken message is refused without a panic and without a hint.
#[test]
fn broken_messages_behind_a_good_signature() {
    let crypto = crypto(KEY);
    let sealed = crypto.seal("<xml>a ticket</xml>", 1, "n").expect("random bytes");
    let block = &sealed.encrypt[..44];
    let cases = ["", "A", "====", "AAAA", "not base64!", block, &sealed.encrypt[4..], "茶"];
    for encrypt in cases {
        let signature = signature(&["token", "1", "n", encrypt]);
        let message = Signed { encrypt, signature: &signature, timestamp: "1", nonce: "n" };
        assert_eq!(crypto.open(&message).err(), Some(PushError::Encryption), "{encrypt}");
    }
}

#[test]
fn a_message_for_another_platform_is_refused() {
    let theirs = MessageCrypto::new("wx-other", "token", KEY).expect("a key");
    let sealed = theirs.seal("<xml/>", 1, "n").expect("random bytes");
    assert_eq!(crypto(KEY).open(&signed(&sealed)).err(), Some(PushError::Encryption));
}

#[test]
fn the_previous_key_still_opens_and_answers() {
    let old = MessageCrypto::new("wx-platform", "token", OTHER_KEY).expect("a key");
    let new = crypto(KEY).with_previous_key(OTHER_KEY).expect("a key");
    let sealed = old.seal("<xml/>", 1, "n").expect("random bytes");
    let opened = new.open(&signed(&sealed)).expect("the previous key fits");
    let answer = new.seal_answer(&opened, "<answer/>", 2, "m").expect("random bytes");
    assert_eq!(old.open(&signed(&answer)).expect("sealed for the old key").text(), "<answer/>");
    let fresh = new.seal("<xml/>", 3, "o").expect("random bytes");
    assert_eq!(old.open(&signed(&fresh)).err(), Some(PushError::Encryption));
}

#[test]
fn nothing_of_a_message_is_printed() {
    let marker = "canary-6f1d";
    let crypto = MessageCrypto::new("wx-platform", marker, KEY).expect("a key");
    let sealed = crypto.seal(marker, 1, "n").expect("random bytes");
    let opened = crypto.open(&signed(&sealed)).expect("our own message");
    let wrong = Signed { signature: marker, ..signed(&sealed) };
    let error = crypto.open(&wrong).expect_err("a wrong signature");
    let printed = format!("{crypto:?} {sealed:?} {opened:?} {wrong:?} {error:?} {error}");
    let length = sealed.encrypt.len();
    let expected = format!(
        "MessageCrypto {{ appid: \"wx-platform\", keys: 1 }} Sealed({length} characters) \
         Opened(11 bytes) Signed({length} characters) Signature the signature of the push is wrong"
    );
    assert_eq!(printed, expected);
    assert!(!printed.contains(marker) && !printed.contains(KEY), "{printed}");
    assert!(!printed.contains(&sealed.encrypt), "{printed}");
}
