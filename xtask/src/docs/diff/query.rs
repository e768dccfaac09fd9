//! Compares the query strings of two copies of a page. Must never take a placeholder for a value.

use wxopen_pages::{Origin, Part, QueryParameter, Section};

use super::ledger::{Comparison, Proof, Weight};
use super::words::{self, Cells, Need};

type Query = Section<Vec<QueryParameter>>;

/// What the query strings say differently.
pub(super) fn compare(found: &mut Comparison, was: &Query, is: &Query) {
    let damaged = |query: &Vec<QueryParameter>| query.iter().any(|q| words::is_damaged(&q.name));
    let proof = Proof::of("query", (was, is), damaged);
    for old in was.value.iter().filter(|query| !words::is_damaged(&query.name)) {
        let fact = format!("query `{}`", old.name);
        match is.value.iter().find(|new| new.name == old.name) {
            Some(new) => compare_one(found, proof, &fact, (old, new)),
            // Taken away and renamed look alike.
            None => found.removed(proof, &fact, Weight::Breaking),
        }
    }
    let is_known = |new: &&QueryParameter| {
        words::is_damaged(&new.name) || was.value.iter().any(|old| old.name == new.name)
    };
    for new in is.value.iter().filter(|new| !is_known(new)) {
        let fixed = new.fixed.iter().map(|value| format!("always `{value}`"));
        let detail = fixed.chain(Some(cells(new).detail()).filter(|text| !text.is_empty()));
        let detail = detail.collect::<Vec<_>>().join(", ");
        found.added(proof, &format!("query `{}`", new.name), &detail, weight(new));
    }
}

fn compare_one(
    found: &mut Comparison,
    proof: Proof,
    fact: &str,
    (was, is): (&QueryParameter, &QueryParameter),
) {
    let fixed = format!("{fact} fixed value");
    match words::differing(was.fixed.as_deref(), is.fixed.as_deref()) {
        (Some(from), Some(to)) => found.changed(&fixed, (from, to), Weight::Breaking),
        (Some(_), None) => found.removed(proof, &fixed, Weight::Breaking),
        (None, Some(to)) => found.added(proof, &fixed, &format!("`{to}`"), Weight::Breaking),
        (None, None) => {}
    }
    words::compare_cells(found, (proof, Part::Query), fact, (cells(was), cells(is)));
}

/// A new parameter must be sent if the table says so, or if the address itself carries it and no
/// table calls it optional.
fn weight(query: &QueryParameter) -> Weight {
    let word = query.required_word.as_deref();
    let called = word.is_none() && query.origin != Origin::Table;
    if called || Need::is_stated(word) { Weight::Breaking } else { Weight::Harmless }
}

fn cells(query: &QueryParameter) -> Cells<'_> {
    Cells { type_word: query.type_word.as_deref(), required_word: query.required_word.as_deref() }
}
