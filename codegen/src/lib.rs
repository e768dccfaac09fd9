//! The generator: the text of the specification in, the text of Rust and JSON Schema files out.
//! No disk, no network, no clock.
//!
//! parse -> resolve -> validate -> lower -> emit. Every decision falls in `lower` and can be seen in
//! its [`Model`](model::Model); the emitters only write down what they are given.

pub mod diagnostics;
pub mod emit;
mod errata;
pub mod lower;
pub mod model;
pub mod names;
pub mod parse;
pub mod resolve;
pub mod spec;
mod structure;
pub mod validate;

pub use diagnostics::{Code, Diagnostic, render};

/// A file of the specification.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path below `spec/`, with `/` between folders.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its path below the root of the repository, with `/` between folders.
    pub path: String,
    /// Its text, with the generated mark.
    pub text: String,
}

/// The token that marks generated files. A file without it is never touched.
pub const MARK: &str = "@generated";

/// The model of a specification, or everything that is wrong with it.
///
/// # Errors
///
/// All findings at once, in the order of files and lines.
pub fn model(files: &[SourceFile]) -> Result<model::Model, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let spec = parse::parse(files, &mut findings);
    let names = resolve::resolve(&spec, &mut findings);
    validate::validate(&spec, &names, files, &mut findings);
    if findings.is_empty() {
        return Ok(lower::lower(&spec, &names));
    }
    findings.sort_by(|a, b| {
        (&files[a.file].path, a.span.start, a.code).cmp(&(
            &files[b.file].path,
            b.span.start,
            b.code,
        ))
    });
    findings.dedup();
    Err(findings)
}

/// Every generated file for a specification. `version` is the release that the schemas belong to.
///
/// # Errors
///
/// As [`model()`].
pub fn generate(files: &[SourceFile], version: &str) -> Result<Vec<OutputFile>, Vec<Diagnostic>> {
    Ok(emit::emit(&model(files)?, version))
}
