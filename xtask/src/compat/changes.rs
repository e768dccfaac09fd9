//! What changed, as a verdict, as lines and as JSON. Never decides what breaks anybody.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};

use serde_json::{Value, json};

use super::set::View;
use crate::Verdict;

/// What changed between two sets of schemas, by interface.
#[derive(Debug, Default)]
pub struct Changes {
    /// Every interface that was compared; `*` stands for codes that mean the same everywhere.
    interfaces: BTreeMap<String, Vec<Change>>,
}

/// One change, told once for all views in which it is the same.
#[derive(Debug)]
pub struct Change {
    /// The views it is in; none if it is about the interface.
    pub views: BTreeSet<View>,
    /// The path of the member or the number of the code; empty for the whole.
    pub member: String,
    /// What kind of change, in words for programs.
    pub kind: &'static str,
    /// Whether a consumer that was right may be wrong now.
    pub breaking: bool,
    /// What changed, for people.
    pub text: String,
}

/// A change of a single view.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) member: String,
    pub(super) kind: &'static str,
    pub(super) breaking: bool,
    pub(super) text: String,
}

impl Changes {
    /// The worst of all.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.interfaces.values().map(|changes| verdict(changes)).max().unwrap_or(Verdict::Same)
    }

    /// The changes of all interfaces, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Change)> {
        let all = self.interfaces.iter();
        all.flat_map(|(name, changes)| changes.iter().map(move |change| (name.as_str(), change)))
    }

    /// The same for other programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let changes = self.iter().map(|(interface, change)| {
            let views: Vec<&str> = change.views.iter().map(|view| view.suffix()).collect();
            let Change { member, kind, breaking, text, .. } = change;
            json!({
                "interface": interface,
                "views": views,
                "member": member,
                "kind": kind,
                "breaking": breaking,
                "text": text,
            })
        });
        let verdict = match self.verdict() {
            Verdict::Breaking => "breaking",
            Verdict::Changed => "compatible",
            _ => "same",
        };
        json!({"verdict": verdict, "changes": changes.collect::<Vec<_>>()})
    }

    pub(super) fn insert(&mut self, interface: &str, changes: Vec<Change>) {
        self.interfaces.insert(interface.to_owned(), changes);
    }

    fn count(&self, wanted: Verdict) -> usize {
        let counted = self.counted();
        counted.filter(|(_, changes)| verdict(changes) == wanted).count()
    }

    fn counted(&self) -> impl Iterator<Item = (&String, &Vec<Change>)> {
        self.interfaces.iter().filter(|(name, _)| *name != "*")
    }
}

impl Finding {
    pub(super) fn new(
        member: impl Display,
        kind: &'static str,
        breaking: bool,
        text: String,
    ) -> Finding {
        Finding { member: member.to_string(), kind, breaking, text }
    }

    /// Adds it to the changes of an interface, where it may be known from another view.
    pub(super) fn add_to(self, changes: &mut Vec<Change>, view: Option<View>) {
        let Finding { member, kind, breaking, text } = self;
        let is_same = |change: &&mut Change| {
            (&change.member, change.kind, change.breaking, &change.text)
                == (&member, kind, breaking, &text)
        };
        match changes.iter_mut().find(is_same) {
            Some(change) => change.views.extend(view),
            None => {
                let views = view.into_iter().collect();
                changes.push(Change { views, member, kind, breaking, text });
            }
        }
    }
}

fn verdict(changes: &[Change]) -> Verdict {
    let worst = changes.iter().map(|change| change.breaking).max();
    worst.map_or(Verdict::Same, |breaks| if breaks { Verdict::Breaking } else { Verdict::Changed })
}

impl Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (interface, changes) in self.interfaces.iter().filter(|(_, found)| !found.is_empty()) {
            writeln!(f, "{}", printable(interface))?;
            changes.iter().try_for_each(|change| writeln!(f, "{change}"))?;
            writeln!(f)?;
        }
        let breaking = self.iter().filter(|(_, change)| change.breaking).count();
        let interfaces = self.counted().count();
        write!(
            f,
            "{interfaces} interface{}: {} the same, {} changed, {} breaking; {breaking} change{} \
             would break consumers, {} would not",
            if interfaces == 1 { "" } else { "s" },
            self.count(Verdict::Same),
            self.count(Verdict::Changed),
            self.count(Verdict::Breaking),
            if breaking == 1 { "" } else { "s" },
            self.iter().count() - breaking,
        )
    }
}

impl Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let views: Vec<&str> = self.views.iter().map(|view| view.suffix()).collect();
        let mut place = if views.is_empty() { "interface".to_owned() } else { views.join(", ") };
        if !self.member.is_empty() {
            place = format!("{place} `{}`", self.member);
        }
        let mark = if self.breaking { '!' } else { ' ' };
        write!(f, "{mark} {}", printable(&format!("{place}: {}", self.text)))
    }
}

/// A name in a file from elsewhere must not begin a line of its own.
fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}
