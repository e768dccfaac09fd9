//! Text to specification structs, file by file. Knows where files belong, not what they mean.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::SourceFile;
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{
    At, CategoriesFile, Category, DamageFile, DamageRule, EndpointFile, ErrataFile, Erratum,
    ErrorsFile, EventFile, GlobalError, PermissionSet, PermissionSetsFile, TypesFile,
};
use crate::structure;

/// A specification as it was written. Every part knows its file.
#[derive(Debug, Default)]
pub struct Spec {
    /// `spec/categories.toml`.
    pub categories: Vec<(usize, Category)>,
    /// `spec/permission-sets.toml`.
    pub permission_sets: Vec<(usize, PermissionSet)>,
    /// `spec/errors.toml`.
    pub errors: Vec<(usize, GlobalError)>,
    /// `spec/damage.toml`.
    pub damage: Vec<(usize, DamageRule)>,
    /// `spec/errata/<category>.toml`.
    pub errata: Vec<(usize, Erratum)>,
    /// `spec/types/*.toml`.
    pub types: Vec<(usize, TypesFile)>,
    /// `spec/endpoints/<category>/<interface>.toml`.
    pub endpoints: Vec<ParsedEndpoint>,
    /// `spec/events/<name>.toml`.
    pub events: Vec<ParsedEvent>,
    /// The paths of files that could not be read: what they define is not known, so that
    /// "unknown" and "unused" would be guesses.
    pub unread: Vec<String>,
}

impl Spec {
    /// Whether every file whose path starts like this could be read.
    pub fn knows(&self, start: &str) -> bool {
        !self.unread.iter().any(|path| path.starts_with(start))
    }
}

/// An endpoint and where it was found.
#[derive(Debug)]
pub struct ParsedEndpoint {
    /// The index of its file.
    pub file: usize,
    /// Its path below `spec/`.
    pub path: String,
    /// The folder, which names the category.
    pub category: String,
    /// What the file says.
    pub spec: EndpointFile,
}

/// An event and where it was found.
#[derive(Debug)]
pub struct ParsedEvent {
    /// The index of its file.
    pub file: usize,
    /// Its path below `spec/`.
    pub path: String,
    /// What the file says.
    pub spec: EventFile,
}

/// Reads all files, in the order of their paths.
pub fn parse(files: &[SourceFile], findings: &mut Vec<Diagnostic>) -> Spec {
    let mut spec = Spec::default();
    let mut order: Vec<_> = (0..files.len()).collect();
    order.sort_by(|a, b| files[*a].path.cmp(&files[*b].path));
    for index in order {
        if parse_file(index, &files[index], &mut spec, findings).is_none() {
            spec.unread.push(files[index].path.clone());
        }
    }
    spec
}

fn parse_file(
    index: usize,
    file: &SourceFile,
    spec: &mut Spec,
    findings: &mut Vec<Diagnostic>,
) -> Option<()> {
    let steps: Vec<&str> = file.path.split('/').collect();
    match *steps {
        ["categories.toml"] => {
            let found: CategoriesFile = read(index, file, findings)?;
            spec.categories.extend(found.category.into_iter().map(|item| (index, item)));
        }
        ["permission-sets.toml"] => {
            let found: PermissionSetsFile = read(index, file, findings)?;
            spec.permission_sets.extend(found.permission_set.into_iter().map(|set| (index, set)));
        }
        ["errors.toml"] => {
            let found: ErrorsFile = read(index, file, findings)?;
            spec.errors.extend(found.error.into_iter().map(|item| (index, item)));
        }
        ["damage.toml"] => {
            let found: DamageFile = read(index, file, findings)?;
            spec.damage.extend(found.rule.into_iter().map(|item| (index, item)));
        }
        ["errata", _] => {
            let found: ErrataFile = read(index, file, findings)?;
            spec.errata.extend(found.erratum.into_iter().map(|item| (index, item)));
        }
        ["types", _] => spec.types.push((index, read(index, file, findings)?)),
        ["endpoints", category, name] => {
            let endpoint: EndpointFile = read(index, file, findings)?;
            check_name(index, name, "interface", &endpoint.interface, findings);
            spec.endpoints.push(ParsedEndpoint {
                file: index,
                path: file.path.clone(),
                category: category.to_owned(),
                spec: endpoint,
            });
        }
        ["events", name] => {
            let event: EventFile = read(index, file, findings)?;
            check_name(index, name, "event", &event.name, findings);
            spec.events.push(ParsedEvent { file: index, path: file.path.clone(), spec: event });
        }
        _ => {
            findings.push(Diagnostic {
                code: Code::WrongPlace,
                file: index,
                span: 0..0,
                message: format!("`{}` has no place in the specification", file.path),
                label: "this file".into(),
                help: "endpoints belong into `endpoints/<category>/<interface>.toml`, events into \
                       `events/<name>.toml`, shared types into `types/`, errata into \
                       `errata/<category>.toml`"
                    .into(),
            });
            return None;
        }
    }
    Some(())
}

fn check_name(
    file: usize,
    name: &str,
    what: &str,
    described: &At<String>,
    findings: &mut Vec<Diagnostic>,
) {
    if name.strip_suffix(".toml") != Some(described.as_str()) {
        findings.push(Diagnostic {
            code: Code::WrongPlace,
            file,
            span: described.span.clone(),
            message: format!("the file `{name}` describes another {what}"),
            label: "not the name of the file".into(),
            help: format!("call the file `{}.toml`", **described),
        });
    }
}

fn read<T: DeserializeOwned + JsonSchema>(
    index: usize,
    file: &SourceFile,
    findings: &mut Vec<Diagnostic>,
) -> Option<T> {
    let (table, errors) = toml::de::DeTable::parse_recoverable(&file.text);
    if !errors.is_empty() {
        findings.extend(errors.iter().map(|error| syntax(index, error)));
        return None;
    }
    match T::deserialize(toml::de::Deserializer::from(table)) {
        Ok(value) => Some(value),
        Err(error) => {
            let (table, _) = toml::de::DeTable::parse_recoverable(&file.text);
            let found = structure::explain::<T>(index, &table);
            let unexplained = found.is_empty().then(|| unexplained(index, &error));
            findings.extend(found.into_iter().chain(unexplained));
            None
        }
    }
}

fn syntax(file: usize, error: &toml::de::Error) -> Diagnostic {
    Diagnostic {
        code: Code::Syntax,
        file,
        span: error.span().unwrap_or(0..0),
        message: format!("the file is no TOML: {}", error.message()),
        label: "here".into(),
        help:
            "correct it: texts stand in quotes, a key stands once in its table, tables begin with \
               `[name]` and entries of lists with `[[name]]`"
                .into(),
    }
}

/// What the schema of the format allows and the structs do not.
fn unexplained(file: usize, error: &toml::de::Error) -> Diagnostic {
    Diagnostic {
        code: Code::WrongType,
        file,
        span: error.span().unwrap_or(0..0),
        message: format!("this cannot be read: {}", error.message()),
        label: "here".into(),
        help: "see the description of the format in `spec/schema`".into(),
    }
}
