//! The access tokens of everybody: who bears one, and until when. Never asks what a token is used for.

use std::collections::HashMap;
use std::time::Duration;

use crate::refusal::Refusal;
use crate::registry::clock::Moment;

/// How long a token lives, in seconds.
pub(super) const LIFE: u64 = 7200;

/// How long a token stays good after a newer one was issued.
pub(super) const OVERLAP: Duration = Duration::from_secs(5 * 60);

/// Whom a token speaks for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Bearer {
    pub(crate) component: String,
    /// Nothing if the token is that of the component itself.
    pub(crate) account: Option<String>,
}

#[derive(Default)]
pub(super) struct Tokens {
    issued: HashMap<String, Token>,
    /// The tokens of each bearer that were not taken back, the newest last.
    borne: HashMap<Bearer, Vec<String>>,
}

struct Token {
    bearer: Bearer,
    end: Moment,
    /// Whether it ends because it is old, and not because of something that happened.
    by_age: bool,
}

impl Tokens {
    pub(super) fn issue(&mut self, bearer: Bearer, value: String, now: Moment) {
        let theirs = self.borne.entry(bearer.clone()).or_default();
        if let Some(older) = theirs.last().and_then(|older| self.issued.get_mut(older)) {
            older.end_at(now + OVERLAP);
        }
        theirs.push(value.clone());
        let end = now + Duration::from_secs(LIFE);
        self.issued.insert(value, Token { bearer, end, by_age: true });
    }

    pub(super) fn bearer(&self, value: &str, now: Moment) -> Result<&Bearer, Refusal> {
        match self.issued.get(value) {
            Some(token) if now < token.end => Ok(&token.bearer),
            Some(Token { by_age: true, .. }) => Err(Refusal::of(42001, "the token has expired")),
            Some(_) => Err(Refusal::of(40001, "the token was replaced or taken back")),
            None => Err(Refusal::of(40001, "nobody has issued the token")),
        }
    }

    /// Makes one token expire; false if nobody has issued it.
    pub(super) fn expire(&mut self, value: &str, now: Moment) -> bool {
        let token = self.issued.get_mut(value);
        token.map(|token| (token.end, token.by_age) = (now, true)).is_some()
    }

    /// Takes every token back that somebody bears.
    pub(super) fn take_back(&mut self, bearer: &Bearer, now: Moment) {
        for value in self.borne.remove(bearer).unwrap_or_default() {
            if let Some(token) = self.issued.get_mut(&value) {
                token.end_at(now);
            }
        }
    }
}

impl Token {
    fn end_at(&mut self, end: Moment) {
        if end < self.end {
            (self.end, self.by_age) = (end, false);
        }
    }
}
