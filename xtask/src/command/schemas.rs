//! `schema-compat` and `package-schemas` on the command line. Prints what the library found or made,
//! and never judges it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use xtask::{Parcel, Schemas, Verdict};

#[derive(Args)]
#[command(after_help = COMPAT_HELP)]
pub(crate) struct CompatArguments {
    /// The schemas before: a folder, a bundle, an archive `*.tar.gz`, or `git:<revision>`
    old: String,
    /// The schemas after
    new: String,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
#[command(after_help = PACKAGE_HELP)]
pub(crate) struct PackageArguments {
    /// The folder for the archive; `target/package` of this repository if it is not stated
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

const COMPAT_HELP: &str = "\
Lines that begin with `!` would break consumers: who sends a request is broken by what is accepted \
no longer, who reads a reply by what arrives no longer or for the first time. Titles, descriptions \
and examples do not count, except under an `$id` that was used before; to use it again with other \
content is told and breaks nobody. `git:<revision>` is this repository at that revision. OpenAPI \
documents are not compared.

Kinds of changes in JSON: interface-, view-, member-, alias-, required- and value- with -added or \
-removed; type- and constraint- with -narrowed, -widened or -exchanged; state-added, state-dropped, \
code-added, code-dropped, code-renamed, code-class-changed, interface-moved, id-reused, not-compared.

Exit codes:
  0  nothing changed
  1  something changed that breaks nobody
  2  something changed that breaks consumers
  3  one side could not be read, or says what this program cannot compare
A command line that makes no sense ends with 2 as well, and prints nothing to standard output.";

const PACKAGE_HELP: &str = "\
The same files give the same bytes. Every file in the archive has the time of SOURCE_DATE_EPOCH, or \
0 if it is not set. Run `sha256sum --check SHA256SUMS` in the unpacked folder to see that it is \
complete.";

/// The code tells what happened to the schemas, so that a failure has one of its own.
pub(crate) fn compat(root: &Path, arguments: &CompatArguments) -> ExitCode {
    let load = |origin: &str| xtask::load_schemas(root, origin);
    let both = load(&arguments.old).and_then(|old| Ok((old, load(&arguments.new)?)));
    let verdict = match both {
        Ok((old, new)) => print_changes(&old, &new, arguments.json),
        Err(message) => {
            eprintln!("{message}");
            Verdict::Failed
        }
    };
    ExitCode::from(verdict.code())
}

fn print_changes(old: &Schemas, new: &Schemas, json: bool) -> Verdict {
    let changes = xtask::schema_changes(old, new);
    if json {
        println!("{:#}", changes.to_json());
    } else {
        println!("{changes}");
    }
    changes.verdict()
}

pub(crate) fn package(root: &Path, arguments: PackageArguments) -> xtask::Result<ExitCode> {
    let parcel = Parcel {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        out: arguments.out.unwrap_or_else(|| root.join("target/package")),
        time: time()?,
    };
    println!("{}", xtask::package_schemas(root, &xtask::codegen, &parcel)?);
    Ok(ExitCode::SUCCESS)
}

fn time() -> xtask::Result<u64> {
    let Some(told) = env::var_os("SOURCE_DATE_EPOCH") else { return Ok(0) };
    let seconds = told.to_str().and_then(|seconds| seconds.parse().ok());
    seconds.ok_or_else(|| "SOURCE_DATE_EPOCH is no number of seconds".to_owned())
}
