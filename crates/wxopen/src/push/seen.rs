//! Which pushes were accepted before: WeChat repeats what it does not see acknowledged in time. Remembers a
//! bounded number, and none that failed, so that it comes again.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha1::{Digest, Sha1};
use wxopen_api::Json;

/// What tells two pushes apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key([u8; 20]);

impl Key {
    /// A message that somebody wrote has a number of its own. An event has none, and is told apart by all
    /// that it says: two of one kind may come in the same second, about the same account.
    pub(super) fn of(message: &Json) -> Self {
        let text = match (message.get("ToUserName"), message.get("MsgId")) {
            (Some(to), Some(id)) => format!("{to} {id}"),
            _ => message.to_string(),
        };
        Key(Sha1::digest(text.as_bytes()).into())
    }
}

/// The pushes that are being accepted, and those that were.
pub(super) struct Seen {
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whether each was accepted.
    pushes: HashMap<Key, bool>,
    /// Those that were, the oldest first.
    accepted: VecDeque<Key>,
}

/// What to do with a push.
pub(super) enum Turn<'a> {
    /// Accept it.
    First(Claim<'a>),
    /// Wait: it is being accepted, and that may fail.
    Underway,
    /// Nothing any more.
    Repeated,
}

/// The right to accept a push. Unless it is kept, the push may come again.
pub(super) struct Claim<'a> {
    seen: &'a Seen,
    key: Key,
    is_kept: bool,
}

impl Seen {
    /// Remembers as many as `most`.
    pub(super) fn new(most: usize) -> Self {
        Seen { most, state: Mutex::default() }
    }

    pub(super) fn claim(&self, key: Key) -> Turn<'_> {
        let mut state = self.lock();
        match state.pushes.get(&key) {
            Some(true) => Turn::Repeated,
            Some(false) => Turn::Underway,
            None => {
                state.pushes.insert(key, false);
                Turn::First(Claim { seen: self, key, is_kept: false })
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Claim<'_> {
    /// The push was accepted.
    pub(super) fn keep(mut self) {
        self.is_kept = true;
        let mut state = self.seen.lock();
        state.pushes.insert(self.key, true);
        state.accepted.push_back(self.key);
        if state.accepted.len() > self.seen.most
            && let Some(oldest) = state.accepted.pop_front()
        {
            state.pushes.remove(&oldest);
        }
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            self.seen.lock().pushes.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Key, Seen, Turn};

    fn turn(seen: &Seen, message: &Value) -> &'static str {
        match seen.claim(Key::of(message)) {
            Turn::First(claim) => {
                claim.keep();
                "first"
            }
            Turn::Underway => "underway",
            Turn::Repeated => "repeated",
        }
    }

    #[test]
    fn what_tells_pushes_apart() {
        let seen = Seen::new(10);
        let cases = [
            (json!({"ToUserName": "a", "MsgId": "1", "Content": "x"}), "first"),
            (json!({"ToUserName": "a", "MsgId": "1", "Content": "y"}), "repeated"),
            (json!({"ToUserName": "b", "MsgId": "1"}), "first"),
            (json!({"ToUserName": "a", "MsgId": "2"}), "first"),
            (json!({"Event": "e", "CreateTime": "1", "first": "1"}), "first"),
            (json!({"Event": "e", "CreateTime": "1", "first": "2"}), "first"),
            (json!({"Event": "e", "CreateTime": "1", "first": "2"}), "repeated"),
        ];
        for (message, expected) in cases {
            assert_eq!(turn(&seen, &message), expected, "{message}");
        }
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let seen = Seen::new(2);
        let turns = ["a", "b", "a", "c", "b", "a"].map(|id| turn(&seen, &json!({"Event": id})));
        assert_eq!(turns, ["first", "first", "repeated", "first", "repeated", "first"]);
        assert_eq!(seen.lock().pushes.len(), 2);
        let forgetful = Seen::new(0);
        assert_eq!(["a", "a"].map(|id| turn(&forgetful, &json!({"Event": id}))), ["first"; 2]);
    }

    #[test]
    fn what_failed_comes_again() {
        let seen = Seen::new(2);
        let message = json!({"Event": "a"});
        let Turn::First(claim) = seen.claim(Key::of(&message)) else { panic!("it is new") };
        assert_eq!(turn(&seen, &message), "underway");
        drop(claim);
        assert_eq!(turn(&seen, &message), "first");
    }
}
