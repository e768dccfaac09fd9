//! The words of tables: whether two of them say the same. Must never take a word that a
//! translation overwrote for one that WeChat chose.

use wxopen_pages::{FILLER, Part};

use super::ledger::{Comparison, Proof, Weight};

/// Whether a translation overwrote a part of a word or name.
pub(super) fn is_damaged(word: &str) -> bool {
    word.contains(FILLER)
}

/// Two names or values as far as they differ; what is empty or overwritten says nothing.
pub(super) fn differing<'a>(
    was: Option<&'a str>,
    is: Option<&'a str>,
) -> (Option<&'a str>, Option<&'a str>) {
    differing_by(was, is, |was, is| was == is)
}

/// Whether something must be sent, as far as the word of a required column tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
    /// A word that means neither for certain.
    Other(String),
}

impl Need {
    pub(super) fn of(word: &str) -> Need {
        match wxopen_pages::required(word.trim()) {
            Some(true) => Need::Required,
            Some(false) => Need::Optional,
            None => Need::Other(word.trim().to_lowercase()),
        }
    }

    /// Whether a required column says that something must be sent.
    pub(super) fn is_stated(word: Option<&str>) -> bool {
        word.is_some_and(|word| Need::of(word) == Need::Required)
    }
}

/// The cells of one row besides its name.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) type_word: Option<&'a str>,
    pub(super) required_word: Option<&'a str>,
}

impl Cells<'_> {
    /// What a row says that is new altogether.
    pub(super) fn detail(self) -> String {
        let need = self.required_word.map(|word| match Need::of(word) {
            Need::Required => "required".to_owned(),
            Need::Optional => "not required".to_owned(),
            Need::Other(word) => format!("required: `{word}`"),
        });
        let typed = self.type_word.map(|word| format!("`{word}`"));
        typed.into_iter().chain(need).collect::<Vec<_>>().join(", ")
    }
}

/// What two rows of one fact say differently.
pub(super) fn compare_cells(
    found: &mut Comparison,
    (proof, part): (Proof, Part),
    fact: &str,
    (was, is): (Cells<'_>, Cells<'_>),
) {
    let alike = |was: &str, is: &str| was.to_lowercase() == is.to_lowercase();
    let types = differing_by(was.type_word, is.type_word, alike);
    found.stated(proof, &format!("{fact} type"), types, Weight::Breaking);
    let same_need = |was: &str, is: &str| Need::of(was) == Need::of(is);
    let needs = differing_by(was.required_word, is.required_word, same_need);
    // Callers send what is asked for, and rely on what is promised.
    let relied_on = if part == Part::Reply { was } else { is };
    let breaks = Need::is_stated(relied_on.required_word);
    let weight = if breaks { Weight::Breaking } else { Weight::Harmless };
    found.stated(proof, &format!("{fact} required"), needs, weight);
}

fn differing_by<'a>(
    was: Option<&'a str>,
    is: Option<&'a str>,
    agree: impl Fn(&str, &str) -> bool,
) -> (Option<&'a str>, Option<&'a str>) {
    if was.into_iter().chain(is).any(is_damaged) {
        return (None, None);
    }
    let said = |word: Option<&'a str>| word.map(str::trim).filter(|word| !word.is_empty());
    match (said(was), said(is)) {
        (Some(was), Some(is)) if agree(was, is) => (None, None),
        words => words,
    }
}
