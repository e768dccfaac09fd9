//! What `docs diff` found on all pages, as a verdict and as lines. Must never let a page that could
//! not be read pass for one that did not change.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use wxopen_pages::Edition;

use super::ledger::{Comparison, Weight};
use crate::Verdict;

/// What WeChat changed on the pages that were read.
#[derive(Debug, Default)]
pub struct Report {
    entries: Vec<Entry>,
    failures: Vec<String>,
}

/// One page of the report.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) interface: String,
    pub(super) edition: Edition,
    pub(super) place: PathBuf,
    pub(super) line: u32,
    pub(super) outcome: Outcome,
}

#[derive(Debug)]
pub(super) enum Outcome {
    /// No extract of it is stored.
    New,
    Compared(Comparison),
}

impl Report {
    /// The worst that it tells.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let worst = self.entries.iter().map(Entry::verdict).max().unwrap_or(Verdict::Same);
        if self.failures.is_empty() { worst } else { Verdict::Failed }
    }

    pub(super) fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    pub(super) fn fail(&mut self, failure: String) {
        self.failures.push(failure);
    }

    /// Brings the pages into order once all are read. To have compared nothing is a failure.
    pub(super) fn close(&mut self, interface: Option<&str>) {
        if self.entries.is_empty() && self.failures.is_empty() {
            let wanted = interface.map_or("nothing was compared".to_owned(), |interface| {
                format!("none of the pages is about `{interface}`")
            });
            self.failures.push(wanted);
        }
        self.entries.sort_by_cached_key(|entry| {
            (entry.interface.clone(), entry.edition.age(), entry.place.clone(), entry.line)
        });
    }

    fn pages(&self, verdict: Verdict) -> usize {
        self.entries.iter().filter(|entry| entry.verdict() == verdict).count()
    }

    /// A page without an extract counts as changed: somebody has to look at it.
    fn new_pages(&self) -> usize {
        self.entries.iter().filter(|entry| entry.comparison().is_none()).count()
    }

    fn lines(&self, weight: Weight) -> usize {
        self.entries.iter().filter_map(Entry::comparison).map(|found| found.count(weight)).sum()
    }
}

impl Entry {
    fn comparison(&self) -> Option<&Comparison> {
        match &self.outcome {
            Outcome::New => None,
            Outcome::Compared(found) => Some(found),
        }
    }

    fn verdict(&self) -> Verdict {
        match self.comparison() {
            Some(found) if found.count(Weight::Breaking) > 0 => Verdict::Breaking,
            Some(found) if found.count(Weight::Harmless) == 0 => Verdict::Same,
            _ => Verdict::Changed,
        }
    }

    fn is_silent(&self) -> bool {
        self.comparison().is_some_and(Comparison::is_silent)
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in self.entries.iter().filter(|entry| !entry.is_silent()) {
            writeln!(f, "{entry}")?;
        }
        self.failures.iter().try_for_each(|failure| writeln!(f, "failed: {failure}"))?;
        write!(
            f,
            "{}: {} the same, {} changed, {} breaking, {} new; {} would break callers, {} would \
             not, {} known only now; {}",
            counted(self.entries.len(), "page"),
            self.pages(Verdict::Same),
            self.pages(Verdict::Changed) - self.new_pages(),
            self.pages(Verdict::Breaking),
            self.new_pages(),
            counted(self.lines(Weight::Breaking), "line"),
            self.lines(Weight::Harmless),
            self.lines(Weight::Known),
            counted(self.failures.len(), "failure"),
        )
    }
}

impl Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = in_text(&self.place);
        writeln!(f, "{}, {}: {place}:{}", self.interface, self.edition, self.line)?;
        match &self.outcome {
            Outcome::Compared(found) => found.fmt(f),
            Outcome::New => writeln!(
                f,
                "  new: no extract is stored; store it with `cargo xtask docs extract --save {place}`"
            ),
        }
    }
}

fn in_text(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
