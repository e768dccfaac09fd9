//! How often who has called what today, and how often they may. Days and months are counted from the
//! start of the mock.

use std::collections::HashMap;

use crate::registry::clock::Moment;

const DAY: u64 = 24 * 60 * 60;
const MONTH: u64 = 30 * DAY;

/// How many calls a day allows unless a test says otherwise: more than any test makes.
const PLENTY: u64 = 100_000_000;

/// How often the counters of somebody may be cleared in a month.
const RESETS: u32 = 10;

#[derive(Default)]
pub(super) struct Quotas {
    limits: HashMap<&'static str, u64>,
    /// By appid and path: the day, and the calls on it.
    used: HashMap<String, HashMap<&'static str, (u64, u64)>>,
    /// By appid: the month, and the resets in it.
    resets: HashMap<String, (u64, u32)>,
}

/// What a day allows, and what is gone of it.
pub(super) struct Quota {
    pub(super) limit: u64,
    pub(super) used: u64,
}

impl Quotas {
    pub(super) fn limit(&mut self, path: &'static str, calls: u64) {
        self.limits.insert(path, calls);
    }

    pub(super) fn of(&self, appid: &str, path: &str, now: Moment) -> Quota {
        let limit = self.limits.get(path).copied().unwrap_or(PLENTY);
        let counted = self.used.get(appid).and_then(|paths| paths.get(path)).copied();
        let used = counted.filter(|(day, _)| *day == now.as_secs() / DAY);
        Quota { limit, used: used.map_or(0, |(_, calls)| calls) }
    }

    /// Counts a call, unless there is nothing left for it.
    pub(super) fn count(&mut self, appid: &str, path: &'static str, now: Moment) -> bool {
        let Quota { limit, used } = self.of(appid, path, now);
        let left = used < limit;
        if left {
            let paths = self.used.entry(appid.to_owned()).or_default();
            paths.insert(path, (now.as_secs() / DAY, used + 1));
        }
        left
    }

    /// Clears the counters of somebody, unless they have done so too often.
    pub(super) fn clear(&mut self, appid: &str, now: Moment) -> bool {
        let month = now.as_secs() / MONTH;
        let resets = self.resets.entry(appid.to_owned()).or_default();
        if resets.0 != month {
            *resets = (month, 0);
        }
        let allowed = resets.1 < RESETS;
        if allowed {
            resets.1 += 1;
            self.used.remove(appid);
        }
        allowed
    }
}
