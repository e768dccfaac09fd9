//! Members of two objects and items of two lists. Never looks at a type: what a member is, is the
//! walk's to compare.

use std::collections::BTreeSet;

use super::document::join;
use super::effect::Effect;
use super::form::Form;
use super::walk::Walk;

impl<'a> Walk<'a> {
    pub(super) fn members(&mut self, place: &str, old: &'a Form, new: &'a Form) {
        for (name, was) in &old.members {
            let member = join(place, name);
            match new.members.get(name) {
                Some(is) => self.nodes(&member, was, is),
                None => self.note(&member, "member-removed", true, "removed".to_owned()),
            }
        }
        for name in new.members.keys().filter(|name| !old.members.contains_key(*name)) {
            let (breaks, text) = match (self.view.is_sent(), new.required.contains(name)) {
                (true, true) => (true, "added, required"),
                (true, false) => (false, "added, optional"),
                (false, _) => (false, "added"),
            };
            self.note(&join(place, name), "member-added", breaks, text.to_owned());
        }
        self.required(place, old, new);
        if let Some(effect) = Effect::of(!old.closed && new.closed, old.closed && !new.closed) {
            let told = if new.closed { "are refused now" } else { "are allowed now" };
            let text = format!("other members {told}");
            self.note(place, effect.of_constraint(), effect.breaks(self.view), text);
        }
    }

    pub(super) fn items(&mut self, place: &str, old: &'a Form, new: &'a Form) {
        let is_empty = |form: &Form| form.limits.get("maxItems").is_some_and(|most| *most == 0);
        let place = format!("{place}[]");
        match (old.items.as_deref(), new.items.as_deref()) {
            (Some(was), Some(is)) => self.nodes(&place, was, is),
            (Some(_), None) if !is_empty(new) => {
                let breaks = Effect::Widened.breaks(self.view);
                self.note(&place, "type-widened", breaks, "became `anything`".to_owned());
            }
            (None, Some(_)) if !is_empty(old) => {
                let breaks = Effect::Narrowed.breaks(self.view);
                self.note(&place, "type-narrowed", breaks, "was `anything`".to_owned());
            }
            _ => {}
        }
    }

    /// Members that are there on both sides; of others, their coming and going is told.
    fn required(&mut self, place: &str, old: &'a Form, new: &'a Form) {
        let stays = |name: &str| old.members.contains_key(name) == new.members.contains_key(name);
        let names: BTreeSet<&String> = old.required.union(&new.required).collect();
        for name in names.into_iter().filter(|name| stays(name)) {
            let (effect, kind, text) =
                match (old.required.contains(name), new.required.contains(name)) {
                    (true, false) => (Effect::Widened, "required-removed", "no longer required"),
                    (false, true) => (Effect::Narrowed, "required-added", "now required"),
                    _ => continue,
                };
            self.note(&join(place, name), kind, effect.breaks(self.view), text.to_owned());
        }
    }
}
