//! Checks of one endpoint as a whole: repeat policy, codes, routes, pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Code;
use crate::names::{is_plain, is_type};
use crate::parse::ParsedEndpoint;
use crate::resolve::{Definition, Names, Scope, TypeWord};
use crate::spec::{At, Maturity, Method, PageError, PageLink};
use crate::validate::Report;

pub(super) fn check(endpoint: &ParsedEndpoint, names: &Names<'_>, report: &mut Report<'_>) {
    let file = &endpoint.spec;
    if file.repeat.is_none() {
        report.at(
            Code::MissingRepeat,
            &file.interface,
            format!("`{}` does not say whether it may be repeated", *file.interface),
            "this endpoint",
            "add `repeat = \"safe\"` if sending it twice does no more than sending it once, \
             otherwise `repeat = \"unsafe\"`",
        );
    }
    if !file.path.starts_with('/') || !is_address(&file.path) || file.path.contains(['?', '#']) {
        let help = "write a path such as `/cgi-bin/open/get`; parameters belong into `query`";
        report.at(Code::Invalid, &file.path, "this is no path", "no path", help);
    }
    if file.docs.is_empty() {
        let message = "there is no link to an official page";
        report.at(Code::Invalid, &file.interface, message, "no `[[docs]]`", "add `[[docs]]`");
    }
    file.docs.iter().for_each(|page| check_page(page, report));
    let mut sets = BTreeSet::new();
    for id in file.permission_sets.iter().filter(|id| !sets.insert(***id)) {
        let message = format!("the permission set {} is listed twice", **id);
        report.at(Code::Duplicate, id, message, "again here", "remove one of the two");
    }
    check_query_members(endpoint, names, report);
    report.check_text(&file.summary);
    file.notes.iter().for_each(|note| report.check_text(note));
    check_listed(endpoint, report);
    check_errors(&file.error, names, report);
}

/// Checks the link to an official page.
pub(super) fn check_page(page: &PageLink, report: &mut Report<'_>) {
    if !page.url.starts_with("/doc/") || !is_address(&page.url) {
        let help = "write the path of the page only, starting with `/doc/`";
        report.at(Code::Invalid, &page.url, "this is no page of the documents", "no page", help);
    }
    if !is_plain(&page.edition) {
        let help = "use letters, digits, `-` and `_`";
        report.at(Code::Invalid, &page.edition, "this is no edition", "not possible", help);
    }
}

/// A query holds texts, so a request without a body has no lists and objects.
fn check_query_members(endpoint: &ParsedEndpoint, names: &Names<'_>, report: &mut Report<'_>) {
    if endpoint.spec.method != Method::Get {
        return;
    }
    let scope = Scope::new(endpoint, names);
    for field in &endpoint.spec.request {
        let (word, list) = TypeWord::read(&field.ty);
        let object = matches!(word, TypeWord::Named(name)
            if matches!(scope.find(name), Some((Definition::Object(_), _))));
        if list || object {
            let help = "the members of a GET request travel in the query: use text, int, flag, bool \
                        or an enumeration";
            let message = "a query cannot hold lists and objects";
            report.at(Code::Invalid, &field.ty, message, "does not fit into a query", help);
        }
    }
}

/// Whether a text can stand in an address, and in a link of a comment, as it is.
fn is_address(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_graphic() && !"\"`<>()[]{}|\\".contains(c))
}

/// Codes are numbers other than 0, which means success.
pub(super) fn check_code(code: &At<i64>, report: &mut Report<'_>) {
    if **code == 0 {
        let message = "0 is no error code";
        report.at(Code::Invalid, code, message, "means success", "remove this entry");
    }
}

/// A server tells endpoints apart by method, path and fixed query alone.
pub(super) fn check_routes(endpoints: &[ParsedEndpoint], report: &mut Report<'_>) {
    let mut routes = BTreeMap::new();
    for endpoint in endpoints {
        let file = &endpoint.spec;
        let route = (format!("{:?}", file.method), file.path.as_str(), &file.query);
        let Some(other) = routes.insert(route, file.interface.as_str()) else { continue };
        if other != file.interface.as_str() {
            report.file = endpoint.file;
            let message = format!("`{other}` has the same method, path and query");
            let help = "correct the path, or add the `query` that tells them apart";
            report.at(Code::SameRoute, &file.path, message, "the same route", help);
        }
    }
}

fn check_listed(endpoint: &ParsedEndpoint, report: &mut Report<'_>) {
    let file = &endpoint.spec;
    let typed = !(file.request.is_empty() && file.reply.is_empty() && file.object.is_empty());
    if *file.maturity == Maturity::Listed && typed {
        let help = "remove the members, or raise the maturity once they have been checked";
        let message = "a listed endpoint has no members";
        report.at(Code::ListedWithTypes, &file.maturity, message, "listed", help);
    }
}

fn check_errors(errors: &[PageError], names: &Names<'_>, report: &mut Report<'_>) {
    let mut codes = BTreeSet::new();
    let mut variants = BTreeSet::new();
    for error in errors {
        if !codes.insert(*error.code) {
            let message = format!("the code {} is listed twice", *error.code);
            report.at(Code::Duplicate, &error.code, message, "again here", "remove one of the two");
        }
        check_code(&error.code, report);
        check_complete(error, names, report);
        error.class.iter().for_each(|class| report.check_class(class));
        error.meaning.iter().chain(&error.remedy).for_each(|text| report.check_text(text));
        let global = names.errors.get(&*error.code).map(|global| &global.name);
        let Some(name) = error.name.as_ref().or(global) else { continue };
        check_variant(error, name, &mut variants, report);
    }
}

fn check_variant<'a>(
    error: &'a PageError,
    name: &'a At<String>,
    variants: &mut BTreeSet<&'a str>,
    report: &mut Report<'_>,
) {
    let place = error.name.as_ref();
    if let Some(place) = place
        && (!is_type(name) || name.as_str() == "Other")
    {
        let message = format!("`{}` cannot be the name of a variant", **name);
        let help = "write a name in upper camel case, other than `Other`";
        report.at(Code::IllegalRustName, place, message, "not possible", help);
    }
    if !variants.insert(name.as_str()) {
        let message = format!("two codes are called `{}`", **name);
        match place {
            Some(place) => report.at(
                Code::DuplicateRustName,
                place,
                message,
                "again here",
                "give one of them another name",
            ),
            None => report.at(
                Code::DuplicateRustName,
                &error.code,
                message,
                "takes its name from `errors.toml`",
                "give one of them another name",
            ),
        }
    }
}

fn check_complete(error: &PageError, names: &Names<'_>, report: &mut Report<'_>) {
    if names.errors.contains_key(&*error.code) || !names.complete {
        return;
    }
    let missing: Vec<&str> = [
        ("name", error.name.is_none()),
        ("class", error.class.is_none()),
        ("meaning", error.meaning.is_none()),
        ("remedy", error.remedy.is_none()),
    ]
    .iter()
    .filter_map(|(key, missing)| missing.then_some(*key))
    .collect();
    if !missing.is_empty() {
        let message = format!("the code {} lacks {}", *error.code, missing.join(", "));
        let help = "add it here, or describe the code in `errors.toml` if it means the same \
                    everywhere";
        report.at(Code::IncompleteError, &error.code, message, "incomplete", help);
    }
}
