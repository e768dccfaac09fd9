//! Mini programs that belong to official accounts, and questions about it that administrators have not
//! answered yet.

use std::collections::BTreeMap;

/// How far a link has come. The numbers are those of `getLinkMiniprogram`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkState {
    Linked = 1,
    WaitsForMiniProgram = 2,
    Refused = 3,
    WaitsForOfficialAccount = 12,
}

pub(super) struct Link {
    pub(super) state: LinkState,
    /// Whether the official account is to show the mini program.
    pub(super) shown: bool,
}

/// By official account and mini program.
#[derive(Default)]
pub(super) struct Links(BTreeMap<(String, String), Link>);

impl Links {
    pub(super) fn state(&self, official: &str, mini: &str) -> Option<LinkState> {
        self.0.get(&key(official, mini)).map(|link| link.state)
    }

    pub(super) fn ask(&mut self, official: &str, mini: &str, shown: bool) {
        let state = LinkState::WaitsForOfficialAccount;
        self.0.insert(key(official, mini), Link { state, shown });
    }

    /// A link that nobody has to be asked about.
    pub(super) fn found(&mut self, official: &str, mini: &str) {
        self.0.insert(key(official, mini), Link { state: LinkState::Linked, shown: true });
    }

    pub(super) fn remove(&mut self, official: &str, mini: &str) {
        self.0.remove(&key(official, mini));
    }

    /// The mini programs of an official account.
    pub(super) fn of(&self, official: &str) -> impl Iterator<Item = (&str, &Link)> {
        let theirs = self.0.iter().filter(move |((account, _), _)| account == official);
        theirs.map(|((_, mini), link)| (mini.as_str(), link))
    }

    /// The administrator of one of the two says yes or no; false if they were not asked.
    pub(super) fn answer(&mut self, who: &str, other: &str, yes: bool) -> bool {
        use LinkState::{Linked, Refused, WaitsForMiniProgram, WaitsForOfficialAccount};
        let then = |next| if yes { next } else { Refused };
        self.step(key(who, other), WaitsForOfficialAccount, then(WaitsForMiniProgram))
            || self.step(key(other, who), WaitsForMiniProgram, then(Linked))
    }

    fn step(&mut self, between: (String, String), from: LinkState, to: LinkState) -> bool {
        let link = self.0.get_mut(&between).filter(|link| link.state == from);
        link.map(|link| link.state = to).is_some()
    }
}

fn key(official: &str, mini: &str) -> (String, String) {
    (official.to_owned(), mini.to_owned())
}
