//! Checks that every sample is what its own fields say: canonical, complete, without strangers.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::diagnostics::Code;
use crate::parse::{ParsedEndpoint, ParsedEvent};
use crate::resolve::{Definition, Names, Scope, TypeWord};
use crate::spec::{At, Direction, Field, Maturity, Sample};
use crate::validate::Report;

pub(super) fn check(endpoint: &ParsedEndpoint, names: &Names<'_>, report: &mut Report<'_>) {
    let file = &endpoint.spec;
    if *file.maturity == Maturity::Listed {
        return;
    }
    for (direction, word) in [(Direction::Request, "request"), (Direction::Reply, "reply")] {
        if !file.sample.iter().any(|sample| *sample.of == direction) {
            let message = format!("`{}` has no sample of its {word}", *file.interface);
            let help = format!("add `[[sample]]` with `of = \"{word}\"`");
            report.at(Code::MissingSample, &file.interface, message, "this endpoint", help);
        }
    }
    let scope = Scope::new(endpoint, names);
    for Sample { of, json, .. } in &file.sample {
        let lenient = **of == Direction::Reply;
        let fields = if lenient { &file.reply } else { &file.request };
        let envelope: &[&str] = if lenient { &["errcode", "errmsg"] } else { &[] };
        check_sample(json, fields, envelope, &mut Fitting::new(&scope, lenient), report);
    }
}

pub(super) fn check_event(event: &ParsedEvent, names: &Names<'_>, report: &mut Report<'_>) {
    let file = &event.spec;
    if file.sample.is_empty() {
        let message = format!("`{}` has no sample", *file.name);
        report.at(Code::MissingSample, &file.name, message, "this event", "add `[[sample]]`");
    }
    let scope = Scope::of_event(event, names);
    for sample in &file.sample {
        check_sample(&sample.json, &file.field, &[], &mut Fitting::new(&scope, false), report);
        check_event_name(&sample.json, event, report);
    }
}

fn check_sample<'a>(
    json: &At<String>,
    fields: &'a [Field],
    envelope: &[&str],
    fitting: &mut Fitting<'a, '_, '_>,
    report: &mut Report<'_>,
) {
    let mut members = match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(members)) => members,
        Ok(_) => {
            let message = "the sample is no JSON object";
            report.at(Code::SampleSyntax, json, message, "no object", "write `{ ... }`");
            return;
        }
        Err(error) => {
            let span = place_of_error(json, &error, report);
            let text = error.to_string();
            let what = text.split(" at line ").next().unwrap_or_default();
            let message = format!("the sample is no JSON: {what}");
            report.at_span(Code::SampleSyntax, span, message, "here", "correct the sample");
            return;
        }
    };
    members.retain(|name, _| !envelope.contains(&name.as_str()));
    fitting.members("", fields, &members);
    for (path, misfit) in std::mem::take(&mut fitting.misfits) {
        let span = place_of_member(json, &path, report);
        let help = "correct the sample, or the fields if they are wrong";
        report.at_span(Code::SampleMisfit, span, misfit, "in this sample", help);
    }
}

/// A message says which event it is, in the member of its channel.
fn check_event_name(json: &At<String>, event: &ParsedEvent, report: &mut Report<'_>) {
    let discriminator = event.spec.channel.discriminator();
    let Ok(sample) = serde_json::from_str::<Value>(json) else { return };
    if sample.is_object() && sample[discriminator].as_str() != Some(event.spec.name.as_str()) {
        let span = place_of_member(json, discriminator, report);
        let message = format!("the sample is none of `{}`", *event.spec.name);
        let help = format!("write `\"{discriminator}\": \"{}\"`", *event.spec.name);
        report.at_span(Code::SampleMisfit, span, message, "in this sample", help);
    }
}

