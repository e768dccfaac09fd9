//! Messages sealed by hand under the right key and a good signature: whatever the filling is, nothing but
//! the documented one opens. The encryption is written again here.

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use wxopen::push::{MessageCrypto, PushError, Signed};

use crate::wechat::signature;

/// The 43 characters of these bytes.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const TEXT: &str = "<xml>a ticket</xml>";

/// What is opened if a message is filled up with these bytes.
fn open_filled(filling: &[u8]) -> Result<String, PushError> {
    let length = u32::try_from(TEXT.len()).expect("a short text").to_be_bytes();
    let plain = [&[7; 16], &length[..], TEXT.as_bytes(), b"wx-platform", filling].concat();
    let encrypt = STANDARD.encode(encrypted(plain));
    let signature = signature(&["token", "1", "n", &encrypt]);
    let message = Signed { encrypt: &encrypt, signature: &signature, timestamp: "1", nonce: "n" };
    let crypto = MessageCrypto::new("wx-platform", "token", KEY).expect("a key");
    crypto.open(&message).map(|opened| opened.text().to_owned())
}

fn encrypted(mut plain: Vec<u8>) -> Vec<u8> {
    let key: [u8; 32] = std::array::from_fn(|index| u8::try_from(index).expect("below 32"));
    let vector: [u8; 16] = std::array::from_fn(|index| key[index]);
    let encryptor = cbc::Encryptor::<Aes256>::new(&key.into(), &vector.into());
    let length = plain.len();
    encryptor.encrypt_padded::<NoPadding>(&mut plain, length).expect("whole blocks").to_vec()
}

#[test]
fn only_the_documented_filling_opens() {
    // 16 random bytes, the length, the text and the appid are 50 bytes; 14 more make whole blocks of 32.
    assert_eq!(open_filled(&[14; 14]).as_deref(), Ok(TEXT));
    let wrong: [&[u8]; 8] = [
        &[0; 14],
        &[15; 14],
        &[46; 46],
        &[14; 30],
        &[30; 30],
        &[13; 14],
        &[0, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14],
        &[255; 14],
    ];
    for filling in wrong {
        assert_eq!(open_filled(filling), Err(PushError::Encryption), "{filling:?}");
    }
}
