//! A page as we arrange it: without a body the members of a request travel in the query, and pages
//! list them there or in one table with the token. Only places change here, never a name or a word.

use wxopen_api::Method;
use wxopen_codegen::spec::Damaged;
use wxopen_pages::{Completeness, Extract, Field, Origin, Placement, QueryParameter};

use crate::referee::report::Finding;
use crate::referee::rulings::Rulings;
use crate::referee::shipped::Shipped;

/// A copy of an extract in which each parameter stands where we keep it.
pub(super) fn arranged(rulings: &Rulings, shipped: &Shipped, extract: &Extract) -> Extract {
    let mut extract = extract.clone();
    if shipped.meta.method != Method::Get {
        return extract;
    }
    let ours = |name: &str| is_query_of_ours(rulings, shipped, &extract, name);
    let page = &extract.page;
    let (query, members): (Vec<_>, Vec<_>) =
        page.query.value.iter().cloned().partition(|parameter| ours(&parameter.name));
    let (fixed, fields): (Vec<_>, Vec<_>) =
        page.request.value.iter().cloned().partition(|field| ours(&field.path));
    let both = together(page.query.completeness, page.request.completeness);

    let page = &mut extract.page;
    page.query.value = query.into_iter().chain(fixed.into_iter().map(parameter)).collect();
    page.request.value = members.into_iter().map(field).chain(fields).collect();
    page.query.completeness = both;
    page.request.completeness = both;
    extract
}

/// Whether a name is that of the token or of a fixed value, damaged or not. An erratum may say so.
fn is_query_of_ours(rulings: &Rulings, shipped: &Shipped, extract: &Extract, name: &str) -> bool {
    let edition = extract.page.edition;
    let same = |ours: &String| rulings.looks_like(edition, Damaged::Name, name, ours);
    let finding = Finding {
        interface: shipped.meta.interface.to_owned(),
        edition: Some(edition),
        place: format!("query.{name}"),
        doc_says: name.to_owned(),
        we_say: String::new(),
    };
    shipped.call.query.iter().any(same) || rulings.speaks_of(&finding)
}

/// Two tables that hold one thing between them end where the worse of them ends.
fn together(one: Completeness, other: Completeness) -> Completeness {
    match (one, other) {
        (Completeness::Absent, only) | (only, Completeness::Absent) => only,
        (Completeness::Whole, Completeness::Whole) => Completeness::Whole,
        _ => Completeness::Truncated,
    }
}

fn parameter(field: Field) -> QueryParameter {
    QueryParameter {
        name: field.path,
        fixed: None,
        origin: Origin::Table,
        type_word: field.type_word,
        required_word: field.required_word,
    }
}

fn field(parameter: QueryParameter) -> Field {
    Field {
        path: parameter.name,
        type_word: parameter.type_word,
        required_word: parameter.required_word,
        values: Vec::new(),
        placement: Placement::Stated,
    }
}
