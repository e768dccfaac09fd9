//! Where pages are not believed: errata settle single disagreements, rules of damage look through
//! what an edition does to all its pages. Both are counted, so that none outlives its reason.

use std::cell::RefCell;
use std::collections::BTreeMap;

use wxopen_codegen::spec::{
    DamageFile, DamageRule, Damaged, ErrataFile, Erratum, ErratumKind, Look,
};
use wxopen_pages::Edition;

use crate::referee::report::Finding;

/// Errata and rules of damage, and how often each was needed.
#[derive(Clone, Debug, Default)]
pub struct Rulings {
    errata: Vec<Erratum>,
    rules: Vec<DamageRule>,
    used: RefCell<BTreeMap<String, usize>>,
}

impl Rulings {
    /// The rulings in the text of `spec/damage.toml` and of the files of `spec/errata`.
    ///
    /// # Errors
    ///
    /// If a text is not of its format.
    pub fn new(damage: &str, errata: &[String]) -> Result<Self, toml::de::Error> {
        let rules = toml::from_str::<DamageFile>(damage)?.rule;
        let mut rulings = Rulings { rules, ..Self::default() };
        for text in errata {
            rulings.errata.extend(toml::from_str::<ErrataFile>(text)?.erratum);
        }
        Ok(rulings)
    }

    /// The errata.
    pub fn errata(&self) -> &[Erratum] {
        &self.errata
    }

    /// What an erratum says instead of what the page says at a place.
    pub(super) fn ruling(&self, finding: &Finding) -> Option<&Erratum> {
        let erratum = self.errata.iter().find(|erratum| self.is_about(erratum, finding))?;
        self.count(&erratum.id);
        Some(erratum)
    }

    /// Whether there is an erratum about a fact, for looking around: it is not needed by that.
    pub(super) fn speaks_of(&self, finding: &Finding) -> bool {
        self.errata.iter().any(|erratum| self.is_about(erratum, finding))
    }

    /// Whether an erratum settles a disagreement, as it stands.
    pub(super) fn settles(&self, finding: &Finding) -> bool {
        let of_all = |erratum: &&Erratum| {
            self.is_about(erratum, finding) && *erratum.we_say == finding.we_say
        };
        let Some(erratum) = self.errata.iter().find(of_all) else { return false };
        self.count(&erratum.id);
        if let Some(edition) = finding.edition {
            self.same(edition, Damaged::Message, &finding.doc_says, &erratum.doc_says);
        }
        true
    }

    /// Whether a text of a page is a text of ours behind the damage of the edition.
    pub(super) fn same(&self, edition: Edition, what: Damaged, page: &str, ours: &str) -> bool {
        if page == ours {
            return true;
        }
        let Some(rules) = self.needed(edition, what, page, ours) else { return false };
        rules.iter().for_each(|rule| self.count(&rule.id));
        true
    }

    /// As [`Rulings::same`], for looking around: it counts as no hit.
    pub(super) fn looks_like(
        &self,
        edition: Edition,
        what: Damaged,
        page: &str,
        ours: &str,
    ) -> bool {
        page == ours || self.needed(edition, what, page, ours).is_some()
    }

    /// What is wrong with the rulings themselves, once everything has been compared.
    pub(super) fn idle(&self, findings: &[Finding]) -> Vec<String> {
        let used = self.used.borrow();
        let mut idle = Vec::new();
        for erratum in self.errata.iter().filter(|erratum| !used.contains_key(erratum.id.as_str()))
        {
            let at_place = |f: &&Finding| {
                f.place == *erratum.place
                    && (*erratum.interface == "*" || f.interface == *erratum.interface)
            };
            let now = match findings.iter().find(at_place) {
                Some(finding) => format!(
                    "the page says `{}` there and we say `{}`",
                    finding.doc_says, finding.we_say
                ),
                None => "page and specification agree there, or the fact is gone".to_owned(),
            };
            let Erratum { id, interface, place, .. } = erratum;
            idle.push(format!("{} is no longer needed: {} {}: {now}", **id, **interface, **place));
        }
        for rule in &self.rules {
            match used.get(rule.id.as_str()) {
                None => idle.push(format!("the rule of damage `{}` hits nothing", *rule.id)),
                Some(hits) if *hits > rule.hits => idle.push(format!(
                    "the rule of damage `{}` hits {hits} times, {} are stated",
                    *rule.id, rule.hits
                )),
                Some(_) => {}
            }
        }
        idle
    }

