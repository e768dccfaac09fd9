//! Compares the members of two request bodies or two replies. Must never guess that a member was
//! renamed, and never trust the parent of a member that was only assumed.

use wxopen_pages::{Field, Part, Placement, Section};

use super::ledger::{Comparison, Proof, Weight};
use super::words::{self, Cells, Need};

type Copies<'a> = (&'a Section<Vec<Field>>, &'a Section<Vec<Field>>);

/// What the members of one part say differently.
pub(super) fn compare(found: &mut Comparison, part: Part, copies: Copies<'_>) {
    let name = part.label();
    let damaged = |fields: &Vec<Field>| fields.iter().any(|f| words::is_damaged(&f.path));
    let proof = Proof::of(name, copies, damaged);
    let fact = |field: &Field| format!("{name} `{}`", field.path);
    let pairs = Pairs::of(&copies.0.value, &copies.1.value);
    for (was, is) in &pairs.both {
        words::compare_cells(found, (proof, part), &fact(is), (cells(was), cells(is)));
        values(found, proof, &fact(is), (&was.values, &is.values));
    }
    for field in &pairs.gone {
        found.removed(proof, &fact(field), Weight::Breaking);
    }
    for field in &pairs.fresh {
        let breaks = part == Part::Request && is_demanded(field, &pairs.fresh);
        let weight = if breaks { Weight::Breaking } else { Weight::Harmless };
        found.added(proof, &fact(field), &cells(field).detail(), weight);
    }
}

/// Values that a row or a table enumerates, of which callers rely on none.
pub(super) fn values(
    found: &mut Comparison,
    proof: Proof,
    fact: &str,
    (was, is): (&[String], &[String]),
) {
    for value in was.iter().filter(|value| !is.contains(value)) {
        found.removed(proof, &format!("{fact} value `{value}`"), Weight::Harmless);
    }
    for value in is.iter().filter(|value| !was.contains(value)) {
        found.added(proof, &format!("{fact} value `{value}`"), "", Weight::Harmless);
    }
}

/// Which member of one copy is which of the other.
struct Pairs<'a> {
    both: Vec<(&'a Field, &'a Field)>,
    gone: Vec<&'a Field>,
    fresh: Vec<&'a Field>,
}

impl<'a> Pairs<'a> {
    fn of(was: &'a [Field], is: &'a [Field]) -> Pairs<'a> {
        let (gone, fresh) = (was.iter().collect(), is.iter().collect());
        let mut pairs = Pairs { both: Vec::new(), gone, fresh };
        pairs.join(|was, is| was.path == is.path && !is_assumed(was) && !is_assumed(is));
        pairs.join(|was, is| was.path == is.path);
        pairs.join(|was, is| {
            (is_assumed(was) || is_assumed(is)) && last_segment(was) == last_segment(is)
        });
        // A row that stands twice, or that a translation overwrote, is no fact of its own.
        let elsewhere = |field: &Field, others: &[Field]| {
            words::is_damaged(&field.path) || others.iter().any(|other| other.path == field.path)
        };
        pairs.gone.retain(|field| !elsewhere(field, is));
        pairs.fresh.retain(|field| !elsewhere(field, was));
        pairs
    }

    fn join(&mut self, same: impl Fn(&Field, &Field) -> bool) {
        let (both, fresh) = (&mut self.both, &mut self.fresh);
        self.gone.retain(|was| match fresh.iter().position(|is| same(was, is)) {
            Some(at) => {
                both.push((was, fresh.remove(at)));
                false
            }
            None => true,
        });
    }
}

fn cells(field: &Field) -> Cells<'_> {
    Cells { type_word: field.type_word.as_deref(), required_word: field.required_word.as_deref() }
}

fn is_assumed(field: &Field) -> bool {
    field.placement == Placement::Assumed
}

fn last_segment(field: &Field) -> &str {
    field.path.rsplit('.').next().unwrap_or(&field.path).trim_end_matches("[]")
}

/// Whether every caller must send a new member. What is required inside of a new object is asked
/// of those only who send the object.
fn is_demanded(field: &Field, fresh: &[&Field]) -> bool {
    let parent = field.path.rsplit_once('.').map(|(parent, _)| parent.trim_end_matches("[]"));
    let is_new = |parent: &str| fresh.iter().any(|other| other.path == parent);
    Need::is_stated(field.required_word.as_deref()) && !parent.is_some_and(is_new)
}
