//! Checks of names that must be unique across files: features, modules, types, variants.

use std::collections::BTreeSet;

use crate::diagnostics::Code;
use crate::names::{is_category_module, is_member, is_plain, is_type, propose_member};
use crate::parse::Spec;
use crate::resolve::{Names, Scope};
use crate::spec::At;
use crate::validate::{Report, fields};

pub(super) fn check(spec: &Spec, names: &Names<'_>, report: &mut Report<'_>) {
    check_categories(spec, report);
    check_global_errors(spec, report);
    check_endpoints(spec, report);
    check_events(spec, report);
    for (file, types) in &spec.types {
        report.file = *file;
        for object in &types.object {
            fields::check_type_name(&object.name, report);
            fields::check_object(object, &Scope::shared(names), report);
        }
        for enumeration in &types.enumeration {
            fields::check_type_name(&enumeration.name, report);
            fields::check_enumeration(enumeration, report);
        }
    }
}

fn check_categories(spec: &Spec, report: &mut Report<'_>) {
    let mut modules = BTreeSet::new();
    let mut features = BTreeSet::new();
    for (file, category) in &spec.categories {
        report.file = *file;
        check_category_module(&category.module, report);
        check_plain(&category.id, "category", report);
        check_plain(&category.feature, "feature", report);
        unique(&category.module, "module", &mut modules, report);
        unique(&category.feature, "feature", &mut features, report);
    }
}

fn check_global_errors(spec: &Spec, report: &mut Report<'_>) {
    let mut variants = BTreeSet::new();
    for (file, error) in &spec.errors {
        report.file = *file;
        if !is_type(&error.name) || error.name.as_str() == "Other" {
            let message = format!("`{}` cannot be the name of a variant", *error.name);
            let help = "write a name in upper camel case, other than `Other`";
            report.at(Code::IllegalRustName, &error.name, message, "not possible", help);
        }
        unique(&error.name, "code", &mut variants, report);
    }
}

fn check_endpoints(spec: &Spec, report: &mut Report<'_>) {
    let mut modules = BTreeSet::new();
    let mut types = BTreeSet::new();
    for endpoint in &spec.endpoints {
        report.file = endpoint.file;
        let rust = &endpoint.spec.rust;
        check_module(&rust.module, report);
        check_plain(&endpoint.spec.interface, "interface", report);
        let category = endpoint.category.as_str();
        if !modules.insert((category, rust.module.as_str())) {
            duplicate(&rust.module, "module", report);
        }
        let names = ["", "Reply", "Error"].map(|suffix| format!("{}{suffix}", *rust.request));
        let taken = names.into_iter().find(|name| !types.insert((category, name.clone())));
        if let Some(taken) = taken {
            let message = format!("another endpoint of the category has a type `{taken}`");
            let help = "give one of the requests another name; reply and error enum follow it";
            report.at(Code::DuplicateRustName, &rust.request, message, "again here", help);
        }
    }
}

/// Modules and variants of all events, and the names that stand beside them.
fn check_events(spec: &Spec, report: &mut Report<'_>) {
    let mut modules = BTreeSet::new();
    let mut types = BTreeSet::new();
    for event in &spec.events {
        report.file = event.file;
        let rust = &event.spec.rust;
        check_module(&rust.module, report);
        unique(&rust.module, "module", &mut modules, report);
        unique(&rust.event, "event", &mut types, report);
        if matches!(rust.event.as_str(), "Other" | "AuthorizationEvent" | "AccountEvent") {
            let message = format!("`{}` cannot be the name of an event", *rust.event);
            let help = "give it another name: all enums of events have `Other`";
            report.at(Code::IllegalRustName, &rust.event, message, "taken", help);
        }
    }
}

fn check_category_module(name: &At<String>, report: &mut Report<'_>) {
    check_module(name, report);
    if is_member(name) && !is_category_module(name) {
        let message = format!("`{}` is a module of its own beside the categories", **name);
        let help = "give the category another module";
        report.at(Code::IllegalRustName, name, message, "taken", help);
    }
}

/// Checks a name that becomes part of a path.
pub(super) fn check_plain(name: &At<String>, what: &str, report: &mut Report<'_>) {
    if !is_plain(name) {
        let message = format!("`{}` cannot be the name of a {what}", name.escape_debug());
        let help = "use letters, digits, `-` and `_`";
        report.at(Code::Invalid, name, message, "not possible", help);
    }
}

fn check_module(name: &At<String>, report: &mut Report<'_>) {
    if !is_member(name) {
        let message = format!("`{}` cannot be the name of a module", **name);
        let help = format!("use `{}`, or a better name", propose_member(name));
        report.at(Code::IllegalRustName, name, message, "not possible", help);
    }
}

fn unique<'a>(
    name: &'a At<String>,
    what: &str,
    seen: &mut BTreeSet<&'a str>,
    report: &mut Report<'_>,
) {
    if !seen.insert(name.as_str()) {
        duplicate(name, what, report);
    }
}

fn duplicate(name: &At<String>, what: &str, report: &mut Report<'_>) {
    let message = format!("there are two {what}s called `{}`", **name);
    let help = "give one of them another name";
    report.at(Code::DuplicateRustName, name, message, "again here", help);
}
