//! Compares what else a page lists: permission sets, enumerations, and the members of samples.
//! Must never take the order of a list for a fact.

use std::collections::{BTreeMap, BTreeSet};

use wxopen_pages::{Enumeration, JsonKind, SampleShape, Section};

use super::ledger::{Comparison, Proof, Weight};
use super::words;

/// What the permission sets say differently. One of them is enough to be allowed to call.
pub(super) fn permission_sets(
    found: &mut Comparison,
    was: &Section<Vec<u16>>,
    is: &Section<Vec<u16>>,
) {
    let proof = Proof::of("permission sets", (was, is), |_| false);
    for id in was.value.iter().filter(|id| !is.value.contains(id)) {
        found.removed(proof, &format!("permission set {id}"), Weight::Breaking);
    }
    // Another alternative hurts nobody, but the first one is asked of all who needed none.
    let weight = if was.value.is_empty() { Weight::Breaking } else { Weight::Harmless };
    for id in is.value.iter().filter(|id| !was.value.contains(id)) {
        found.added(proof, &format!("permission set {id}"), "", weight);
    }
}

/// What the tables of enumerated values say differently.
pub(super) fn enumerations(
    found: &mut Comparison,
    was: &Section<Vec<Enumeration>>,
    is: &Section<Vec<Enumeration>>,
) {
    let damaged = |tables: &Vec<Enumeration>| {
        tables.iter().any(|table| {
            words::is_damaged(&table.path) || table.values.iter().any(|v| words::is_damaged(v))
        })
    };
    let proof = Proof::of("enumerations", (was, is), damaged);
    let (was, is) = (values(&was.value), values(&is.value));
    for (part, path, value) in was.difference(&is) {
        // Who sends a value relies on it; who receives one merely sees it no more.
        let weight = if *part == "reply" { Weight::Harmless } else { Weight::Breaking };
        found.removed(proof, &format!("enumeration {part} `{path}` value `{value}`"), weight);
    }
    for (part, path, value) in is.difference(&was) {
        let fact = format!("enumeration {part} `{path}` value `{value}`");
        found.added(proof, &fact, "", Weight::Harmless);
    }
}

/// What the samples say differently. They illustrate; the tables bind.
pub(super) fn samples(
    found: &mut Comparison,
    was: &Section<Vec<SampleShape>>,
    is: &Section<Vec<SampleShape>>,
) {
    let damaged = |samples: &Vec<SampleShape>| {
        samples.iter().flat_map(|sample| &sample.members).any(|m| words::is_damaged(&m.path))
    };
    let proof = Proof::of("samples", (was, is), damaged);
    let (was, is) = (kinds(&was.value), kinds(&is.value));
    for (key @ (part, path), old) in &was {
        let fact = format!("sample {part} `{path}`");
        match is.get(key) {
            Some(new) if old == new || old.is_empty() || new.is_empty() => {}
            Some(new) => {
                found.changed(&fact, (&old.join(", "), &new.join(", ")), Weight::Harmless);
            }
            None => found.removed(proof, &fact, Weight::Harmless),
        }
    }
    for ((part, path), new) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
        let fact = format!("sample {part} `{path}`");
        found.added(proof, &fact, &new.join(", "), Weight::Harmless);
    }
}

/// Every enumerated value once, with where it belongs.
fn values(tables: &[Enumeration]) -> BTreeSet<(&'static str, &str, &str)> {
    let rows = tables.iter().flat_map(|table| {
        table.values.iter().map(|value| (table.part.label(), table.path.as_str(), value.as_str()))
    });
    rows.filter(|(_, path, value)| ![path, value].into_iter().any(|w| words::is_damaged(w)))
        .collect()
}

/// The kinds of value that all samples of one part give to a member.
fn kinds(samples: &[SampleShape]) -> BTreeMap<(&'static str, &str), Vec<&'static str>> {
    let mut found: BTreeMap<_, Vec<&'static str>> = BTreeMap::new();
    for sample in samples {
        for member in sample.members.iter().filter(|member| !words::is_damaged(&member.path)) {
            let kinds = found.entry((sample.part.label(), member.path.as_str())).or_default();
            let is_read = member.kind != JsonKind::Unreadable;
            kinds.extend(is_read.then(|| member.kind.label()));
        }
    }
    for kinds in found.values_mut() {
        kinds.sort_unstable();
        kinds.dedup();
    }
    found
}
