//! Holds what we ship against what WeChat's documents say. Judges by extracts and rulings alone; it
//! must never look at the specification or at what the generator made of it.

mod arranged;
mod cited;
mod documented;
mod hearing;
mod members;
mod report;
mod rulings;
mod sentinels;
mod shipped;
mod witnesses;

pub use report::{Figures, Finding, Verdict};
pub use rulings::Rulings;
pub use shipped::{Shipped, gather, kinds};

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wxopen_api::{ErrorMeta, Maturity};
use wxopen_pages::{Extract, load_extracts};

use crate::case::Case;
use hearing::Hearing;

/// Everything a judgement rests on.
#[derive(Clone, Debug)]
pub struct Referee {
    /// The extracts, by interface and from the newest edition to the oldest.
    pub extracts: Vec<Extract>,
    /// The rulings.
    pub rulings: Rulings,
}

impl Referee {
    /// The extracts and rulings of this repository.
    ///
    /// # Panics
    ///
    /// If one of them cannot be read.
    #[must_use]
    pub fn of_repository() -> Self {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let extracts =
            load_extracts(&spec.join("extracts")).unwrap_or_else(|error| panic!("{error}"));
        let damage = fs::read_to_string(spec.join("damage.toml")).expect("spec/damage.toml");
        let mut files: Vec<_> = fs::read_dir(spec.join("errata"))
            .expect("spec/errata")
            .map(|entry| entry.expect("a file").path())
            .collect();
        files.sort();
        let errata: Vec<String> =
            files.iter().map(|path| fs::read_to_string(path).expect("a file of errata")).collect();
        let rulings = Rulings::new(&damage, &errata).unwrap_or_else(|error| panic!("{error}"));
        Referee { extracts, rulings }
    }

    /// Compares everything in both directions. Collects all disagreements before it says anything.
    #[must_use]
    pub fn judge(
        &self,
        cases: &[Box<dyn Case>],
        shipped: &[Shipped],
        global: &[ErrorMeta],
    ) -> Verdict {
        let rulings = self.rulings.clone();
        let mut verdict = Verdict::default();
        let mut codes = BTreeSet::new();
        // What is not verified claims no page behind it.
        let verified = |(_, shipped): &(_, &Shipped)| shipped.meta.maturity == Maturity::Verified;
        for (case, shipped) in cases.iter().zip(shipped).filter(verified) {
            let extracts = self.of(shipped.meta.interface).into_iter();
            let extracts: Vec<Extract> =
                extracts.map(|extract| arranged::arranged(&rulings, shipped, extract)).collect();
            let mut hearings = Vec::new();
            for extract in &extracts {
                let mut hearing = Hearing::new(&rulings, shipped, extract, self.siblings(extract));
                documented::compare(&mut hearing);
                sentinels::compare(&mut hearing, &**case);
                codes.extend(hearing.codes());
                hearings.push(hearing);
            }
            cited::compare(&rulings, shipped, &hearings, &mut verdict);
            verdict.figures.interfaces += usize::from(!hearings.is_empty());
            for hearing in hearings {
                verdict.figures.compared += hearing.compared;
                verdict.findings.extend(hearing.findings);
            }
        }
        cited::compare_global(&rulings, global, &codes, &mut verdict);
        self.conclude(&rulings, &mut verdict);
        verdict
    }

    fn conclude(&self, rulings: &Rulings, verdict: &mut Verdict) {
        verdict.findings.sort();
        verdict.findings.dedup();
        verdict.idle = rulings.idle(&verdict.findings);
        verdict.idle.extend(witnesses::silent(rulings.errata(), &self.extracts));
        for extract in &self.extracts {
            *verdict.figures.extracts.entry(extract.page.edition.label()).or_default() += 1;
        }
        verdict.figures.errata = rulings.kinds();
        verdict.figures.damage = rulings.hits();
    }

    fn of(&self, interface: &str) -> Vec<&Extract> {
        self.extracts.iter().filter(|extract| extract.interface == interface).collect()
    }

    /// The extracts of the other interfaces on the same page.
    fn siblings(&self, extract: &Extract) -> Vec<&Extract> {
        let page = (&extract.header.address, extract.page.edition);
        let same = |other: &&Extract| (&other.header.address, other.page.edition) == page;
        let other = |other: &&Extract| other.interface != extract.interface;
        self.extracts.iter().filter(same).filter(other).collect()
    }
}
