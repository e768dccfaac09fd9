//! Errata in the model: every item of the API learns which errata are about it, so that its
//! documentation can point there. Whether an erratum is right is for the conformance tests to say.

use crate::lower::text;
use crate::model::{Direction, Endpoint, Erratum, Model, Type, Types};
use crate::parse::Spec;
use crate::spec;

/// Adds the errata to a model.
pub(crate) fn attach(spec: &Spec, model: &mut Model) {
    let mut errata: Vec<Erratum> = spec.errata.iter().map(|(_, erratum)| lower(erratum)).collect();
    errata.sort_by_key(|erratum| natural(&erratum.id));
    for erratum in errata {
        let mut endpoints = model.categories.iter_mut().flat_map(|c| &mut c.endpoints);
        match endpoints.find(|endpoint| endpoint.interface == erratum.interface) {
            Some(endpoint) => {
                mark(endpoint, &mut model.shared, &erratum);
                endpoint.errata.push(erratum);
            }
            None => model.errata.push(erratum),
        }
    }
}

fn lower(erratum: &spec::Erratum) -> Erratum {
    let evidence = erratum.evidence.iter();
    Erratum {
        id: erratum.id.to_string(),
        interface: erratum.interface.to_string(),
        edition: erratum.edition.as_ref().map(|edition| edition.as_str()),
        place: erratum.place.to_string(),
        doc_says: erratum.doc_says.to_string(),
        we_say: erratum.we_say.to_string(),
        kind: erratum.kind,
        reason: text(&erratum.reason),
        evidence: evidence.map(|one| (one.source.to_string(), one.at.clone())).collect(),
        decided: erratum.decided.to_string(),
    }
}

/// Numbers in an id count as numbers, so that `LM-10` follows `LM-9`.
fn natural(id: &str) -> (String, u64, String) {
    let digits = id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len());
    let (name, number) = id.split_at(digits);
    (name.to_owned(), number.parse().unwrap_or_default(), id.to_owned())
}

/// Tells the member or the code that an erratum is about.
fn mark(endpoint: &mut Endpoint, shared: &mut Types, erratum: &Erratum) {
    let (place, aspect) = erratum.place.split_once('#').unwrap_or((&erratum.place, ""));
    let Some((part, path)) = place.split_once('.') else { return };
    if part == "errors" {
        let code = path.parse().or_else(|_| erratum.we_say.parse::<i64>());
        let known = endpoint.errors.iter_mut().find(|error| Ok(error.code) == code);
        known.into_iter().for_each(|error| error.errata.push(erratum.id.clone()));
        return;
    }
    let Some((direction, path)) = body(part, path) else { return };
    let is_rename = aspect.is_empty() && !erratum.we_say.is_empty();
    let renamed = if is_rename { rename(path, &erratum.we_say) } else { path.to_owned() };
    mark_member(endpoint, shared, direction, &renamed, &erratum.id);
}

/// Which way the member at a place travels, and its path.
fn body<'a>(part: &str, path: &'a str) -> Option<(Direction, &'a str)> {
    let (part, path) = match part {
        "sample" => {
            // The direction and the number of the sample stand before the path.
            let (part, rest) = path.split_once('.')?;
            (part, rest.split_once('.')?.1)
        }
        _ => (part, path),
    };
    match part {
        "request" => Some((Direction::Request, path)),
        "reply" => Some((Direction::Reply, path)),
        _ => None,
    }
}

/// The path with another last step.
fn rename(path: &str, name: &str) -> String {
    match path.rsplit_once('.') {
        Some((parent, _)) => format!("{parent}.{name}"),
        None => name.to_owned(),
    }
}

/// Follows a path through the objects to its last member, if all of its steps are known.
fn mark_member(
    endpoint: &mut Endpoint,
    shared: &mut Types,
    direction: Direction,
    path: &str,
    id: &str,
) -> Option<()> {
    let mut record = match direction {
        Direction::Request => &mut endpoint.request,
        Direction::Reply => &mut endpoint.reply,
    };
    let mut steps = path.split('.').map(|step| step.trim_end_matches("[]")).peekable();
    while let Some(step) = steps.next() {
        let field = record.fields.iter_mut().find(|field| field.wire == step)?;
        if steps.peek().is_none() {
            field.errata.push(id.to_owned());
            break;
        }
        let Type::Object(object) = field.ty.item().clone() else { return None };
        let types = if object.shared { &mut *shared } else { &mut endpoint.types };
        record = types.objects.iter_mut().find(|record| record.name == object.name)?;
    }
    Some(())
}
