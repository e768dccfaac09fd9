//! What the names in a specification refer to, and which of them refer to nothing. Says nothing
//! about whether a name is a good one.

mod definitions;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::parse::{ParsedEndpoint, ParsedEvent, Spec};
use crate::spec::{At, Class, Enumeration, Field, GlobalError, Object};

/// The definitions of a specification by name.
pub struct Names<'a> {
    /// Objects and enumerations that several endpoints may use.
    pub shared: BTreeMap<&'a str, Definition<'a>>,
    /// The codes that mean the same everywhere.
    pub errors: BTreeMap<i64, &'a GlobalError>,
    /// Every interface.
    pub interfaces: BTreeSet<&'a str>,
    /// Whether all codes and all shared types are known, because every file of theirs was read.
    pub complete: bool,
}

/// A type that a specification defines.
#[derive(Clone, Copy)]
pub enum Definition<'a> {
    /// An object.
    Object(&'a Object),
    /// An enumeration.
    Enumeration(&'a Enumeration),
}

/// A type as a field writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeWord<'a> {
    Text,
    Int,
    Flag,
    Bool,
    Named(&'a str),
}

impl<'a> TypeWord<'a> {
    /// The word and whether it stands in `list<...>`.
    pub fn read(text: &'a str) -> (TypeWord<'a>, bool) {
        let inner = text.strip_prefix("list<").and_then(|rest| rest.strip_suffix('>'));
        let word = match inner.unwrap_or(text) {
            "text" => TypeWord::Text,
            "int" => TypeWord::Int,
            "flag" => TypeWord::Flag,
            "bool" => TypeWord::Bool,
            name => TypeWord::Named(name),
        };
        (word, inner.is_some())
    }
}

/// The class that a word names.
pub fn class(word: &str) -> Option<Class> {
    serde_json::from_value(word.into()).ok()
}

/// The types of one endpoint or event, its own before the shared ones.
pub struct Scope<'a, 'n> {
    own: BTreeMap<&'a str, Definition<'a>>,
    names: &'n Names<'a>,
}

impl<'a, 'n> Scope<'a, 'n> {
    /// The types that the fields of an endpoint may name.
    pub fn new(endpoint: &'a ParsedEndpoint, names: &'n Names<'a>) -> Self {
        Scope::with_own(&endpoint.spec.object, &endpoint.spec.enumeration, names)
    }

    /// The types that the fields of an event may name.
    pub fn of_event(event: &'a ParsedEvent, names: &'n Names<'a>) -> Self {
        Scope::with_own(&event.spec.object, &event.spec.enumeration, names)
    }

    fn with_own(
        objects: &'a [Object],
        enumerations: &'a [Enumeration],
        names: &'n Names<'a>,
    ) -> Self {
        let own = objects
            .iter()
            .map(|object| (object.name.as_str(), Definition::Object(object)))
            .chain(enumerations.iter().map(|e| (e.name.as_str(), Definition::Enumeration(e))))
            .collect();
        Scope { own, names }
    }

    /// The types of the shared files alone.
    pub fn shared(names: &'n Names<'a>) -> Self {
        Scope { own: BTreeMap::new(), names }
    }

    /// What a name refers to, and whether it is shared.
    pub fn find(&self, name: &str) -> Option<(Definition<'a>, bool)> {
        let own = self.own.get(name).map(|found| (*found, false));
        own.or_else(|| self.names.shared.get(name).map(|found| (*found, true)))
    }
}

/// Resolves all names.
pub fn resolve<'a>(spec: &'a Spec, findings: &mut Vec<Diagnostic>) -> Names<'a> {
    let names = definitions::collect(spec, findings);
    let mut used = Used::new();
    let shared = Scope::shared(&names);
    for (file, types) in &spec.types {
        for object in &types.object {
            check_fields(*file, &object.field, &shared, &mut used, findings);
        }
    }
    for endpoint in &spec.endpoints {
        resolve_endpoint(endpoint, spec, &names, &mut used, findings);
    }
    for event in &spec.events {
        resolve_event(event, &names, &mut used, findings);
    }
    if spec.unread.is_empty() {
        report_unused(spec, &used, findings);
    }
    names
}

/// The types that some field names.
type Used<'a> = BTreeSet<&'a str>;

