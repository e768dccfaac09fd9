//! Lies about how an interface is called, and about the members that travel in a query.

use wxopen_api::{EndpointMeta, Method};
use wxopen_pages::Page;

use crate::falsified::{Expected, Lie, exactly, tell};

/// Falsifies name, method, path and query of a page.
pub(super) fn lies(page: &Page, meta: &EndpointMeta, lies: &mut Vec<Lie>) {
    if page.interface.is_some() {
        tell(lies, "interface renamed", about("interface"), page, |page| {
            page.interface = Some("getSomething".to_owned());
        });
    }
    let other = if meta.method == Method::Get { "POST" } else { "GET" };
    tell(lies, "method altered", exactly("method"), page, |page| {
        page.method = Some(other.to_owned());
    });
    tell(lies, "path altered", about("path"), page, |page| {
        page.path = page.path.take().map(|path| path + "2");
    });
    for (index, parameter) in page.query.value.iter().enumerate() {
        let name = &parameter.name;
        // What is neither fixed nor the token of a request without a body is a member of it.
        let section = if meta.method == Method::Get { "request" } else { "query" };
        let paths = vec![
            format!("{section}.token_of_access"),
            format!("query.{name}"),
            format!("request.{name}"),
        ];
        tell(lies, format!("query {name} renamed"), Expected::About(paths), page, |page| {
            page.query.value[index].name = "token_of_access".to_owned();
        });
        if parameter.fixed.is_some() {
            let place = format!("query.{name}#value");
            tell(lies, format!("{place} altered"), exactly(place), page, |page| {
                page.query.value[index].fixed = Some("something_else".to_owned());
            });
        }
        if meta.method != Method::Get || is_fixed_or_token(meta, name) {
            continue;
        }
        let place = format!("request.{name}#type");
        tell(lies, format!("{place} changed"), exactly(place), page, |page| {
            page.query.value[index].type_word = Some("map".to_owned());
        });
        let place = format!("request.{name}#required");
        let flipped = parameter.required_word.as_deref().map(flipped);
        tell(lies, format!("{place} flipped"), exactly(place), page, |page| {
            page.query.value[index].required_word = flipped.map(str::to_owned);
        });
    }
}

/// Whether a parameter of a request without a body is none of its members.
pub(super) fn is_fixed_or_token(meta: &EndpointMeta, name: &str) -> bool {
    let names = meta.query.iter().map(|(name, _)| *name).chain([meta.token_query]);
    meta.method == Method::Get && names.into_iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

/// The opposite of a word of the required column.
pub(super) fn flipped(word: &str) -> &'static str {
    if ["yes", "是"].contains(&word) { "no" } else { "yes" }
}

/// An erratum about the fact loses its reason with it.
fn about(place: &str) -> Expected {
    Expected::About(vec![place.to_owned()])
}
