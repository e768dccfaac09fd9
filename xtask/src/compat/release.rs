//! Addresses of schemas: an `$id` never comes back with other content. Compares all of a document,
//! its words included, and asks nothing else of it.

use serde_json::Value;

use super::set::{Document, Interface, View};

/// The views whose addresses came back with other content, with what to say about them, and the
/// release they belong to.
pub(super) fn reused(old: &Interface, new: &Interface) -> Vec<(View, String)> {
    let pairs = old.views.iter().filter_map(|(view, was)| Some((*view, was, new.views.get(view)?)));
    let told = pairs.filter_map(|(view, was, is)| Some((view, reuse(was, is)?)));
    told.collect()
}

fn reuse(was: &Document, is: &Document) -> Option<String> {
    let (old, new) = (Address::of(&was.content)?, Address::of(&is.content)?);
    if old.name != new.name || without_id(&was.content) == without_id(&is.content) {
        return None;
    }
    let release = old.name.split('/').next().unwrap_or_default();
    let elsewhere = match old.base == new.base {
        true => String::new(),
        false => format!(", under `{}` instead of `{}`", new.base, old.base),
    };
    Some(format!("`$id` of release `{release}` came back with other content{elsewhere}"))
}

/// An `$id`: where the schemas of all releases are, and release, category and file.
struct Address<'a> {
    base: &'a str,
    name: &'a str,
}

impl Address<'_> {
    fn of(document: &Value) -> Option<Address<'_>> {
        let id = document.get("$id")?.as_str()?;
        let (slash, _) = id.rmatch_indices('/').nth(2)?;
        Some(Address { base: &id[..slash], name: &id[slash + 1..] })
    }
}

fn without_id(document: &Value) -> Option<Vec<(&String, &Value)>> {
    let mut members: Vec<_> =
        document.as_object()?.iter().filter(|(name, _)| *name != "$id").collect();
    members.sort_by_key(|(name, _)| *name);
    Some(members)
}
