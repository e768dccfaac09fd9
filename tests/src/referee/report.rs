//! What the referee has found: as a table for people, with the lines to paste into errata, and as
//! figures.

use std::collections::BTreeMap;
use std::fmt;

use wxopen_codegen::spec::ErratumKind;
use wxopen_pages::Edition;

/// A disagreement that no erratum settles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The interface, or `*`.
    pub interface: String,
    /// The edition whose page disagrees; `None` if no page mentions the fact.
    pub edition: Option<Edition>,
    /// The fact.
    pub place: String,
    /// What the page says; empty if it lacks the fact.
    pub doc_says: String,
    /// What we say; empty if we lack the fact.
    pub we_say: String,
}

/// The outcome of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Disagreements, sorted.
    pub findings: Vec<Finding>,
    /// Rulings that have outlived their reason, and evidence that does not say what it should.
    pub idle: Vec<String>,
    /// How much was compared.
    pub figures: Figures,
}

/// How much was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many interfaces have an extract at all.
    pub interfaces: usize,
    /// How many extracts there are of each edition.
    pub extracts: BTreeMap<&'static str, usize>,
    /// Facts held against a page, in either direction.
    pub compared: usize,
    /// Facts that a page could not judge because the copy lacks a part.
    pub skipped: usize,
    /// Errata by kind.
    pub errata: BTreeMap<ErratumKind, usize>,
    /// How often each rule of damage was needed.
    pub damage: BTreeMap<String, usize>,
}

impl Verdict {
    /// Whether nothing is left to say.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.idle.is_empty()
    }
}

impl Finding {
    fn columns(&self) -> [&str; 5] {
        let edition = self.edition.map_or("none", Edition::label);
        [&self.interface, edition, &self.place, &self.doc_says, &self.we_say]
    }

    /// The beginning of an erratum that would settle it.
    fn to_paste(&self) -> String {
        let edition = self.edition.map(|edition| format!("edition = \"{edition}\"\n"));
        format!(
            "[[erratum]]\nid = \"\"\ninterface = {:?}\n{}place = {:?}\ndoc_says = {:?}\n\
             we_say = {:?}\nkind = \"\"\nreason = {{ en = \"\", zh = \"\" }}\n\
             evidence = [{{ source = \"\", at = \"\" }}]\ndecided = \"\"\n",
            self.interface,
            edition.unwrap_or_default(),
            self.place,
            self.doc_says,
            self.we_say
        )
    }
}

const HEADINGS: [&str; 5] = ["interface", "edition", "place", "the page says", "we say"];

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[&str; 5]> = self.findings.iter().map(Finding::columns).collect();
        if !rows.is_empty() {
            let width = |column: usize| {
                let cells = rows.iter().chain([&HEADINGS]).map(|row| row[column].chars().count());
                cells.max().unwrap_or_default()
            };
            let widths: [usize; 5] = std::array::from_fn(width);
            for row in [HEADINGS].iter().chain(&rows) {
                for (cell, width) in row.iter().zip(widths) {
                    write!(f, "{cell:width$}  ")?;
                }
                writeln!(f)?;
            }
            writeln!(f, "\nMend the specification, or paste into `spec/errata`:\n")?;
            self.findings.iter().try_for_each(|finding| writeln!(f, "{}", finding.to_paste()))?;
        }
        self.idle.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
