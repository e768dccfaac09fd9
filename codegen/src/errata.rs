//! Errata in the model: every item of the API learns which errata are about it, so that its
//! documentation can point there. Whether an erratum is right is for the conformance tests to say.

use crate::model::{Endpoint, Erratum, Field, Model, Record, Text, Type, Types};
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
        reason: Text {
            en: erratum.reason.en.trim().to_owned(),
            zh: erratum.reason.zh.trim().to_owned(),
        },
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
    let Some((reply, path)) = body(part, path) else { return };
    let is_rename = aspect.is_empty() && !erratum.we_say.is_empty();
    let renamed = if is_rename { rename(path, &erratum.we_say) } else { path.to_owned() };
    let start = if reply { Holder::Reply } else { Holder::Request };
    let Some((holder, index)) = locate(endpoint, shared, start, &renamed) else { return };
    let record = match holder {
        Holder::Request => &mut endpoint.request,
        Holder::Reply => &mut endpoint.reply,
        Holder::Own(object) => &mut endpoint.types.objects[object],
        Holder::Shared(object) => &mut shared.objects[object],
    };
    record.fields[index].errata.push(erratum.id.clone());
}

/// Whether a place is in the reply, and the path of its member.
fn body<'a>(part: &str, path: &'a str) -> Option<(bool, &'a str)> {
    match part {
        "request" => Some((false, path)),
        "reply" => Some((true, path)),
        "sample" => {
            // The direction and the number of the sample stand before the path.
            let (direction, rest) = path.split_once('.')?;
            let (_, path) = rest.split_once('.')?;
            Some((direction == "reply", path))
        }
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

/// The record that holds a member.
#[derive(Clone, Copy)]
enum Holder {
    Request,
    Reply,
    Own(usize),
    Shared(usize),
}

/// The record that holds the last step of a path, and the index of its member.
fn locate(
    endpoint: &Endpoint,
    shared: &Types,
    holder: Holder,
    path: &str,
) -> Option<(Holder, usize)> {
    let record = match holder {
        Holder::Request => &endpoint.request,
        Holder::Reply => &endpoint.reply,
        Holder::Own(object) => &endpoint.types.objects[object],
        Holder::Shared(object) => &shared.objects[object],
    };
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let is_it = |field: &Field| field.wire == step.trim_end_matches("[]");
    let index = record.fields.iter().position(is_it)?;
    if rest.is_empty() {
        return Some((holder, index));
    }
    let item = match &record.fields[index].ty {
        Type::List(item) => item,
        ty => ty,
    };
    let Type::Object(reference) = item else { return None };
    let among = |objects: &[Record]| objects.iter().position(|o| o.name == reference.name);
    let next = match reference.shared {
        true => Holder::Shared(among(&shared.objects)?),
        false => Holder::Own(among(&endpoint.types.objects)?),
    };
    locate(endpoint, shared, next, rest)
}
