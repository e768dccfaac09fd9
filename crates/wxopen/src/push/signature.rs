//! The signatures of a push: SHA-1 over their parts in the order of their bytes. Compared in constant time, so
//! that nobody can guess one character by character.

use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

/// The signature of token, timestamp, nonce and, where there is one, the encrypted message: 40 hexadecimal digits
/// in lower case.
pub(super) fn sign<const PARTS: usize>(mut parts: [&str; PARTS]) -> String {
    parts.sort_unstable();
    let mut hash = Sha1::new();
    parts.iter().for_each(|part| hash.update(part.as_bytes()));
    hash.finalize().iter().fold(String::with_capacity(40), |mut hex, byte| {
        for digit in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(digit), 16).unwrap_or_default());
        }
        hex
    })
}

/// Whether two signatures are the same.
pub(super) fn is_same(expected: &str, found: &str) -> bool {
    expected.as_bytes().ct_eq(found.as_bytes()).into()
}