    /// How often each rule of damage was needed.
    pub(super) fn hits(&self) -> BTreeMap<String, usize> {
        let used = self.used.borrow();
        let hits = |rule: &DamageRule| used.get(rule.id.as_str()).copied().unwrap_or_default();
        self.rules.iter().map(|rule| (rule.id.to_string(), hits(rule))).collect()
    }

    /// How many errata there are of each kind.
    pub(super) fn kinds(&self) -> BTreeMap<ErratumKind, usize> {
        let mut kinds = BTreeMap::new();
        self.errata.iter().for_each(|erratum| *kinds.entry(erratum.kind).or_default() += 1);
        kinds
    }

    fn is_about(&self, erratum: &Erratum, finding: &Finding) -> bool {
        let interface = *erratum.interface == finding.interface
            || (*erratum.interface == "*" && finding.place.starts_with("errors."));
        let edition = erratum.edition.as_ref().map(|edition| edition.as_str());
        let says = |edition: Option<Edition>| match edition {
            None => *erratum.doc_says == finding.doc_says,
            Some(edition) => {
                let what = Damaged::Message;
                self.looks_like(edition, what, &finding.doc_says, &erratum.doc_says)
            }
        };
        interface
            && edition == finding.edition.map(Edition::label)
            && *erratum.place == finding.place
            && says(finding.edition)
    }

    /// The fewest rules behind which a text of a page is a text of ours.
    fn needed(
        &self,
        edition: Edition,
        what: Damaged,
        page: &str,
        ours: &str,
    ) -> Option<Vec<&DamageRule>> {
        let applies = |rule: &&DamageRule| {
            rule.edition.as_str() == edition.label() && rule.to.contains(&what)
        };
        let rules: Vec<&DamageRule> = self.rules.iter().filter(applies).collect();
        let mut choices: Vec<u32> = (1..1_u32 << rules.len()).collect();
        choices.sort_by_key(|choice| choice.count_ones());
        choices.into_iter().find_map(|choice| {
            let chosen = rules.iter().enumerate().filter(|(i, _)| choice & (1 << i) != 0);
            let chosen: Vec<&DamageRule> = chosen.map(|(_, rule)| *rule).collect();
            is_behind(&chosen, page, ours).then_some(chosen)
        })
    }

    fn count(&self, id: &str) {
        *self.used.borrow_mut().entry(id.to_owned()).or_default() += 1;
    }
}

/// Whether all of some rules together make a text of a page one of ours.
fn is_behind(rules: &[&DamageRule], page: &str, ours: &str) -> bool {
    let (mut page, mut ours) = (page.to_owned(), ours.to_owned());
    for rule in rules.iter().filter(|rule| rule.look == Look::Replace) {
        page = page.replace(&rule.text, &rule.was);
    }
    if rules.iter().any(|rule| rule.look == Look::IgnoreCase) {
        (page, ours) = (page.to_lowercase(), ours.to_lowercase());
    }
    match rules.iter().find(|rule| rule.look == Look::AnyText) {
        Some(rule) => is_filled(&page, &rule.text, &ours),
        None => page == ours,
    }
}

/// Whether a text is one in which a filler stands for any text.
fn is_filled(page: &str, filler: &str, ours: &str) -> bool {
    let mut parts = page.split(filler);
    let Some(mut rest) = parts.next().and_then(|first| ours.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return false };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}
