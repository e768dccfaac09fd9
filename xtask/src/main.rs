//! `cargo xtask`: the commands of this repository, and the only thing in it with side effects. Only
//! reads the command line and prints; what a command does is in the library.

mod command;

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};
use command::docs::DocsTask;
use command::schemas::{CompatArguments, PackageArguments};

/// The commands of this repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the files that follow from `spec/`: what changed, nothing else
    Gen {
        /// Write nothing; fail if something would be written
        #[arg(long)]
        check: bool,
    },
    /// Begin the specification of an endpoint
    New {
        /// WeChat's English name of it, misspellings included
        interface: String,
        /// WeChat's name of the category, as in `spec/categories.toml`
        #[arg(long)]
        category: String,
    },
    /// Read stored pages of WeChat's documents
    Docs {
        #[command(subcommand)]
        task: DocsTask,
    },
    /// Prepare the programs in other languages and run them against the contracts and the mock
    Interop {
        /// Fail where a tool is not installed, instead of skipping what needs it
        #[arg(long)]
        strict: bool,
        /// Only programs whose names contain this, such as `go` or `validate`
        filter: Option<String>,
    },
    /// Print what changed between two sets of schemas, and whether it breaks who uses them
    SchemaCompat(CompatArguments),
    /// Pack all schemas into one archive, byte for byte the same from the same files
    PackageSchemas(PackageArguments),
    /// Measure: decode, client, generate, token, compile; all of them if none is named
    Bench {
        /// Passed on to the package `wxopen-bench`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> xtask::Result<ExitCode> {
    let root = repository()?;
    match task {
        Task::Gen { check: false } => generate(root)?,
        Task::Gen { check: true } => {
            let files = xtask::check(root, &xtask::codegen)?;
            println!("all {files} generated files are up to date");
        }
        Task::New { interface, category } => {
            let path = xtask::begin_endpoint(root, &interface, &category)?;
            println!("wrote {path}: follow its TODO lines, then run `cargo xtask gen`");
        }
        Task::Interop { strict, filter } => return interop(root, strict, filter),
        Task::Docs { task } => return command::docs::run(root, task),
        Task::SchemaCompat(arguments) => return Ok(command::schemas::compat(root, &arguments)),
        Task::PackageSchemas(arguments) => return command::schemas::package(root, arguments),
        Task::Bench { arguments } => return bench(root, &arguments),
    }
    Ok(ExitCode::SUCCESS)
}

fn generate(root: &Path) -> xtask::Result<()> {
    let program =
        env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let stamp = xtask::Stamp::new(root, &program, program.with_extension("stamp"));
    if stamp.holds() {
        println!("nothing has changed since the last run");
        return Ok(());
    }
    println!("{}", xtask::generate(root, &xtask::codegen)?);
    stamp.renew()
}

/// The repository this program was built from, wherever it is run.
fn repository() -> xtask::Result<&'static Path> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().ok_or_else(|| "the package `xtask` is not inside a repository".to_owned())
}

fn interop(root: &Path, strict: bool, filter: Option<String>) -> xtask::Result<ExitCode> {
    let mut command = cargo(root);
    command.args(["test", "--package", "wxopen-tests", "--test", "interop", "--"]).args(filter);
    command.env("WXOPEN_INTEROP", if strict { "strict" } else { "prepare" });
    run_through(command)
}

fn bench(root: &Path, arguments: &[String]) -> xtask::Result<ExitCode> {
    let mut command = cargo(root);
    command.args(["run", "--release", "--package", "wxopen-bench", "--"]).args(arguments);
    run_through(command)
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

fn run_through(mut command: Command) -> xtask::Result<ExitCode> {
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
