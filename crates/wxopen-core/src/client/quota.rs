//! Endpoints whose daily quota is used up: each call would be refused, and is not sent. A quota belongs
//! to an account, so one merchant without quota stops nobody else.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The code of a daily quota that is used up. The other codes of the class are limits of something
/// else, such as of accounts bound to one open-platform account, and concern single calls only.
pub(super) const DAILY_QUOTA: i64 = 45009;

/// Quotas start anew at midnight in China, 8 hours before that in Greenwich.
const DAY: u64 = 24 * 60 * 60;
const CHINA: u64 = 8 * 60 * 60;

/// The stops of a client and its clones. A stop ends by itself when the quota starts anew, at midnight
/// in China.
#[derive(Default)]
pub struct QuotaStops {
    /// How many there are: almost always none, and then a call takes no lock.
    count: AtomicUsize,
    stops: Mutex<Stops>,
}

/// The ends of stops, by account and interface.
type Stops = HashMap<String, HashMap<&'static str, SystemTime>>;

/// An endpoint that is not called for an account until its quota starts anew.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotaStop {
    /// The interface.
    pub interface: &'static str,
    /// Whose quota it is: what [`TokenSource::owner`](crate::TokenSource::owner) says.
    pub owner: String,
    /// When calls are sent again.
    pub until: SystemTime,
}

impl QuotaStops {
    /// All stops. Those that are over are forgotten when their endpoint is called, or another stop begins.
    pub fn list(&self) -> Vec<QuotaStop> {
        let mut list = Vec::new();
        for (owner, stops) in &*self.stops() {
            let stop = |(interface, until): (&&'static str, &SystemTime)| QuotaStop {
                interface,
                owner: owner.clone(),
                until: *until,
            };
            list.extend(stops.iter().map(stop));
        }
        list
    }

    /// Until when an interface is not called for an account.
    pub fn until(&self, interface: &str, owner: &str) -> Option<SystemTime> {
        self.stops().get(owner)?.get(interface).copied()
    }

    /// Ends a stop, as after the quota of one interface was reset. Tells whether there was one.
    pub fn lift(&self, interface: &str, owner: &str) -> bool {
        self.change(|stops| {
            stops.get_mut(owner).is_some_and(|stops| stops.remove(interface).is_some())
        })
    }

    /// Ends all stops of an account, as after `clearQuota`.
    pub fn lift_all(&self, owner: &str) {
        self.change(|stops| stops.remove(owner));
    }

    pub(super) fn open(&self, interface: &'static str, owner: &str, now: SystemTime) {
        self.change(|stops| {
            for stops in stops.values_mut() {
                stops.retain(|_, until| *until > now);
            }
            stops.entry(owner.to_owned()).or_default().insert(interface, next_midnight(now));
        });
    }

    fn change<T>(&self, change: impl FnOnce(&mut Stops) -> T) -> T {
        let mut stops = self.stops();
        let changed = change(&mut stops);
        stops.retain(|_, stops| !stops.is_empty());
        self.count.store(stops.values().map(HashMap::len).sum(), Ordering::Relaxed);
        changed
    }

    /// The end of a stop that is in force.
    pub(super) fn in_force(
        &self,
        interface: &str,
        owner: &str,
        clock: fn() -> SystemTime,
    ) -> Option<SystemTime> {
        if self.count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let until = self.until(interface, owner)?;
        if clock() < until {
            return Some(until);
        }
        self.lift(interface, owner);
        None
    }

    fn stops(&self) -> MutexGuard<'_, Stops> {
        self.stops.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for QuotaStops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.list()).finish()
    }
}

fn next_midnight(now: SystemTime) -> SystemTime {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let today = (seconds + CHINA) / DAY;
    UNIX_EPOCH + Duration::from_secs((today + 1) * DAY - CHINA)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn midnight_in_china_is_four_in_the_afternoon_in_greenwich() {
        assert_eq!(next_midnight(at(0)), at(16 * 3600));
        assert_eq!(next_midnight(at(16 * 3600 - 1)), at(16 * 3600));
        assert_eq!(next_midnight(at(16 * 3600)), at(40 * 3600));
    }

    #[test]
    fn a_stop_concerns_one_interface_of_one_account() {
        let stops = QuotaStops::default();
        assert_eq!(stops.in_force("a", "wx1", || at(0)), None);
        stops.open("a", "wx1", at(0));
        stops.open("a", "wx1", at(1));
        stops.open("b", "wx1", at(0));
        assert_eq!(stops.in_force("a", "wx1", || at(1)), Some(at(16 * 3600)));
        assert_eq!(stops.in_force("a", "wx2", || at(1)), None);
        assert!(stops.lift("a", "wx1") && !stops.lift("a", "wx1"));
        let left = QuotaStop { interface: "b", owner: "wx1".to_owned(), until: at(16 * 3600) };
        assert_eq!(stops.list(), [left]);
        assert_eq!(stops.in_force("b", "wx1", || at(16 * 3600)), None);
        assert_eq!((stops.list(), stops.count.into_inner()), (Vec::new(), 0));
    }

    #[test]
    fn an_account_gets_all_its_interfaces_back() {
        let stops = QuotaStops::default();
        stops.open("a", "wx1", at(0));
        stops.open("b", "wx1", at(0));
        stops.open("a", "wx2", at(0));
        stops.lift_all("wx1");
        stops.lift_all("wx1");
        assert_eq!((stops.list().len(), stops.count.into_inner()), (1, 1));
    }
}