/// Where a sample stops being JSON.
fn place_of_error(
    json: &At<String>,
    error: &serde_json::Error,
    report: &Report<'_>,
) -> Range<usize> {
    let whole = json.span.clone();
    let Some(start) = report.written(json).find(json.as_str()) else { return whole };
    let before: usize =
        json.split_inclusive('\n').take(error.line().max(1) - 1).map(str::len).sum();
    let at = (before + error.column().max(1) - 1).min(json.len());
    let end = (at..=json.len()).skip(1).find(|end| json.is_char_boundary(*end));
    let at = (0..=at).rev().find(|start| json.is_char_boundary(*start)).unwrap_or(0);
    let base = whole.start + start;
    base + at..base + end.unwrap_or(at)
}

/// The name of a member in a sample, if it stands there once; otherwise the whole sample.
fn place_of_member(json: &At<String>, path: &str, report: &Report<'_>) -> Range<usize> {
    let whole = json.span.clone();
    let last = path.rsplit('.').next().unwrap_or(path);
    let name = format!("\"{}\"", last.split('[').next().unwrap_or(last));
    let mut found = report.written(json).match_indices(&name);
    match (found.next(), found.next()) {
        (Some((at, _)), None) => whole.start + at..whole.start + at + name.len(),
        _ => whole,
    }
}

struct Fitting<'a, 's, 'n> {
    scope: &'s Scope<'a, 'n>,
    lenient: bool,
    /// Path and sentence.
    misfits: Vec<(String, String)>,
}

impl<'a, 's, 'n> Fitting<'a, 's, 'n> {
    fn new(scope: &'s Scope<'a, 'n>, lenient: bool) -> Self {
        Fitting { scope, lenient, misfits: Vec::new() }
    }

    fn members(&mut self, path: &str, fields: &'a [Field], members: &Map<String, Value>) {
        let named = |field: &Field, name: &str| {
            field.wire.as_str() == name || field.aliases.iter().any(|alias| alias.as_str() == name)
        };
        for (name, value) in members {
            let path = join(path, name);
            match fields.iter().find(|field| named(field, name)) {
                Some(field) => self.value(&path, &field.ty, value),
                None => {
                    let what = format!("the sample has a member `{path}` that is not specified");
                    self.misfits.push((path, what));
                }
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !members.keys().any(|name| named(field, name)) {
                let path = join(path, &field.wire);
                let what = format!("the sample lacks the required member `{path}`");
                self.misfits.push((path, what));
            }
        }
    }

    fn value(&mut self, path: &str, written: &'a str, value: &Value) {
        let (word, list) = TypeWord::read(written);
        let Some(items) = value.as_array().filter(|_| list) else {
            return if list { self.misfit(path, "an array") } else { self.item(path, word, value) };
        };
        for (index, item) in items.iter().enumerate() {
            self.item(&format!("{path}[{index}]"), word, item);
        }
    }

    fn item(&mut self, path: &str, word: TypeWord<'a>, value: &Value) {
        let quoted = value.as_str().filter(|_| self.lenient);
        let (fits, expected) = match word {
            TypeWord::Text => (value.is_string(), "a string"),
            TypeWord::Int => (value.is_i64() || quoted.is_some_and(is_integer), "an integer"),
            TypeWord::Flag => {
                (matches!(value.as_i64(), Some(0 | 1)) || quoted.is_some_and(is_flag), "0 or 1")
            }
            TypeWord::Bool => (value.is_boolean() || quoted.is_some_and(is_flag), "a boolean"),
            TypeWord::Named(name) => match (self.scope.find(name), value.as_object()) {
                (Some((Definition::Object(object), _)), Some(members)) => {
                    return self.members(path, &object.field, members);
                }
                (Some((Definition::Enumeration(_), _)), _) => (value.is_i64(), "an integer"),
                (Some((Definition::Object(_), _)), None) => (false, "an object"),
                (None, _) => return,
            },
        };
        if !fits {
            self.misfit(path, expected);
        }
    }

    fn misfit(&mut self, path: &str, expected: &str) {
        let what = format!("the sample has something else than {expected} at `{path}`");
        self.misfits.push((path.to_owned(), what));
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

fn is_flag(text: &str) -> bool {
    matches!(text, "0" | "1" | "true" | "false")
}
