//! The bytes of an encrypted message: AES-256-CBC over 16 random bytes, the length of the text, the
//! text and the appid, filled up to a multiple of **32** bytes. Every length in it comes from outside.

use aes::Aes256;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use zeroize::Zeroizing;

use crate::push::key::Key;

/// The blocks that messages are filled up to. Libraries expect 16, which AES itself has.
const BLOCK: usize = 32;
const RANDOM: usize = 16;

/// The text and the appid inside a ciphertext, if the key fits.
pub(super) fn open(key: &Key, mut bytes: Vec<u8>) -> Option<(Zeroizing<Vec<u8>>, Vec<u8>)> {
    let decryptor = cbc::Decryptor::<Aes256>::new(key.bytes().into(), &key.vector().into());
    let plain = decryptor.decrypt_padded::<NoPadding>(&mut bytes).ok()?;
    let filling = usize::from(*plain.last()?);
    if filling == 0 || filling > BLOCK || plain.len() % BLOCK != 0 {
        return None;
    }
    let (plain, filler) = plain.split_at_checked(plain.len().checked_sub(filling)?)?;
    if filler.iter().any(|byte| usize::from(*byte) != filling) {
        return None;
    }
    let (_, rest) = plain.split_at_checked(RANDOM)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (text, appid) = rest.split_at_checked(length)?;
    let opened = (Zeroizing::new(text.to_vec()), appid.to_vec());
    zeroize::Zeroize::zeroize(&mut bytes);
    Some(opened)
}

/// The ciphertext of a text; `None` if it is longer than a message can say.
pub(super) fn seal(key: &Key, random: &[u8; RANDOM], text: &[u8], appid: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(text.len()).ok()?;
    let mut plain =
        Zeroizing::new(Vec::with_capacity(RANDOM + 4 + text.len() + appid.len() + BLOCK));
    plain.extend_from_slice(random);
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(text);
    plain.extend_from_slice(appid);
    // A text that fills its blocks exactly gets a whole block more.
    let filling = BLOCK - plain.len() % BLOCK;
    plain.extend(std::iter::repeat_n(u8::try_from(filling).ok()?, filling));
    let encryptor = cbc::Encryptor::<Aes256>::new(key.bytes().into(), &key.vector().into());
    let length = plain.len();
    let sealed = encryptor.encrypt_padded::<NoPadding>(&mut plain, length).ok()?;
    Some(sealed.to_vec())
}
