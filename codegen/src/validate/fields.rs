//! Checks of members and types: names in both worlds, secrets, objects without end.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Code;
use crate::lower::directions;
use crate::names::{is_constant, is_member, is_type, looks_secret, propose_member, propose_type};
use crate::parse::{ParsedEndpoint, ParsedEvent};
use crate::resolve::{Definition, Names, Scope, TypeWord};
use crate::spec::{At, Direction, Enumeration, Field, Object, Privacy};
use crate::validate::{Report, both_directions};

/// How many members a record can have: the reader keeps a bit for each.
const MOST_FIELDS: usize = 128;

pub(super) fn check(endpoint: &ParsedEndpoint, names: &Names<'_>, report: &mut Report<'_>) {
    let file = &endpoint.spec;
    let scope = Scope::new(endpoint, names);
    check_members(&file.request, &file.interface, &scope, report);
    check_members(&file.reply, &file.interface, &scope, report);
    check_envelope(&file.reply, report);
    check_aliases(&file.request, report);
    for object in &file.object {
        check_object(object, &scope, report);
    }
    file.enumeration.iter().for_each(|enumeration| check_enumeration(enumeration, report));
    let request = &file.rust.request;
    let derived = ["Reply", "Error"].map(|suffix| format!("{}{suffix}", **request));
    check_derived(request, &derived, report);
    check_type_names(request, &derived, &file.object, &file.enumeration, names, report);
    let ways = directions(endpoint, names);
    let own = |object: &&Object| ways.get(object.name.as_str()).is_some_and(|ways| ways.len() > 1);
    for object in file.object.iter().filter(own) {
        both_directions(&object.name, &object.name, report);
    }
    let sent = |object: &&Object| {
        ways.get(object.name.as_str()).is_some_and(|ways| ways[..] == [Direction::Request])
    };
    file.object.iter().filter(sent).for_each(|object| check_aliases(&object.field, report));
}

pub(super) fn check_event(event: &ParsedEvent, names: &Names<'_>, report: &mut Report<'_>) {
    let file = &event.spec;
    let scope = Scope::of_event(event, names);
    check_members(&file.field, &file.name, &scope, report);
    file.object.iter().for_each(|object| check_object(object, &scope, report));
    file.enumeration.iter().for_each(|enumeration| check_enumeration(enumeration, report));
    check_type_names(&file.rust.event, &[], &file.object, &file.enumeration, names, report);
}

/// `errcode` and `errmsg` are read before the reply is, and never reach it.
fn check_envelope(reply: &[Field], report: &mut Report<'_>) {
    for name in reply.iter().flat_map(|field| std::iter::once(&field.wire).chain(&field.aliases)) {
        if matches!(name.as_str(), "errcode" | "errmsg") {
            let message = format!("`{}` stands in every reply", **name);
            report.at(Code::Invalid, name, message, "no member", "remove this member");
        }
    }
}

fn check_aliases(request: &[Field], report: &mut Report<'_>) {
    for alias in request.iter().flat_map(|field| &field.aliases) {
        let help = "remove it: we send the name that is documented";
        report.at(Code::Invalid, alias, "aliases are for replies", "is never sent", help);
    }
}

/// Checks an object, wherever it is defined.
pub(super) fn check_object(object: &Object, scope: &Scope<'_, '_>, report: &mut Report<'_>) {
    report.check_text(&object.doc);
    check_members(&object.field, &object.name, scope, report);
    if holds_itself(&object.name, &object.field, scope, &mut BTreeSet::new()) {
        let message = format!("`{}` holds itself and would never end", *object.name);
        let help = "put it into a list, which can be empty";
        report.at(Code::EndlessType, &object.name, message, "endless", help);
    }
}

/// Checks an enumeration, wherever it is defined.
pub(super) fn check_enumeration(enumeration: &Enumeration, report: &mut Report<'_>) {
    report.check_text(&enumeration.doc);
    let mut numbers = BTreeSet::new();
    let mut constants = BTreeSet::new();
    for value in &enumeration.value {
        report.check_text(&value.doc);
        if !numbers.insert(*value.value) {
            let message = format!("the value {} is listed twice", *value.value);
            report.at(Code::Duplicate, &value.value, message, "again here", "remove one of them");
        }
        if !is_constant(&value.name) {
            let message = format!("`{}` cannot be the name of a constant", *value.name);
            let help = "write a name in upper snake case, other than `KNOWN`";
            report.at(Code::IllegalRustName, &value.name, message, "not possible", help);
        }
        if !constants.insert(value.name.as_str()) {
            let message = format!("two values are called `{}`", *value.name);
            let help = "give one of them another name";
            report.at(Code::DuplicateRustName, &value.name, message, "again here", help);
        }
    }
}

