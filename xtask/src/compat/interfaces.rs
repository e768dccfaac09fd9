//! Compares two sets of schemas, interface by interface. Reads nothing but the two.

use std::collections::BTreeSet;

use super::changes::{Change, Changes, Finding};
use super::codes::{self, Codes};
use super::release;
use super::set::{Face, Interface, Schemas, View};
use super::walk::Walk;

/// What changed between two sets of schemas, and whether it breaks who uses them.
///
/// Who sends a request is broken by what is accepted no longer; who reads a reply, by what arrives
/// no longer or for the first time. Words do not count, except under an `$id` that was used.
#[must_use]
pub fn schema_changes(old: &Schemas, new: &Schemas) -> Changes {
    let mut changes = Changes::default();
    for name in names(old).union(&names(new)) {
        changes.insert(name, of_interface(name, old, new));
    }
    changes
}

fn names(schemas: &Schemas) -> BTreeSet<&String> {
    let listed = schemas.codes.iter().flat_map(|codes| codes.keys());
    listed.chain(schemas.interfaces.keys()).collect()
}

fn of_interface(name: &str, old: &Schemas, new: &Schemas) -> Vec<Change> {
    let mut changes = Vec::new();
    let whole = |kind, breaking, text: &str| Finding::new("", kind, breaking, text.to_owned());
    match (old.knows(name), new.knows(name)) {
        // Common codes that one side does not tell are no interface.
        _ if name == "*" => {}
        (true, false) if is_told(name, old, new) => {
            whole("interface-removed", true, "removed").add_to(&mut changes, None);
            return changes;
        }
        (false, true) if is_told(name, new, old) => {
            whole("interface-added", false, "added").add_to(&mut changes, None);
            return changes;
        }
        _ => {}
    }
    let nothing = Interface::default();
    let sides = (
        old.interfaces.get(name).unwrap_or(&nothing),
        new.interfaces.get(name).unwrap_or(&nothing),
    );
    of_category(sides, &mut changes);
    of_views(sides, &mut changes);
    if let Some((was, is)) = both_codes(name, old, new) {
        let found = codes::compare(was, is).into_iter();
        found.for_each(|finding| finding.add_to(&mut changes, Some(View::Errors)));
    }
    for (view, text) in release::reused(sides.0, sides.1) {
        Finding::new("", "id-reused", false, text).add_to(&mut changes, Some(view));
    }
    changes
}

/// Whether the absence of an interface on one side proves something: a side without `codes.json`
/// does not know interfaces that have no schemas.
fn is_told(name: &str, there: &Schemas, absent: &Schemas) -> bool {
    there.interfaces.contains_key(name) || absent.codes.is_some()
}

/// A category is the folder of the files.
fn of_category((old, new): (&Interface, &Interface), changes: &mut Vec<Change>) {
    if let (Some(was), Some(is)) = (&old.category, &new.category)
        && was != is
    {
        let text = format!("moved from `{was}` to `{is}`");
        Finding::new("", "interface-moved", true, text).add_to(changes, None);
    }
}

fn of_views((old, new): (&Interface, &Interface), changes: &mut Vec<Change>) {
    for view in View::ALL {
        let found = match (old.views.get(&view), new.views.get(&view)) {
            (Some(was), Some(is)) => match (&was.face, &is.face) {
                (Face::Record(was), Face::Record(is)) => Walk::new(view, was, is).findings(),
                _ => Vec::new(),
            },
            (Some(_), None) => {
                vec![Finding::new("", "view-removed", true, "removed".to_owned())]
            }
            (None, Some(_)) => vec![Finding::new("", "view-added", false, "added".to_owned())],
            (None, None) => Vec::new(),
        };
        found.into_iter().for_each(|finding| finding.add_to(changes, Some(view)));
    }
    let is_documented = |side: &Interface| side.views.contains_key(&View::DocumentedReply);
    if is_documented(old) && is_documented(new) {
        changes.iter_mut().for_each(name_alias);
    }
}

/// A member that only the tolerant view knows is another name of one that both know.
fn name_alias(change: &mut Change) {
    if change.views != BTreeSet::from([View::Reply]) {
        return;
    }
    (change.kind, change.text) = match change.kind {
        "member-added" => ("alias-added", "added as another name".to_owned()),
        "member-removed" => ("alias-removed", "removed as another name".to_owned()),
        _ => return,
    };
}

/// The codes of both sides, from the same kind of source: the table says more than the schemas.
fn both_codes<'a>(
    name: &str,
    old: &'a Schemas,
    new: &'a Schemas,
) -> Option<(&'a Codes, &'a Codes)> {
    if let (Some(was), Some(is)) = (&old.codes, &new.codes) {
        return was.get(name).zip(is.get(name));
    }
    listed(name, old).zip(listed(name, new))
}

fn listed<'a>(name: &str, schemas: &'a Schemas) -> Option<&'a Codes> {
    match &schemas.interfaces.get(name)?.views.get(&View::Errors)?.face {
        Face::Codes(codes) => Some(codes),
        Face::Record(_) => None,
    }
}
