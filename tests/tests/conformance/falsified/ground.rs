//! What the judgement of a page rests on apart from the page: which of its codes it alone proves, and
//! which of its facts errata have judged.

use std::collections::BTreeSet;

use wxopen_api::{CATALOG, EndpointMeta};
use wxopen_pages::{Completeness, Extract};
use wxopen_tests::referee::Referee;

use super::Expected;

pub(super) struct Ground {
    pub(super) meta: &'static EndpointMeta,
    /// The codes about which the table of the page decides: it is the newest that was not cut, and no
    /// newer one has them.
    pub(super) decided: BTreeSet<i64>,
    /// The places of errata about the interface.
    judged: Vec<String>,
    /// The members of the page that we do not have, as errata say.
    left_out: Vec<String>,
}

impl Ground {
    pub(super) fn of(referee: &Referee, extract: &Extract) -> Ground {
        let mut known = CATALOG.iter().filter(|meta| meta.interface == extract.interface);
        let meta = known.next().expect("an extract belongs to an endpoint");
        let errata = referee.rulings.errata().iter();
        let errata = errata.filter(|erratum| *erratum.interface == extract.interface);
        let edition = Some(extract.page.edition.label());
        let of_page = errata
            .clone()
            .filter(|erratum| erratum.edition.as_ref().map(|edition| edition.as_str()) == edition);
        Ground {
            meta,
            decided: decided(&referee.extracts, extract),
            judged: errata.map(|erratum| erratum.place.to_string()).collect(),
            left_out: of_page
                .filter(|erratum| erratum.we_say.is_empty())
                .map(|erratum| erratum.place.to_string())
                .collect(),
        }
    }

    /// Whether an erratum is about a place.
    pub(super) fn is_judged(&self, place: &str) -> bool {
        self.judged.iter().any(|judged| judged == place)
    }

    /// What is said about a changed member, unless it is one that we do not have: about those there is
    /// nothing to falsify but their names.
    pub(super) fn unless_left_out(&self, member: &str, expected: Expected) -> Expected {
        match self.left_out.iter().any(|place| place == member) {
            true => Expected::NothingBut(member.to_owned()),
            false => expected,
        }
    }
}

fn decided(extracts: &[Extract], extract: &Extract) -> BTreeSet<i64> {
    let of_interface = extracts.iter().filter(|other| other.interface == extract.interface);
    let mut codes = codes(extract);
    for newer in of_interface.take_while(|other| *other != extract) {
        if newer.page.errors.completeness == Completeness::Whole {
            return BTreeSet::new();
        }
        codes = &codes - &self::codes(newer);
    }
    if extract.page.errors.completeness == Completeness::Whole { codes } else { BTreeSet::new() }
}

fn codes(extract: &Extract) -> BTreeSet<i64> {
    let rows = extract.page.errors.value.iter();
    rows.filter_map(|row| row.code.number()).collect()
}
