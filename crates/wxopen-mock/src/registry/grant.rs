//! What an account has granted to a component, and the refresh token that came of it.

use serde_json::{Value, json};
use wxopen_core::Secret;

use crate::registry::clock::Moment;
use crate::registry::token::OVERLAP;

pub(super) struct Grant {
    pub(super) sets: Vec<u16>,
    pub(super) since: Moment,
    refresh: Secret,
    /// The refresh token before it, and how long it stays good.
    previous: Option<(Secret, Moment)>,
    told: bool,
}

impl Grant {
    pub(super) fn new(sets: &[u16], refresh: String, since: Moment) -> Self {
        Grant {
            sets: sets.to_vec(),
            since,
            refresh: Secret::from(refresh),
            previous: None,
            told: false,
        }
    }

    /// The refresh token for whoever trades a code. From then on it can be read.
    pub(super) fn trade(&mut self) -> &str {
        self.told = true;
        self.refresh.expose()
    }

    /// The refresh token for whoever reads it back: nothing as long as no code was traded.
    pub(super) fn refresh_token(&self) -> Option<&str> {
        self.told.then(|| self.refresh.expose())
    }

    pub(super) fn accepts(&self, refresh: &str, now: Moment) -> bool {
        let previous = |(token, end): &(Secret, Moment)| token.expose() == refresh && now < *end;
        self.refresh.expose() == refresh || self.previous.as_ref().is_some_and(previous)
    }

    /// Another refresh token; the one before stays good for a moment.
    pub(super) fn rotate(&mut self, refresh: String, now: Moment) {
        let before = std::mem::replace(&mut self.refresh, Secret::from(refresh));
        self.previous = Some((before, now + OVERLAP));
    }

    /// Another refresh token, and none that was before is good for anything.
    pub(super) fn replace(&mut self, refresh: String) {
        self.refresh = Secret::from(refresh);
        self.previous = None;
    }

    pub(super) fn func_info(&self) -> Value {
        let set = |id: &u16| json!({ "funcscope_category": { "id": id } });
        self.sets.iter().map(set).collect()
    }
}
