//! Every name that a specification defines, and those that it defines twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::parse::Spec;
use crate::resolve::{Definition, Names};
use crate::spec::At;

pub(super) fn collect<'a>(spec: &'a Spec, findings: &mut Vec<Diagnostic>) -> Names<'a> {
    let mut names = Names {
        shared: BTreeMap::new(),
        errors: BTreeMap::new(),
        interfaces: BTreeSet::new(),
        complete: spec.knows("types/") && spec.knows("errors.toml"),
    };
    for (file, types) in &spec.types {
        let objects = types.object.iter().map(|o| (&o.name, Definition::Object(o)));
        let enumerations = types.enumeration.iter().map(|e| (&e.name, Definition::Enumeration(e)));
        for (name, definition) in objects.chain(enumerations) {
            if names.shared.insert(name, definition).is_some() {
                findings.push(duplicate(*file, name, format!("the type `{}`", **name)));
            }
        }
    }
    for (file, error) in &spec.errors {
        if names.errors.insert(*error.code, error).is_some() {
            findings.push(duplicate(*file, &error.code, format!("the code {}", *error.code)));
        }
    }
    let mut ids = BTreeSet::new();
    for (file, set) in &spec.permission_sets {
        if !ids.insert(*set.id) {
            findings.push(duplicate(*file, &set.id, format!("the permission set {}", *set.id)));
        }
    }
    let mut categories = BTreeSet::new();
    for (file, category) in &spec.categories {
        if !categories.insert(category.id.as_str()) {
            let what = format!("the category `{}`", *category.id);
            findings.push(duplicate(*file, &category.id, what));
        }
    }
    for endpoint in &spec.endpoints {
        let interface = &endpoint.spec.interface;
        if !names.interfaces.insert(interface) {
            findings.push(Diagnostic {
                code: Code::DuplicateInterface,
                file: endpoint.file,
                span: interface.span.clone(),
                message: format!("the interface `{}` is described twice", **interface),
                label: "again here".into(),
                help: "remove one of the two files".into(),
            });
        }
    }
    names
}

fn duplicate<T>(file: usize, place: &At<T>, what: String) -> Diagnostic {
    Diagnostic {
        code: Code::Duplicate,
        file,
        span: place.span.clone(),
        message: format!("{what} is defined twice"),
        label: "again here".into(),
        help: "remove one of the two".into(),
    }
}
