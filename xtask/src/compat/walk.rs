//! Walks through two records at once and notes what differs, place by place. Must come to an end
//! whatever refers to what, and must say so if it could not look everywhere.

use std::collections::BTreeSet;

use super::changes::Finding;
use super::document::{Flat, Node, Record};
use super::effect::Effect;
use super::form::{Form, Kind, limit_effect};
use super::set::View;

/// A comparison of one view of an interface.
pub(super) struct Walk<'a> {
    pub(super) view: View,
    old: &'a Record,
    new: &'a Record,
    found: Vec<Finding>,
    /// The pairs that are being compared: to meet one again is to go round in circles.
    open: Vec<Pair>,
    /// Pairs without a difference. Records that use one definition often would take forever
    /// without.
    same: BTreeSet<Pair>,
}

/// Two forms by where they are in memory, which is what makes them the same definition.
type Pair = (usize, usize);

/// Deeper than any record; each level takes room on the stack.
const DEEPEST: usize = 64;

/// More than anybody reads.
const MOST: usize = 1000;

impl<'a> Walk<'a> {
    pub(super) fn new(view: View, old: &'a Record, new: &'a Record) -> Walk<'a> {
        Walk { view, old, new, found: Vec::new(), open: Vec::new(), same: BTreeSet::new() }
    }

    pub(super) fn findings(mut self) -> Vec<Finding> {
        let (old, new) = (&self.old.root, &self.new.root);
        self.nodes("", old, new);
        self.found
    }

    /// Compares what stands in one place.
    pub(super) fn nodes(&mut self, place: &str, old: &'a Node, new: &'a Node) {
        if self.open.len() > DEEPEST {
            let text = format!("not compared: it is more than {DEEPEST} levels deep");
            return self.note(place, "not-compared", true, text);
        }
        let (old, new) = (self.old.flatten(old), self.new.flatten(new));
        self.types(place, &old, &new);
        let kinds: BTreeSet<Kind> = old.forms.iter().map(|form| form.kind).collect();
        for kind in kinds {
            self.forms(place, &of_kind(&old, kind), &of_kind(&new, kind));
        }
        self.states(place, &old, &new);
    }

    pub(super) fn note(&mut self, place: &str, kind: &'static str, breaking: bool, text: String) {
        match self.found.len() {
            0..MOST => self.found.push(Finding::new(place, kind, breaking, text)),
            MOST => {
                let text = format!("more than {MOST} changes; the rest is not told");
                self.found.push(Finding::new("", "not-compared", true, text));
            }
            _ => {}
        }
    }

    /// Types that are there on one side only.
    fn types(&mut self, place: &str, old: &Flat<'a>, new: &Flat<'a>) {
        let lost = appears(old, new);
        let gained = appears(new, old);
        if let Some(effect) = Effect::of(lost, gained) {
            let text = format!("`{}` became `{}`", type_names(old), type_names(new));
            self.note(place, effect.of_type(), effect.breaks(self.view), text);
        }
    }

    /// The alternatives of one type.
    fn forms(&mut self, place: &str, old: &[&'a Form], new: &[&'a Form]) {
        match (old, new) {
            (_, []) => {}
            ([old], [new]) => self.pair(place, old, new),
            ([first, ..], _) if first.kind.is_scalar() => self.alternatives(place, old, new),
            _ => {
                old.iter().zip(new).for_each(|(old, new)| self.pair(place, old, new));
                let lost = old.len() > new.len();
                if let Some(effect) = Effect::of(lost, old.len() < new.len()) {
                    let (was, is) = (old.len(), new.len());
                    let text = format!("forms of `{}`: {was} became {is}", old[0].kind.name());
                    self.note(place, effect.of_constraint(), effect.breaks(self.view), text);
                }
            }
        }
    }

    /// Alternatives of one type that has no members, where some have more than one.
    fn alternatives(&mut self, place: &str, old: &[&Form], new: &[&Form]) {
        let leaves = |some: &[&Form], all: &[&Form]| {
            some.iter().any(|form| !all.iter().any(|other| other.covers(form)))
        };
        if let Some(effect) = Effect::of(leaves(old, new), leaves(new, old)) {
            let told = |forms: &[&Form]| {
                forms.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
            };
            let text = format!("`{}` became `{}`", told(old), told(new));
            self.note(place, effect.of_constraint(), effect.breaks(self.view), text);
        }
    }

    fn pair(&mut self, place: &str, old: &'a Form, new: &'a Form) {
        let pair = (std::ptr::from_ref(old) as usize, std::ptr::from_ref(new) as usize);
        let is_full = self.found.len() > MOST;
        if is_full || self.open.contains(&pair) || self.same.contains(&pair) {
            return;
        }
        let before = self.found.len();
        self.open.push(pair);
        self.values(place, old, new);
        self.limits(place, old, new);
        self.items(place, old, new);
        self.members(place, old, new);
        self.open.pop();
        if self.found.len() == before {
            self.same.insert(pair);
        }
    }

    fn values(&mut self, place: &str, old: &Form, new: &Form) {
        let told = |values: &BTreeSet<String>| {
            values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
        };
        let (effect, text) = match (&old.values, &new.values) {
            (None, None) => return,
            (None, Some(is)) => (Effect::Narrowed, format!("only {} now", told(is))),
            (Some(was), None) => (Effect::Widened, format!("no longer only {}", told(was))),
            (Some(was), Some(is)) => {
                for value in was.difference(is) {
                    let breaks = Effect::Narrowed.breaks(self.view);
                    self.note(place, "value-removed", breaks, format!("value `{value}` removed"));
                }
                for value in is.difference(was) {
                    let breaks = Effect::Widened.breaks(self.view);
                    self.note(place, "value-added", breaks, format!("value `{value}` added"));
                }
                return;
            }
        };
        self.note(place, effect.of_constraint(), effect.breaks(self.view), text);
    }

    fn limits(&mut self, place: &str, old: &Form, new: &Form) {
        let keywords: BTreeSet<&String> = old.limits.keys().chain(new.limits.keys()).collect();
        for keyword in keywords {
            let (was, is) = (old.limits.get(keyword), new.limits.get(keyword));
            let Some(effect) = limit_effect(keyword, was, is) else { continue };
            let told = match (was, is) {
                (Some(was), Some(is)) => format!("`{was}` became `{is}`"),
                (Some(was), None) => format!("`{was}` removed"),
                (_, Some(is)) => format!("`{is}` added"),
                (None, None) => continue,
            };
            let text = format!("`{keyword}` of the {}: {told}", old.kind.name());
            self.note(place, effect.of_constraint(), effect.breaks(self.view), text);
        }
    }

    /// Values that the documents know of an enumeration that allows others. Nobody may rely on
    /// getting no other, but to send one that is gone may fail.
    fn states(&mut self, place: &str, old: &Flat<'a>, new: &Flat<'a>) {
        for state in old.states.difference(&new.states) {
            let text = format!("known value `{state}` dropped");
            self.note(place, "state-dropped", self.view.is_sent(), text);
        }
        for state in new.states.difference(&old.states) {
            self.note(place, "state-added", false, format!("known value `{state}` added"));
        }
    }
}

fn of_kind<'a>(flat: &Flat<'a>, kind: Kind) -> Vec<&'a Form> {
    flat.forms.iter().copied().filter(|form| form.kind == kind).collect()
}

/// Whether a type of one side is not on the other, and nothing there allows what it does.
fn appears(some: &Flat<'_>, other: &Flat<'_>) -> bool {
    some.forms
        .iter()
        .any(|form| other.forms.iter().all(|other| other.kind != form.kind && !other.covers(form)))
}

fn type_names(flat: &Flat<'_>) -> String {
    let kinds: BTreeSet<Kind> = flat.forms.iter().map(|form| form.kind).collect();
    if Kind::ANY.iter().all(|kind| kinds.contains(kind)) {
        return "anything".to_owned();
    }
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(" or ") }
}
