//! From the page to us: everything that is documented is in what we ship, or in an erratum.

use wxopen_codegen::spec::Damaged;
use wxopen_pages::{ErrorCode, ErrorRow, Origin, QueryParameter};

use crate::referee::hearing::Hearing;
use crate::referee::members;

/// Compares every fact of a page with what we ship.
pub(super) fn compare(hearing: &mut Hearing<'_>) {
    call(hearing);
    query(hearing);
    permission_sets(hearing);
    members::compare(hearing);
    errors(hearing);
}

fn call(hearing: &mut Hearing<'_>) {
    let (page, shipped) = (&hearing.extract.page, hearing.shipped);
    if let Some(interface) = &page.interface {
        hearing.hold("interface", interface, shipped.meta.interface);
    }
    if let Some(method) = &page.method {
        hearing.hold("method", method, &shipped.call.method);
    }
    if let Some(path) = &page.path {
        hearing.hold("path", path, &shipped.call.path);
    }
}

fn query(hearing: &mut Hearing<'_>) {
    for parameter in &hearing.extract.page.query.value {
        let place = format!("query.{}", parameter.name);
        match parameter_of_ours(hearing, parameter) {
            Some(ours) => {
                hearing.hold_damaged(
                    Damaged::Name,
                    &format!("query.{ours}"),
                    &parameter.name,
                    &ours,
                );
                fixed_value(hearing, parameter, &ours);
            }
            None => hearing.hold(&place, &parameter.name, ""),
        }
    }
}

/// The parameter that arrived at the mock under a documented name, damaged or not.
fn parameter_of_ours(hearing: &Hearing<'_>, parameter: &QueryParameter) -> Option<String> {
    let edition = hearing.extract.page.edition;
    let sent = &hearing.shipped.call.query;
    let same =
        |ours: &&String| hearing.rulings.looks_like(edition, Damaged::Name, &parameter.name, ours);
    let exact = sent.iter().find(|ours| **ours == parameter.name);
    let ruled = || hearing.ruling(&format!("query.{}", parameter.name), &parameter.name);
    exact.or_else(|| sent.iter().find(same)).cloned().or_else(ruled)
}

fn fixed_value(hearing: &mut Hearing<'_>, parameter: &QueryParameter, name: &str) {
    let fixed = hearing.shipped.meta.query.iter().find(|(fixed, _)| *fixed == name);
    match (&parameter.fixed, fixed) {
        (Some(page), ours) => {
            let ours = ours.map_or("", |(_, value)| *value);
            hearing.hold(&format!("query.{name}#value"), page, ours);
        }
        // Where a table describes the parameter too, the address leaves its value to the caller.
        (None, Some((_, ours))) if parameter.origin == Origin::Address => {
            hearing.hold(&format!("query.{name}#value"), "", ours);
        }
        _ => {}
    }
}

fn permission_sets(hearing: &mut Hearing<'_>) {
    for id in &hearing.extract.page.permission_sets.value {
        let place = format!("permission_sets.{id}");
        let known = hearing.shipped.meta.permission_sets.contains(id);
        hearing.hold(&place, &id.to_string(), &if known { id.to_string() } else { String::new() });
    }
}

fn errors(hearing: &mut Hearing<'_>) {
    for (index, row) in hearing.extract.page.errors.value.iter().enumerate() {
        let code = match &row.code {
            ErrorCode::Number(0) => continue,
            ErrorCode::Number(code) => *code,
            ErrorCode::Overwritten(cell) => {
                let place = format!("errors.row-{}", index + 1);
                match hearing.ruling(&place, cell).and_then(|ours| ours.parse().ok()) {
                    Some(code) => code,
                    None => {
                        hearing.hold(&place, cell, "");
                        continue;
                    }
                }
            }
        };
        error(hearing, code, row);
    }
}

fn error(hearing: &mut Hearing<'_>, code: i64, row: &ErrorRow) {
    let place = format!("errors.{code}");
    let Some(ours) = hearing.shipped.meta.error(code) else {
        if !is_of_a_sibling(hearing, code) {
            hearing.hold(&place, &code.to_string(), "");
        }
        return;
    };
    hearing.agree(&place);
    if let Some(errmsg) = &row.errmsg {
        hearing.hold_damaged(Damaged::Message, &format!("{place}#errmsg"), errmsg, ours.errmsg);
    }
    if let Some(variant) = hearing.shipped.variants.get(&code) {
        let (name, number) = (variant.name.clone(), variant.code);
        hearing.hold(&format!("{place}#variant"), ours.name, &name);
        hearing.hold(&format!("{place}#number"), &code.to_string(), &number.to_string());
    }
}

/// A table that stands once for several interfaces does not say which codes belong to which.
fn is_of_a_sibling(hearing: &Hearing<'_>, code: i64) -> bool {
    let lists = |interface: &str| {
        let mut catalog = wxopen_api::CATALOG.iter();
        let meta = catalog.find(|meta| meta.interface == interface);
        meta.is_some_and(|meta| meta.error(code).is_some())
    };
    hearing.extract.page.errors_shared
        && hearing.siblings.iter().any(|sibling| lists(&sibling.interface))
}
