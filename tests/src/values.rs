//! The values that requests of the roster are made of: telling ones, or random ones from a seed.

use fastrand::Rng;

/// A source of values.
pub struct Values {
    mark: &'static str,
    rng: Option<Rng>,
}

impl Values {
    /// Values that say where they belong: a text is the name of its member.
    #[must_use]
    pub fn names() -> Self {
        Values { mark: "", rng: None }
    }

    /// Values of which every text begins with a mark, to be found again.
    #[must_use]
    pub fn marked(mark: &'static str) -> Self {
        Values { mark, rng: None }
    }

    /// Values of every kind, the same for the same seed.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        Values { mark: "", rng: Some(Rng::with_seed(seed)) }
    }

    /// A text for a member.
    pub fn text(&mut self, name: &str) -> String {
        let Some(rng) = &mut self.rng else { return format!("{}{name}", self.mark) };
        let length = rng.usize(0..12);
        (0..length).filter_map(|_| rng.choice(ALPHABET)).copied().collect()
    }

    /// An integer that every JSON tool keeps exactly.
    pub fn int(&mut self) -> i64 {
        const LARGEST: i64 = (1 << 53) - 1;
        let Some(rng) = &mut self.rng else { return 7 };
        match rng.u8(0..4) {
            0 => *rng.choice(&[0, 1, -1, LARGEST, -LARGEST]).unwrap_or(&0),
            _ => rng.i64(-LARGEST..=LARGEST),
        }
    }

    /// A yes or no.
    pub fn flag(&mut self) -> bool {
        self.rng.as_mut().is_none_or(|rng| rng.bool())
    }

    /// A state, mostly a known one.
    pub fn code(&mut self, known: &[(i64, &str)]) -> i64 {
        let first = known.first().map_or(7, |(number, _)| *number);
        let Some(rng) = &mut self.rng else { return first };
        match rng.choice(known) {
            Some((number, _)) if rng.u8(0..4) > 0 => *number,
            _ => rng.i64(0..100_000),
        }
    }
}

/// What breaks naive writers of JSON.
const ALPHABET: &[char] = &[
    'a', 'Z', '0', ' ', '_', '/', '\\', '"', '\'', '{', ']', ':', ',', '<', '&', '%', '\u{0}',
    '\u{1f}', '\n', '\t', '\u{7f}', 'é', '茶', '\u{2028}', '\u{feff}', '😀',
];
