//! From us to the pages: every fact that we ship is on a page, or in an erratum. The newest page
//! that has the section to its end decides, unless a newer page states the fact in a section that was
//! cut: a truncated section may prove presence, never absence.

use std::collections::BTreeSet;

use wxopen_api::ErrorMeta;
use wxopen_pages::{Completeness, Edition};

use crate::referee::hearing::Hearing;
use crate::referee::report::{Finding, Verdict};
use crate::referee::rulings::Rulings;
use crate::referee::shipped::Shipped;
use crate::walk::{Known, Member, join};

/// Looks for a page behind every fact of an interface.
pub(super) fn compare(
    rulings: &Rulings,
    shipped: &Shipped,
    hearings: &[Hearing<'_>],
    verdict: &mut Verdict,
) {
    let mut court = Court { rulings, interface: shipped.meta.interface, hearings, verdict };
    for (place, ours) in facts(shipped) {
        court.look_for(&place, &ours);
    }
    for (section, members) in [("request", &shipped.request), ("reply", &shipped.reply)] {
        for member in members {
            court.look_for_values(section, member);
            court.look_for_aliases(section, member);
        }
    }
}

/// Looks for a page behind every code that means the same everywhere.
pub(super) fn compare_global(
    rulings: &Rulings,
    global: &[ErrorMeta],
    codes: &BTreeSet<i64>,
    verdict: &mut Verdict,
) {
    let mut court = Court { rulings, interface: "*", hearings: &[], verdict };
    for error in global {
        court.verdict.figures.compared += 1;
        if !codes.contains(&error.code) {
            court.miss(None, &format!("errors.{}", error.code), &error.code.to_string());
        }
    }
}

struct Court<'a, 'b> {
    rulings: &'a Rulings,
    interface: &'a str,
    /// From the newest edition to the oldest.
    hearings: &'a [Hearing<'b>],
    verdict: &'a mut Verdict,
}

impl Court<'_, '_> {
    fn look_for(&mut self, place: &str, ours: &str) {
        self.verdict.figures.compared += 1;
        let whole = |hearing: &&Hearing<'_>| hearing.completeness(place) == Completeness::Whole;
        let states = |hearing: &Hearing<'_>| hearing.stated.contains(place);
        let silent = self.hearings.iter().filter(|hearing| !whole(hearing) && !states(hearing));
        self.verdict.figures.skipped += silent.count();
        match self.hearings.iter().find(whole) {
            Some(newest) if !states(newest) => {
                let newer = self.hearings.iter().take_while(|hearing| !whole(hearing));
                if !newer.into_iter().any(states) {
                    self.miss(Some(newest.extract.page.edition), place, ours);
                }
            }
            None if !self.hearings.iter().any(states) => self.miss(None, place, ours),
            _ => {}
        }
    }

    /// Values stand in sentences, from which not all may be read: they only have to be somewhere.
    fn look_for_values(&mut self, section: &str, member: &Member) {
        let Known::Enumeration(known) = &member.known else { return };
        let place = format!("{section}.{}", member.path);
        let states = |value: &i64| {
            self.hearings.iter().any(|h| h.values.get(&place).is_some_and(|v| v.contains(value)))
        };
        let missing: Vec<String> =
            known.iter().filter(|value| !states(value)).map(i64::to_string).collect();
        self.verdict.figures.compared += known.len();
        if !missing.is_empty() {
            self.miss(None, &format!("{place}#values"), &missing.join(", "));
        }
    }

    fn look_for_aliases(&mut self, section: &str, member: &Member) {
        let (parent, _) = member.path.rsplit_once('.').unwrap_or(("", &member.path));
        for alias in &member.aliases {
            let path = join(parent, alias);
            let documented = |hearing: &Hearing<'_>| {
                let page = &hearing.extract.page;
                let mut samples = page.samples.value.iter().flat_map(|sample| &sample.members);
                page.reply.value.iter().any(|field| field.path == path)
                    || samples.any(|member| member.path == path)
            };
            self.verdict.figures.compared += 1;
            if !self.hearings.iter().any(documented) {
                self.miss(None, &format!("{section}.{}#alias", member.path), alias);
            }
        }
    }

    fn miss(&mut self, edition: Option<Edition>, place: &str, ours: &str) {
        let finding = Finding {
            interface: self.interface.to_owned(),
            edition,
            place: place.to_owned(),
            doc_says: String::new(),
            we_say: ours.to_owned(),
        };
        if !self.rulings.settles(&finding) {
            self.verdict.findings.push(finding);
        }
    }
}

/// The facts of an interface, each with what we say.
fn facts(shipped: &Shipped) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut fact = |place: String, ours: &str| facts.push((place, ours.to_owned()));
    fact("method".to_owned(), &shipped.call.method);
    fact("path".to_owned(), &shipped.call.path);
    for name in &shipped.call.query {
        fact(format!("query.{name}"), name);
    }
    for id in shipped.meta.permission_sets {
        fact(format!("permission_sets.{id}"), &id.to_string());
    }
    for (section, members) in [("request", &shipped.request), ("reply", &shipped.reply)] {
        for member in members.iter().filter(|member| !member.path.ends_with("[]")) {
            let name = member.path.rsplit('.').next().unwrap_or_default();
            fact(format!("{section}.{}", member.path), name);
        }
    }
    for error in shipped.meta.errors {
        fact(format!("errors.{}", error.code), &error.code.to_string());
    }
    facts
}
