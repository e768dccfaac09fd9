//! From a valid specification to the model. Every decision of the generator falls here: which Rust
//! name, which type, what is required in which direction, which codes, which order.

mod event;

use std::collections::BTreeMap;

use crate::errata;
use crate::model::{
    Category, Endpoint, Enumeration, Error, Field, Model, Record, Reference, Text, Type, Types,
};
use crate::parse::{ParsedEndpoint, Spec};
use crate::resolve::{Definition, Names, Scope, TypeWord, class};
use crate::spec::{
    self, Bilingual, Class, Direction, GlobalError, Maturity, PageError, Privacy, Repeat,
};

/// The model of a specification without findings.
pub fn lower(spec: &Spec, names: &Names<'_>) -> Model {
    let mut categories: Vec<Category> =
        spec.categories.iter().map(|(_, category)| lower_category(category, spec, names)).collect();
    categories.sort_by(|a, b| a.module.cmp(&b.module));
    let mut permission_sets: Vec<_> =
        spec.permission_sets.iter().map(|(_, set)| (*set.id, text(&set.name))).collect();
    permission_sets.sort_by_key(|(id, _)| *id);
    let errors = names.errors.values().map(|error| lower_global(error)).collect();
    let shared = lower_shared(spec, names);
    let mut events: Vec<_> = spec.events.iter().map(|event| event::lower(event, names)).collect();
    events.sort_by(|a, b| a.module.cmp(&b.module));
    let errata = Vec::new();
    let mut model = Model { categories, events, permission_sets, errors, shared, errata };
    errata::attach(spec, &mut model);
    model
}

/// The ways in which the objects of an endpoint, or the shared ones, travel.
pub(crate) fn directions(
    endpoint: &ParsedEndpoint,
    names: &Names<'_>,
) -> BTreeMap<String, Vec<Direction>> {
    let scope = Scope::new(endpoint, names);
    let mut found = BTreeMap::new();
    mark(&endpoint.spec.request, Direction::Request, &scope, &mut found);
    mark(&endpoint.spec.reply, Direction::Reply, &scope, &mut found);
    found
}

fn mark(
    fields: &[spec::Field],
    direction: Direction,
    scope: &Scope<'_, '_>,
    found: &mut BTreeMap<String, Vec<Direction>>,
) {
    for field in fields {
        let (TypeWord::Named(name), _) = TypeWord::read(&field.ty) else { continue };
        let Some((Definition::Object(object), _)) = scope.find(name) else { continue };
        let ways = found.entry(name.to_owned()).or_default();
        if !ways.contains(&direction) {
            ways.push(direction);
            mark(&object.field, direction, scope, found);
        }
    }
}

fn lower_category(category: &spec::Category, spec: &Spec, names: &Names<'_>) -> Category {
    let members = spec.endpoints.iter().filter(|endpoint| endpoint.category == *category.id);
    let mut endpoints: Vec<_> =
        members.map(|endpoint| lower_endpoint(endpoint, spec, names)).collect();
    endpoints.sort_by(|a, b| a.module.cmp(&b.module));
    Category {
        id: category.id.to_string(),
        feature: category.feature.to_string(),
        module: category.module.to_string(),
        title: text(&category.title),
        endpoints,
    }
}

fn lower_endpoint(parsed: &ParsedEndpoint, spec: &Spec, names: &Names<'_>) -> Endpoint {
    let file = &parsed.spec;
    let scope = Scope::new(parsed, names);
    let request = file.rust.request.to_string();
    let set_name = |id: &u16| spec.permission_sets.iter().find(|(_, set)| *set.id == *id);
    let named = |id: &u16| set_name(id).map(|(_, set)| (*id, text(&set.name)));
    let mut permission_sets: Vec<_> =
        file.permission_sets.iter().filter_map(|id| named(id)).collect();
    permission_sets.sort_by_key(|(id, _)| *id);
    let mut errors: Vec<Error> = file.error.iter().map(|error| lower_error(error, names)).collect();
    errors.sort_by_key(|error| error.code);
    Endpoint {
        source: parsed.path.clone(),
        interface: file.interface.to_string(),
        category: parsed.category.clone(),
        module: file.rust.module.to_string(),
        summary: text(&file.summary),
        notes: file.notes.iter().map(text).collect(),
        method: file.method,
        path: file.path.to_string(),
        query: file.query.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        token: file.token,
        token_query: file.token_query.clone(),
        permission_sets,
        repeat: file.repeat.as_ref().map_or(Repeat::Unsafe, |repeat| **repeat),
        repeat_pause: file.repeat_pause,
        reconcile: file.reconcile.as_ref().map(|name| name.to_string()),
        deadline: file.deadline,
        maturity: *file.maturity,
        docs: lower_docs(&file.docs),
        reply: Record {
            name: format!("{request}Reply"),
            doc: Text {
                en: format!("What a successful `{}` gives.", *file.interface),
                zh: format!("`{}` 的返回内容。", *file.interface),
            },
            direction: Direction::Reply,
            fields: lower_fields(&file.reply, Direction::Reply, *file.maturity, &scope),
        },
        error_name: format!("{request}Error"),
        request: Record {
            name: request,
            doc: text(&file.summary),
            direction: Direction::Request,
            fields: lower_fields(&file.request, Direction::Request, *file.maturity, &scope),
        },
        types: lower_types(parsed, names, &scope),
        errors,
        samples: file
            .sample
            .iter()
            .filter_map(|sample| Some((*sample.of, serde_json::from_str(&sample.json).ok()?)))
            .collect(),
        errata: Vec::new(),
    }
}

fn lower_docs(docs: &[spec::PageLink]) -> Vec<(String, String)> {
    docs.iter().map(|page| (page.edition.to_string(), page.url.to_string())).collect()
}

