//! What the commands of `cargo xtask` do, for any folder that looks like this repository. Never
//! guesses where that folder is, and never prints.

mod compat;
mod docs;
mod r#gen;
mod new;
mod package;
mod stamp;
mod tree;
mod verdict;

pub use compat::{Change, Changes, Schemas, View, load_schemas, schema_changes};
pub use docs::{Comparison, Copies, Report, compare, diff, extract, save};
#[cfg(feature = "fetch")]
pub use docs::{Fetched, Terminal, Visit, fetch};
pub use r#gen::{Generated, Generator, Summary, check, codegen, generate};
pub use new::begin_endpoint;
pub use package::{Packed, Parcel, package_schemas};
pub use stamp::Stamp;
pub use verdict::Verdict;

use wxopen_codegen::{Diagnostic, SourceFile, render};

/// What was done, or what went wrong: whole sentences for the person at the terminal.
pub type Result<T> = std::result::Result<T, String>;

/// All findings as text, and how many there are.
fn describe(findings: &[Diagnostic], sources: &[SourceFile]) -> String {
    let plural = if findings.len() == 1 { "" } else { "s" };
    format!("{}{} finding{plural}", render(findings, sources, "spec/"), findings.len())
}
