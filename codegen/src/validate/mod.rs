//! Whether a specification that can be resolved also makes sense. Changes nothing.

mod endpoint;
mod errata;
mod event;
mod fields;
mod names;
mod samples;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::SourceFile;
use crate::diagnostics::{Code, Diagnostic};
use crate::lower::directions;
use crate::parse::Spec;
use crate::resolve::{Names, class};
use crate::spec::{At, Bilingual, Direction};

/// Reports everything that makes no sense.
pub fn validate(
    spec: &Spec,
    names: &Names<'_>,
    files: &[SourceFile],
    findings: &mut Vec<Diagnostic>,
) {
    let mut report = Report { file: 0, files, findings };
    shared_files(spec, &mut report);
    names::check(spec, names, &mut report);
    for endpoint in &spec.endpoints {
        report.file = endpoint.file;
        endpoint::check(endpoint, names, &mut report);
        fields::check(endpoint, names, &mut report);
        samples::check(endpoint, names, &mut report);
    }
    for event in &spec.events {
        report.file = event.file;
        event::check(event, names, &mut report);
    }
    directions_of_shared(spec, names, &mut report);
    endpoint::check_routes(&spec.endpoints, &mut report);
    errata::check(spec, &mut report);
}

/// Collects findings about one file at a time.
pub(crate) struct Report<'a> {
    pub(crate) file: usize,
    files: &'a [SourceFile],
    findings: &'a mut Vec<Diagnostic>,
}

impl Report<'_> {
    /// Reports something about a value.
    pub(crate) fn at<T>(
        &mut self,
        code: Code,
        place: &At<T>,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) {
        self.at_span(code, place.span.clone(), message, label, help);
    }

    /// Reports something about a part of a value.
    pub(crate) fn at_span(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) {
        let (message, help) = (message.into(), help.into());
        let label = label.to_owned();
        self.findings.push(Diagnostic { code, file: self.file, span, message, label, help });
    }

    /// The text of a value as it stands in the file, with its quotes.
    pub(crate) fn written<T>(&self, place: &At<T>) -> &str {
        self.files[self.file].text.get(place.span.clone()).unwrap_or_default()
    }

    /// Reports sentences that are missing or that would ruin the comment they become.
    pub(crate) fn check_text(&mut self, text: &Bilingual) {
        for (language, sentence) in [("English", &text.en), ("Chinese", &text.zh)] {
            let (what, label, help) = if sentence.trim().is_empty() {
                ("is empty", "empty", "write one sentence")
            } else if sentence.chars().any(is_unseen) {
                ("has a control character", "cannot be seen", "write visible characters")
            } else if sentence.contains("```") || sentence.matches('`').count() % 2 == 1 {
                ("has a backtick without a partner", "not closed", "put code between two backticks")
            } else {
                continue;
            };
            let message = format!("the {language} text {what}");
            self.at(Code::Invalid, sentence, message, label, help);
        }
    }

    /// Reports names that are not written on one line.
    pub(crate) fn check_name(&mut self, text: &Bilingual) {
        self.check_text(text);
        for name in [&text.en, &text.zh].into_iter().filter(|name| name.trim().contains('\n')) {
            let help = "write a name without line breaks";
            self.at(Code::Invalid, name, "a name stands on one line", "several lines", help);
        }
    }

    /// Reports a word that is no error class.
    pub(crate) fn check_class(&mut self, word: &At<String>) {
        if class(word).is_none() {
            let message = format!("there is no error class `{}`", **word);
            let help = "the classes are transient, throttled, quota, stale-token, wrong-token, \
                        bad-credentials, ticket, authorization-gone, permission, ip-not-allowed, \
                        state, invalid-request, outcome-unknown, unknown";
            self.at(Code::UnknownClass, word, message, "unknown", help);
        }
    }
}

/// Characters that are not seen, or that turn the direction of what is read.
fn is_unseen(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && c != '\n')
}

fn shared_files(spec: &Spec, report: &mut Report<'_>) {
    for (file, category) in &spec.categories {
        report.file = *file;
        report.check_name(&category.title);
    }
    for (file, set) in &spec.permission_sets {
        report.file = *file;
        report.check_name(&set.name);
    }
    for (file, error) in &spec.errors {
        report.file = *file;
        report.check_class(&error.class);
        report.check_text(&error.meaning);
        report.check_text(&error.remedy);
        endpoint::check_code(&error.code, report);
    }
}

fn directions_of_shared(spec: &Spec, names: &Names<'_>, report: &mut Report<'_>) {
    let mut first = BTreeMap::<String, Direction>::new();
    for endpoint in &spec.endpoints {
        let ways = directions(endpoint, names);
        for (name, way) in ways.iter().flat_map(|(name, ways)| ways.iter().map(move |w| (name, w)))
        {
            if names.shared.contains_key(name.as_str())
                && *first.entry(name.clone()).or_insert(*way) != *way
            {
                report.file = endpoint.file;
                both_directions(name, &endpoint.spec.interface, report);
            }
        }
    }
}

/// Reports an object that is used by both requests and replies.
pub(crate) fn both_directions(name: &str, place: &At<String>, report: &mut Report<'_>) {
    let message = format!("`{name}` travels in both directions");
    let help = "define one object for the request and another for the reply: what we send and \
                what we accept never change together";
    report.at(Code::BothDirections, place, message, "used by request and reply", help);
}
