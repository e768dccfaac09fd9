//! One page and one interface while they are being compared: what the page states, where it and we
//! disagree, and under which of our names its members go.

use std::collections::{BTreeMap, BTreeSet};

use wxopen_codegen::spec::Damaged;
use wxopen_pages::{Completeness, Extract};

use crate::referee::report::Finding;
use crate::referee::rulings::Rulings;
use crate::referee::shipped::Shipped;

/// A comparison that is under way.
pub(super) struct Hearing<'a> {
    pub(super) rulings: &'a Rulings,
    pub(super) shipped: &'a Shipped,
    pub(super) extract: &'a Extract,
    pub(super) siblings: Vec<&'a Extract>,
    /// The facts of ours that the page states.
    pub(super) stated: BTreeSet<String>,
    /// Values of enumerations that the page states, by the place of their member.
    pub(super) values: BTreeMap<String, BTreeSet<i64>>,
    /// Documented member of the reply, our name of it, and its type word.
    pub(super) reply: Vec<(String, String, Option<String>)>,
    pub(super) findings: Vec<Finding>,
    pub(super) compared: usize,
}

impl<'a> Hearing<'a> {
    pub(super) fn new(
        rulings: &'a Rulings,
        shipped: &'a Shipped,
        extract: &'a Extract,
        siblings: Vec<&'a Extract>,
    ) -> Self {
        Hearing {
            rulings,
            shipped,
            extract,
            siblings,
            stated: BTreeSet::new(),
            values: BTreeMap::new(),
            reply: Vec::new(),
            findings: Vec::new(),
            compared: 0,
        }
    }

    /// Compares two texts that must be the same.
    pub(super) fn hold(&mut self, place: &str, page: &str, ours: &str) {
        self.compared += 1;
        if page == ours {
            self.stated.insert(place.to_owned());
        } else {
            self.disagree(place, page, ours);
        }
    }

    /// As [`Hearing::hold`], behind the damage of the edition.
    pub(super) fn hold_damaged(&mut self, what: Damaged, place: &str, page: &str, ours: &str) {
        self.compared += 1;
        if self.rulings.same(self.extract.page.edition, what, page, ours) {
            self.stated.insert(place.to_owned());
        } else {
            self.disagree(place, page, ours);
        }
    }

    /// Records that the page states a fact of ours.
    pub(super) fn agree(&mut self, place: &str) {
        self.compared += 1;
        self.stated.insert(place.to_owned());
    }

    /// Records a disagreement unless an erratum settles it.
    pub(super) fn disagree(&mut self, place: &str, page: &str, ours: &str) {
        let finding = self.finding(place, page, ours);
        if self.rulings.settles(&finding) {
            self.stated.insert(place.to_owned());
        } else {
            self.findings.push(finding);
        }
    }

    /// What an erratum says instead of what the page says.
    pub(super) fn ruling(&self, place: &str, page: &str) -> Option<String> {
        let erratum = self.rulings.ruling(&self.finding(place, page, ""))?;
        Some(erratum.we_say.to_string()).filter(|ours| !ours.is_empty())
    }

    /// How complete the section is in which a fact of ours would stand.
    pub(super) fn completeness(&self, place: &str) -> Completeness {
        let page = &self.extract.page;
        match place.split_once('.').map_or(place, |(section, _)| section) {
            "query" => page.query.completeness,
            "permission_sets" => page.permission_sets.completeness,
            "request" => page.request.completeness,
            "reply" => page.reply.completeness,
            "errors" => page.errors.completeness,
            _ => Completeness::Absent,
        }
    }

    /// The codes of the page.
    pub(super) fn codes(&self) -> Vec<i64> {
        let rows = self.extract.page.errors.value.iter();
        rows.filter_map(|row| row.code.number()).collect()
    }

    fn finding(&self, place: &str, page: &str, ours: &str) -> Finding {
        Finding {
            interface: self.shipped.meta.interface.to_owned(),
            edition: Some(self.extract.page.edition),
            place: place.to_owned(),
            doc_says: page.to_owned(),
            we_say: ours.to_owned(),
        }
    }
}
