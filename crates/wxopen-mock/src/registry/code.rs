//! Codes that work once and not for long: those that open the authorization page, and those that are
//! traded for tokens.

use std::collections::HashMap;
use std::time::Duration;

use crate::registry::clock::Moment;

pub(super) struct Codes<T> {
    life: Duration,
    issued: HashMap<String, Code<T>>,
}

struct Code<T> {
    stands_for: T,
    end: Moment,
    used: bool,
}

/// Why a code does not work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dud {
    Unknown,
    Used,
    Expired,
}

impl<T: Clone> Codes<T> {
    pub(super) fn living(life: Duration) -> Self {
        Codes { life, issued: HashMap::new() }
    }

    /// Remembers a code and says when it ends.
    pub(super) fn issue(&mut self, code: String, stands_for: T, now: Moment) -> Moment {
        let end = now + self.life;
        self.issued.insert(code, Code { stands_for, end, used: false });
        end
    }

    pub(super) fn look_up(&self, code: &str, now: Moment) -> Result<T, Dud> {
        match self.issued.get(code) {
            None => Err(Dud::Unknown),
            Some(code) if code.used => Err(Dud::Used),
            Some(code) if code.end <= now => Err(Dud::Expired),
            Some(code) => Ok(code.stands_for.clone()),
        }
    }

    pub(super) fn redeem(&mut self, code: &str, now: Moment) -> Result<T, Dud> {
        let found = self.look_up(code, now)?;
        if let Some(code) = self.issued.get_mut(code) {
            code.used = true;
        }
        Ok(found)
    }

    /// Makes codes expire.
    pub(super) fn expire(&mut self, which: impl Fn(&T) -> bool, now: Moment) {
        let those = self.issued.values_mut().filter(|code| which(&code.stands_for));
        those.for_each(|code| code.end = code.end.min(now));
    }
}
