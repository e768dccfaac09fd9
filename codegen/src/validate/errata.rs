//! Whether errata and rules of damage are well formed. Whether they are true is for the conformance
//! tests to say, which read the pages.

use std::collections::BTreeSet;

use crate::diagnostics::Code;
use crate::parse::Spec;
use crate::spec::{At, Edition, Erratum, Look};
use crate::validate::Report;

/// The shortest sentence that can be a reason.
const SHORTEST_REASON: usize = 20;

pub(super) fn check(spec: &Spec, report: &mut Report<'_>) {
    let mut ids = BTreeSet::new();
    for (file, erratum) in &spec.errata {
        report.file = *file;
        check_id(&erratum.id, &mut ids, report);
        check_interface(erratum, spec, report);
        check_effect(erratum, report);
        check_evidence(erratum, report);
        check_date(&erratum.decided, report);
        report.check_text(&erratum.reason);
    }
    let mut ids = BTreeSet::new();
    for (file, rule) in &spec.damage {
        report.file = *file;
        check_id(&rule.id, &mut ids, report);
        report.check_text(&rule.doc);
        let without_text = rule.text.is_empty() && rule.look != Look::IgnoreCase;
        if without_text || rule.hits == 0 || rule.to.is_empty() {
            let message = "the rule says not what it looks through, or is never needed";
            let help = "state `text`, `to` and `hits`";
            report.at(Code::Invalid, &rule.id, message, "incomplete", help);
        }
    }
}

fn check_id<'a>(id: &'a At<String>, ids: &mut BTreeSet<&'a str>, report: &mut Report<'_>) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if id.is_empty() || !id.chars().all(allowed) {
        let help = "letters, digits and hyphens, such as `LM-1`";
        report.at(Code::Invalid, id, "this is no name", "not possible", help);
    } else if !ids.insert(id.as_str()) {
        let message = format!("`{}` is defined twice", **id);
        report.at(Code::Duplicate, id, message, "the second one", "choose a new name");
    }
}

fn check_interface(erratum: &Erratum, spec: &Spec, report: &mut Report<'_>) {
    let name = erratum.interface.as_str();
    let known = || spec.endpoints.iter().any(|endpoint| endpoint.spec.interface.as_str() == name);
    if name != "*" && spec.knows("endpoints/") && !known() {
        let message = format!("there is no interface `{name}`");
        let help =
            "write the name of an endpoint, or `*` for a code that means the same everywhere";
        report.at(Code::ErratumOfNothing, &erratum.interface, message, "unknown", help);
    }
}

fn check_effect(erratum: &Erratum, report: &mut Report<'_>) {
    if erratum.doc_says.as_str() == erratum.we_say.as_str() {
        let message = format!("`{}` changes nothing", *erratum.id);
        let help = "delete it, or write what the specification says instead";
        report.at(Code::IdleErratum, &erratum.we_say, message, "the same as `doc_says`", help);
    }
    if erratum.edition.is_none() && !erratum.doc_says.is_empty() {
        let help = "state the edition that says it";
        let message = "a page says this, but which one is not stated";
        report.at(Code::ErratumOfNothing, &erratum.doc_says, message, "of no edition", help);
    }
}

fn check_evidence(erratum: &Erratum, report: &mut Report<'_>) {
    let contradicted = erratum.edition.as_ref().map(|edition| edition.as_str());
    let independent: BTreeSet<_> = erratum
        .evidence
        .iter()
        .filter(|evidence| Some(evidence.source.as_str()) != contradicted)
        .map(|evidence| (evidence.source.as_str(), evidence.at.as_str()))
        .collect();
    let current = Edition::ZhOpenapi.as_str();
    let needed = if contradicted == Some(current) { 2 } else { 1 };
    if independent.len() < needed {
        let message = format!("`{}` needs {needed} independent sources", *erratum.id);
        let help = "name another edition, a public SDK, a community thread or the list of return \
                    codes; two of them where the current Chinese page is contradicted";
        report.at(Code::ThinEvidence, &erratum.id, message, "thin evidence", help);
    }
    for evidence in &erratum.evidence {
        if !SOURCES.contains(&evidence.source.as_str()) || evidence.at.is_empty() {
            let help = format!("the sources are {}, each with `at`", SOURCES.join(", "));
            let source = &evidence.source;
            report.at(Code::ThinEvidence, source, "this is no source", "unknown", help);
        }
    }
    if erratum.reason.en.trim().chars().count() < SHORTEST_REASON {
        let help = "say in a sentence why the page is not followed";
        let en = &erratum.reason.en;
        report.at(Code::ThinEvidence, en, "this is no reason", "too short", help);
    }
}

const SOURCES: [&str; 7] =
    ["zh-openapi", "zh-openapidoc", "en-openapidoc", "zh-3pp20", "sdk", "community", "global-list"];

fn check_date(date: &At<String>, report: &mut Report<'_>) {
    let digits = |at: usize| !matches!(at, 4 | 7);
    let fits =
        |(at, byte): (usize, u8)| if digits(at) { byte.is_ascii_digit() } else { byte == b'-' };
    if date.len() != 10 || !date.bytes().enumerate().all(fits) {
        let help = "write the day of the decision as `YYYY-MM-DD`";
        report.at(Code::Invalid, date, "this is no day", "not possible", help);
    }
}