fn resolve_endpoint<'a>(
    endpoint: &'a ParsedEndpoint,
    spec: &'a Spec,
    names: &Names<'a>,
    used: &mut Used<'a>,
    findings: &mut Vec<Diagnostic>,
) {
    let file = endpoint.file;
    let scope = Scope::new(endpoint, names);
    let mut own = Used::new();
    check_fields(file, &endpoint.spec.request, &scope, &mut own, findings);
    check_fields(file, &endpoint.spec.reply, &scope, &mut own, findings);
    for object in &endpoint.spec.object {
        check_fields(file, &object.field, &scope, &mut own, findings);
    }
    let (objects, enumerations) = (&endpoint.spec.object, &endpoint.spec.enumeration);
    report_unused_types(file, objects, enumerations, &own, findings);
    used.extend(own);
    resolve_category(endpoint, spec, findings);
    for id in &endpoint.spec.permission_sets {
        let known = spec.permission_sets.iter().any(|(_, set)| *set.id == **id);
        if !known && spec.knows("permission-sets.toml") {
            findings.push(Diagnostic {
                code: Code::UnknownPermissionSet,
                file,
                span: id.span.clone(),
                message: format!("there is no permission set {}", **id),
                label: "unknown".into(),
                help: "add it to `permission-sets.toml`, or correct the number".into(),
            });
        }
    }
    if let Some(other) = endpoint.spec.reconcile.as_ref()
        && !names.interfaces.contains(other.as_str())
        && spec.knows("endpoints/")
    {
        findings.push(Diagnostic {
            code: Code::UnknownReconcile,
            file,
            span: other.span.clone(),
            message: format!("there is no interface `{}` to reconcile with", **other),
            label: "unknown".into(),
            help: "name an interface that has a file under `endpoints/`".into(),
        });
    }
}

fn resolve_event<'a>(
    event: &'a ParsedEvent,
    names: &Names<'a>,
    used: &mut Used<'a>,
    findings: &mut Vec<Diagnostic>,
) {
    let scope = Scope::of_event(event, names);
    let mut own = Used::new();
    check_fields(event.file, &event.spec.field, &scope, &mut own, findings);
    for object in &event.spec.object {
        check_fields(event.file, &object.field, &scope, &mut own, findings);
    }
    let (objects, enumerations) = (&event.spec.object, &event.spec.enumeration);
    report_unused_types(event.file, objects, enumerations, &own, findings);
    used.extend(own);
}

fn resolve_category(endpoint: &ParsedEndpoint, spec: &Spec, findings: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = spec.categories.iter().map(|(_, c)| c.id.as_str()).collect();
    if !known.contains(&endpoint.category.as_str()) && spec.knows("categories.toml") {
        findings.push(Diagnostic {
            code: Code::UnknownCategory,
            file: endpoint.file,
            span: endpoint.spec.interface.span.clone(),
            message: format!("the folder `{}` is no category", endpoint.category),
            label: "is in that folder".into(),
            help: format!("add it to `categories.toml`, or use one of {known:?}"),
        });
    }
}

fn check_fields<'a>(
    file: usize,
    fields: &'a [Field],
    scope: &Scope<'a, '_>,
    used: &mut Used<'a>,
    findings: &mut Vec<Diagnostic>,
) {
    for field in fields {
        let (TypeWord::Named(name), _) = TypeWord::read(&field.ty) else { continue };
        if scope.find(name).is_some() {
            used.insert(name);
        } else if scope.names.complete {
            findings.push(Diagnostic {
                code: Code::UnknownType,
                file,
                span: field.ty.span.clone(),
                message: format!("there is no type `{name}`"),
                label: "unknown".into(),
                help: "use `text`, `int`, `flag`, `bool`, `list<...>`, or define it with \
                       `[[object]]` or `[[enum]]`"
                    .into(),
            });
        }
    }
}

fn report_unused_types(
    file: usize,
    objects: &[Object],
    enumerations: &[Enumeration],
    used: &Used<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let objects = objects.iter().map(|object| &object.name);
    let enumerations = enumerations.iter().map(|e| &e.name);
    for name in objects.chain(enumerations).filter(|name| !used.contains(name.as_str())) {
        findings.push(unused(file, name, format!("the type `{}`", **name)));
    }
}

fn report_unused(spec: &Spec, used: &Used<'_>, findings: &mut Vec<Diagnostic>) {
    for (file, types) in &spec.types {
        let objects = types.object.iter().map(|object| &object.name);
        let names = objects.chain(types.enumeration.iter().map(|e| &e.name));
        for name in names.filter(|name| !used.contains(name.as_str())) {
            findings.push(unused(*file, name, format!("the type `{}`", **name)));
        }
    }
    for (file, category) in &spec.categories {
        if !spec.endpoints.iter().any(|endpoint| endpoint.category == *category.id) {
            findings.push(unused(*file, &category.id, format!("the category `{}`", *category.id)));
        }
    }
    for (file, set) in &spec.permission_sets {
        let named = |endpoint: &ParsedEndpoint| {
            endpoint.spec.permission_sets.iter().any(|id| **id == *set.id)
        };
        if !spec.endpoints.iter().any(named) {
            findings.push(unused(*file, &set.id, format!("the permission set {}", *set.id)));
        }
    }
}

fn unused<T>(file: usize, place: &At<T>, what: String) -> Diagnostic {
    Diagnostic {
        code: Code::Unused,
        file,
        span: place.span.clone(),
        message: format!("nobody uses {what}"),
        label: "unused".into(),
        help: "remove it, or correct the name where it should be used".into(),
    }
}
