//! Seeds with one to four ruined places. Chance begins with the same number in every run.

use std::ops::Range;

use fastrand::Rng;

/// What formats turn on, and what sizes, types and depths are wrong about.
const PIECES: [&str; 37] = [
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e999",
    "9223372036854775808",
    "\"0\"",
    "\"\"",
    "\"CANARY\"",
    "[]",
    "{}",
    "[\"CANARY\"]",
    "{\"CANARY\":0}",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u0000",
    "\\ud800",
    ":",
    ",",
    "=",
    "\r\n",
    " ",
    "|",
    "#",
    "<",
    "&",
    "%",
    "\0",
    "\u{feff}",
    "名",
    "errcode",
    "rid:",
    "hint: [",
];

/// Ruined seeds without end.
pub(crate) struct Ruins<'a> {
    seeds: &'a [Vec<u8>],
    chance: Rng,
}

impl<'a> Ruins<'a> {
    pub(crate) fn new(seeds: &'a [Vec<u8>]) -> Self {
        Ruins { seeds, chance: Rng::with_seed(20_261_121) }
    }

    fn seed(&mut self) -> &'a [u8] {
        let seeds = self.seeds;
        self.chance.choice(seeds).map_or(&[], Vec::as_slice)
    }

    fn ruin(&mut self, bytes: &mut Vec<u8>) {
        let place = self.place(bytes);
        let new = match self.chance.u8(..8) {
            0 => Vec::new(),
            1 => bytes[place.clone()].repeat(1 << self.chance.u32(1..6)),
            2 => {
                bytes[place.clone()].iter().map(|byte| byte ^ (1 << self.chance.u8(..8))).collect()
            }
            3 | 4 => {
                let other = self.seed();
                other[self.place(other)].to_vec()
            }
            _ => PIECES[self.chance.usize(..PIECES.len())].into(),
        };
        bytes.splice(place, new);
    }

    /// A word, so that what is around it stays what it was, or anything.
    fn place(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.chance.usize(..=bytes.len());
        if self.chance.u8(..4) > 0 {
            return word(bytes, start);
        }
        let longest = (bytes.len() - start).min(1 << self.chance.u32(..7));
        start..start + self.chance.usize(..=longest)
    }
}

impl Iterator for Ruins<'_> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut bytes = self.seed().to_vec();
        for _ in 0..self.chance.u8(1..=4) {
            self.ruin(&mut bytes);
        }
        Some(bytes)
    }
}

/// The word around a place, with its quotes.
fn word(bytes: &[u8], at: usize) -> Range<usize> {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte) || *byte > 127;
    let before = bytes[..at].iter().rev().take_while(|byte| of_word(byte)).count();
    let behind = bytes[at..].iter().take_while(|byte| of_word(byte)).count();
    let (start, end) = (at - before, at + behind);
    let is_quoted = bytes[..start].ends_with(b"\"") && bytes[end..].starts_with(b"\"");
    let quote = usize::from(is_quoted);
    start - quote..end + quote
}
