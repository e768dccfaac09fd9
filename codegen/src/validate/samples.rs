//! Checks that every sample is what its own fields say: canonical, complete, without strangers.

use serde_json::{Map, Value};

use crate::diagnostics::Code;
use crate::parse::ParsedEndpoint;
use crate::resolve::{Definition, Names, Scope, TypeWord};
use crate::spec::{Direction, Field, Maturity, Sample};
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
    for sample in &file.sample {
        check_sample(sample, endpoint, &Scope::new(endpoint, names), report);
    }
}

fn check_sample(
    sample: &Sample,
    endpoint: &ParsedEndpoint,
    scope: &Scope<'_, '_>,
    report: &mut Report<'_>,
) {
    let mut members = match serde_json::from_str::<Value>(&sample.json) {
        Ok(Value::Object(members)) => members,
        Ok(_) => {
            let message = "the sample is no JSON object";
            report.at(Code::SampleSyntax, &sample.json, message, "no object", "write `{ ... }`");
            return;
        }
        Err(error) => {
            let message = format!("the sample is no JSON: {error}");
            let help = "the line and column count from the start of the sample";
            report.at(Code::SampleSyntax, &sample.json, message, "no JSON", help);
            return;
        }
    };
    let fields = match *sample.of {
        Direction::Request => &endpoint.spec.request,
        Direction::Reply => {
            members.remove("errcode");
            members.remove("errmsg");
            &endpoint.spec.reply
        }
    };
    let mut misfits = Vec::new();
    let lenient = *sample.of == Direction::Reply;
    Fitting { scope, lenient, misfits: &mut misfits }.members("", fields, &members);
    for misfit in misfits {
        let help = "correct the sample, or the fields if they are wrong";
        report.at(Code::SampleMisfit, &sample.json, misfit, "this sample", help);
    }
}

struct Fitting<'a, 's, 'n> {
    scope: &'s Scope<'a, 'n>,
    lenient: bool,
    misfits: &'s mut Vec<String>,
}

impl<'a> Fitting<'a, '_, '_> {
    fn members(&mut self, path: &str, fields: &'a [Field], members: &Map<String, Value>) {
        let named = |field: &Field, name: &str| {
            field.wire.as_str() == name || field.aliases.iter().any(|alias| alias.as_str() == name)
        };
        for (name, value) in members {
            match fields.iter().find(|field| named(field, name)) {
                Some(field) => self.value(&join(path, name), &field.ty, value),
                None => self.misfits.push(format!(
                    "the sample has a member `{}` that is not \
                                                   specified",
                    join(path, name)
                )),
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !members.keys().any(|name| named(field, name)) {
                let path = join(path, &field.wire);
                self.misfits.push(format!("the sample lacks the required member `{path}`"));
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
        self.misfits.push(format!("the sample has something else than {expected} at `{path}`"));
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