fn check_members(
    fields: &[Field],
    owner: &At<String>,
    scope: &Scope<'_, '_>,
    report: &mut Report<'_>,
) {
    if fields.len() > MOST_FIELDS {
        let message = format!("{} members are too many", fields.len());
        report.at(Code::Invalid, owner, message, "at most 128", "split the object");
    }
    let mut wires = BTreeMap::new();
    let mut rusts = BTreeMap::new();
    for field in fields {
        report.check_text(&field.doc);
        for wire in std::iter::once(&field.wire).chain(&field.aliases) {
            if wires.insert(wire.as_str(), ()).is_some() {
                let message = format!("two members are called `{}` in JSON", **wire);
                report.at(Code::DuplicateWireName, wire, message, "again here", "remove one");
            }
        }
        check_rust_name(field, &mut rusts, report);
        check_privacy(field, report);
        check_type(field, scope, report);
    }
}

fn check_rust_name<'a>(
    field: &'a Field,
    rusts: &mut BTreeMap<&'a str, &'a str>,
    report: &mut Report<'_>,
) {
    let name = field.rust.as_ref().unwrap_or(&field.wire);
    if !is_member(name) {
        let message = format!("`{}` cannot be the name of a member in Rust", **name);
        let help = format!("add `rust = \"{}\"`, or a better name", propose_member(name));
        report.at(Code::IllegalRustName, name, message, "not possible", help);
    }
    if let Some(other) = rusts.insert(name.as_str(), field.wire.as_str()) {
        let message = format!("`{}` and `{other}` have the same name in Rust", *field.wire);
        let help = "give one of them another name with `rust = ...`";
        report.at(Code::DuplicateRustName, name, message, "again here", help);
    }
}

fn check_privacy(field: &Field, report: &mut Report<'_>) {
    let privacy = field.privacy.as_ref();
    let is_text = matches!(TypeWord::read(&field.ty).0, TypeWord::Text);
    if privacy.is_none() && is_text && looks_secret(&field.wire) {
        let message = format!("`{}` looks like a secret", *field.wire);
        let help = "add `privacy = \"secret\"`, or `privacy = \"public\"` if it is harmless";
        report.at(Code::UndeclaredSecret, &field.wire, message, "secret or not?", help);
    }
    if let Some(place) = privacy
        && **place == Privacy::Secret
        && *field.ty != "text"
    {
        let help = "make it a `text`, or put the secret into an object";
        report.at(Code::Invalid, place, "only a text can be secret", "not a text", help);
    }
}

fn check_type(field: &Field, scope: &Scope<'_, '_>, report: &mut Report<'_>) {
    let (word, list) = TypeWord::read(&field.ty);
    let single = match word {
        TypeWord::Flag | TypeWord::Bool => Some("flags"),
        TypeWord::Named(name) => match scope.find(name) {
            Some((Definition::Enumeration(_), _)) => Some("enumerations"),
            _ => None,
        },
        TypeWord::Text | TypeWord::Int => None,
    };
    if let (true, Some(what)) = (list, single) {
        let message = format!("there are no lists of {what}");
        let help = "lists hold `text`, `int` or an object";
        report.at(Code::Invalid, &field.ty, message, "not possible", help);
    }
}

/// Checks the types that take their names from the request.
fn check_derived(request: &At<String>, derived: &[String], report: &mut Report<'_>) {
    if let Some(taken) = derived.iter().find(|name| is_type(request) && !is_type(name)) {
        let message =
            format!("`{}` leads to a type `{taken}`, which generated files need", **request);
        let help = "give the request another name";
        report.at(Code::IllegalRustName, request, message, "not possible", help);
    }
}

/// Checks that the types of one file have names of their own. `derived` are those that nobody wrote.
fn check_type_names(
    record: &At<String>,
    derived: &[String],
    objects: &[Object],
    enumerations: &[Enumeration],
    names: &Names<'_>,
    report: &mut Report<'_>,
) {
    let mut seen: BTreeSet<&str> = derived.iter().map(String::as_str).collect();
    let objects = objects.iter().map(|object| &object.name);
    let types = objects.chain(enumerations.iter().map(|e| &e.name));
    for name in std::iter::once(record).chain(types) {
        check_type_name(name, report);
        if !seen.insert(name) {
            let message = format!("two types are called `{}`", **name);
            let help = "give one of them another name";
            report.at(Code::DuplicateRustName, name, message, "again here", help);
        }
        if names.shared.contains_key(name.as_str()) {
            let message = format!("`{}` hides a type of `types/`", **name);
            let help = "give it another name, or use the one that is shared";
            report.at(Code::DuplicateRustName, name, message, "hides another", help);
        }
    }
}

/// Checks the name of a type, wherever it is defined.
pub(super) fn check_type_name(name: &At<String>, report: &mut Report<'_>) {
    if !is_type(name) {
        let message = format!("`{}` cannot be the name of a type", **name);
        let help = format!("use `{}`, or a better name in upper camel case", propose_type(name));
        report.at(Code::IllegalRustName, name, message, "not possible", help);
    }
}

fn holds_itself<'a>(
    target: &str,
    fields: &'a [Field],
    scope: &Scope<'a, '_>,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    fields.iter().any(|field| match TypeWord::read(&field.ty) {
        (TypeWord::Named(name), false) if name == target => true,
        (TypeWord::Named(name), false) if seen.insert(name) => match scope.find(name) {
            Some((Definition::Object(object), _)) => {
                holds_itself(target, &object.field, scope, seen)
            }
            _ => false,
        },
        _ => false,
    })
}