fn lower_types(parsed: &ParsedEndpoint, names: &Names<'_>, scope: &Scope<'_, '_>) -> Types {
    let ways = directions(parsed, names);
    let object = |object: &spec::Object| {
        let way = ways.get(object.name.as_str()).and_then(|ways| ways.first());
        lower_object(object, way.copied(), *parsed.spec.maturity, scope)
    };
    Types {
        objects: parsed.spec.object.iter().map(object).collect(),
        enumerations: parsed.spec.enumeration.iter().map(lower_enumeration).collect(),
    }
}

fn lower_shared(spec: &Spec, names: &Names<'_>) -> Types {
    let mut ways = BTreeMap::<String, Direction>::new();
    for endpoint in &spec.endpoints {
        for (name, found) in directions(endpoint, names) {
            ways.extend(found.first().map(|way| (name, *way)));
        }
    }
    let scope = Scope::shared(names);
    let mut types = Types::default();
    for (_, file) in &spec.types {
        let object = |object: &spec::Object| {
            let way = ways.get(object.name.as_str()).copied();
            lower_object(object, way, Maturity::Verified, &scope)
        };
        types.objects.extend(file.object.iter().map(object));
        types.enumerations.extend(file.enumeration.iter().map(lower_enumeration));
    }
    types
}

fn lower_object(
    object: &spec::Object,
    way: Option<Direction>,
    maturity: Maturity,
    scope: &Scope<'_, '_>,
) -> Record {
    let direction = way.unwrap_or(Direction::Reply);
    Record {
        name: object.name.to_string(),
        doc: text(&object.doc),
        direction,
        fields: lower_fields(&object.field, direction, maturity, scope),
    }
}

fn lower_fields(
    fields: &[spec::Field],
    direction: Direction,
    maturity: Maturity,
    scope: &Scope<'_, '_>,
) -> Vec<Field> {
    // Nobody has checked the fields of a sampled reply against the documents.
    let trusted = direction == Direction::Request || maturity == Maturity::Verified;
    let lower = |field: &spec::Field| {
        let privacy = field.privacy.as_ref().map(|privacy| **privacy);
        Field {
            wire: field.wire.to_string(),
            rust: field.rust.as_ref().unwrap_or(&field.wire).to_string(),
            aliases: field.aliases.iter().map(|alias| alias.to_string()).collect(),
            ty: lower_type(&field.ty, privacy, scope),
            required: field.required && trusted,
            personal: privacy == Some(Privacy::Personal),
            doc: text(&field.doc),
            errata: Vec::new(),
        }
    };
    fields.iter().map(lower).collect()
}

fn lower_type(written: &str, privacy: Option<Privacy>, scope: &Scope<'_, '_>) -> Type {
    let (word, list) = TypeWord::read(written);
    let item = match word {
        TypeWord::Text if privacy == Some(Privacy::Secret) => Type::Secret,
        TypeWord::Text => Type::Text,
        TypeWord::Int => Type::Int,
        TypeWord::Flag => Type::Flag,
        TypeWord::Bool => Type::Bool,
        TypeWord::Named(name) => lower_reference(name, scope),
    };
    if list { Type::List(Box::new(item)) } else { item }
}

fn lower_reference(name: &str, scope: &Scope<'_, '_>) -> Type {
    let reference = |shared| Reference { name: name.to_owned(), shared };
    match scope.find(name) {
        Some((Definition::Enumeration(_), shared)) => Type::Enumeration(reference(shared)),
        Some((Definition::Object(_), shared)) => Type::Object(reference(shared)),
        None => Type::Text,
    }
}

fn lower_enumeration(enumeration: &spec::Enumeration) -> Enumeration {
    let values = enumeration.value.iter();
    let mut values: Vec<_> =
        values.map(|value| (*value.value, value.name.to_string(), text(&value.doc))).collect();
    values.sort_by_key(|(number, ..)| *number);
    Enumeration { name: enumeration.name.to_string(), doc: text(&enumeration.doc), values }
}

/// What a page leaves out is taken from the global table.
fn lower_error(error: &PageError, names: &Names<'_>) -> Error {
    let global = names.errors.get(&*error.code).map(|global| lower_global(global));
    let or_global = |own: Option<&Bilingual>, pick: fn(Error) -> Text| {
        own.map(text).or_else(|| global.clone().map(pick)).unwrap_or(EMPTY)
    };
    let word = error.class.as_ref().and_then(|word| class(word));
    Error {
        code: *error.code,
        name: error.name.as_ref().map(|name| name.to_string()).unwrap_or_else(|| {
            global.as_ref().map(|global| global.name.clone()).unwrap_or_default()
        }),
        errmsg: error.errmsg.clone().unwrap_or_else(|| {
            global.as_ref().map(|global| global.errmsg.clone()).unwrap_or_default()
        }),
        class: word.or(global.as_ref().map(|global| global.class)).unwrap_or(Class::Unknown),
        meaning: or_global(error.meaning.as_ref(), |global| global.meaning),
        remedy: or_global(error.remedy.as_ref(), |global| global.remedy),
        errata: Vec::new(),
    }
}

fn lower_global(error: &GlobalError) -> Error {
    Error {
        code: *error.code,
        name: error.name.to_string(),
        errmsg: error.errmsg.clone(),
        class: class(&error.class).unwrap_or(Class::Unknown),
        meaning: text(&error.meaning),
        remedy: text(&error.remedy),
        errata: Vec::new(),
    }
}

const EMPTY: Text = Text { en: String::new(), zh: String::new() };

/// A sentence without the white space around it.
pub(crate) fn text(text: &Bilingual) -> Text {
    Text { en: text.en.trim().to_owned(), zh: text.zh.trim().to_owned() }
}
