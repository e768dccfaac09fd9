//! Writes down what two copies of a page say differently. It alone decides what an incomplete
//! section proves: presence in the new copy, never absence; absence in the old one, never.

use std::fmt::{self, Display};

use wxopen_pages::{Completeness, Section};

/// What a newer copy of a page says differently, one line a fact.
#[derive(Debug, Default)]
pub struct Comparison {
    findings: Vec<Finding>,
    /// The sections that may be cut, and how many known facts they do not show.
    unseen: Vec<(&'static str, usize)>,
}

#[derive(Debug)]
struct Finding {
    weight: Weight,
    text: String,
}

/// What a finding means for callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// A call that was right may be wrong now, or its reply may no longer fit.
    Breaking,
    /// Nobody has to do anything.
    Harmless,
    /// Nothing changed: the old copy had merely cut it off.
    Known,
}

/// How much two copies of one section prove.
#[derive(Clone, Copy)]
pub(super) struct Proof {
    section: &'static str,
    /// Whether the old copy shows all there was.
    was_whole: bool,
    /// Whether the new copy shows all there is.
    is_whole: bool,
}

impl Comparison {
    pub(super) fn count(&self, weight: Weight) -> usize {
        self.findings.iter().filter(|finding| finding.weight == weight).count()
    }

    /// Whether there is nothing to tell.
    pub(super) fn is_silent(&self) -> bool {
        self.findings.is_empty() && self.unseen.is_empty()
    }

    pub(super) fn changed(&mut self, fact: &str, (from, to): (&str, &str), weight: Weight) {
        self.told(format!("{fact}: `{from}` became `{to}`"), weight);
    }

    /// A finding in its own words.
    pub(super) fn told(&mut self, text: String, weight: Weight) {
        self.findings.push(Finding { weight, text });
    }

    /// A fact that only the new copy shows, with what else it says about it.
    pub(super) fn added(&mut self, proof: Proof, fact: &str, detail: &str, weight: Weight) {
        let comma = if detail.is_empty() { "" } else { ", " };
        if proof.was_whole {
            self.told(format!("{fact}: added{comma}{detail}"), weight);
        } else {
            self.told(format!("also: {fact}{comma}{detail}"), Weight::Known);
        }
    }

    /// A fact that only the old copy shows.
    pub(super) fn removed(&mut self, proof: Proof, fact: &str, weight: Weight) {
        if proof.is_whole {
            return self.told(format!("{fact}: removed"), weight);
        }
        match self.unseen.iter_mut().find(|(section, _)| *section == proof.section) {
            Some((_, facts)) => *facts += 1,
            None => self.unseen.push((proof.section, 1)),
        }
    }

    /// Something a page says about a fact, or is silent about. Only a change of it can break.
    pub(super) fn stated(
        &mut self,
        proof: Proof,
        fact: &str,
        words: (Option<&str>, Option<&str>),
        weight: Weight,
    ) {
        match words {
            (Some(was), Some(is)) => self.changed(fact, (was, is), weight),
            (Some(_), None) => self.removed(proof, fact, Weight::Harmless),
            (None, Some(is)) => self.added(proof, fact, &format!("`{is}`"), Weight::Harmless),
            (None, None) => {}
        }
    }
}

impl Proof {
    /// What two copies of a section prove. A `damaged` one may hold any name in place of an
    /// overwritten one.
    pub(super) fn of<T>(
        section: &'static str,
        (was, is): (&Section<T>, &Section<T>),
        damaged: impl Fn(&T) -> bool,
    ) -> Proof {
        let whole =
            |copy: &Section<T>| copy.completeness == Completeness::Whole && !damaged(&copy.value);
        Proof { section, was_whole: whole(was), is_whole: whole(is) }
    }

    /// For a fact that stands alone on a page: its absence proves nothing.
    pub(super) fn alone(section: &'static str) -> Proof {
        Proof { section, was_whole: false, is_whole: false }
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { weight, text } in &self.findings {
            let mark = if *weight == Weight::Breaking { '!' } else { ' ' };
            writeln!(f, "{mark} {text}")?;
        }
        self.unseen.iter().try_for_each(|(section, facts)| {
            let what = if *facts == 1 { "known fact is" } else { "known facts are" };
            writeln!(
                f,
                "  unseen: {section}: {facts} {what} not in this copy, which proves nothing"
            )
        })
    }
}
