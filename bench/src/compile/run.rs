//! The measurement of compiling: `cargo check` of each crate in turn, then one release build.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::compile::{STYLES, Style, write};
use crate::table::Table;
use crate::{Outcome, clock, rounds, synth};

const ENDPOINTS: usize = 300;
const CALLS: usize = 100;
const ROUNDS: usize = 3;

/// Prints what checking and building costs in each style.
///
/// # Errors
///
/// If one of the crates cannot be built.
pub fn run() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    let spec = synth::spec(ENDPOINTS)?;
    write::workspace(root, &spec, CALLS)?;
    let (checks, failed) = checks(root)?;
    if let Some(error) = failed {
        return Err(error);
    }
    let title = format!(
        "Compiling {} endpoints, CPU seconds without dependencies (required: cargo check \
         of slot tables at most 0.25)",
        synth::endpoints(&spec),
    );
    let columns = ["style", "lines", "check", "x derive", "release + 100 calls", "x derive"];
    let mut table = Table::new(title, &columns);
    let releases: Vec<f64> =
        STYLES.into_iter().map(|style| release(root, style)).collect::<Outcome<_>>()?;
    for (index, style) in STYLES.into_iter().enumerate() {
        table.row(&[
            style.name(),
            &lines(&root.join(style.package()))?.to_string(),
            &format!("{:.2}", rounds::median(&checks[index])),
            &format!("{:.2}", rounds::ratio(&checks[index], &checks[1])),
            &format!("{:.1}", releases[index]),
            &format!("{:.2}", releases[index] / releases[1]),
        ]);
    }
    table.print();
    Ok(())
}

type Failure = Option<Box<dyn std::error::Error>>;

fn checks(root: &Path) -> Outcome<(Vec<Vec<f64>>, Failure)> {
    for style in STYLES {
        cargo(root, &["check", "--package", style.package()])?;
    }
    let mut failed = None;
    let rows = rounds::run(ROUNDS, STYLES.len(), |candidate| {
        let package = STYLES[candidate].package();
        let time = cargo(root, &["clean", "--package", package])
            .and_then(|_| cargo(root, &["check", "--package", package]));
        time.unwrap_or_else(|error| {
            failed = Some(error);
            0.0
        })
    });
    Ok((rows, failed))
}

/// The library and a program that calls a part of it.
fn release(root: &Path, style: Style) -> Outcome<f64> {
    let program = format!("use-{}", style.package());
    cargo(root, &["build", "--release", "--package", "leniency"])?;
    cargo(root, &["build", "--release", "--package", &program])
}

/// Runs cargo and gives the CPU seconds of it and of everything it started.
fn cargo(root: &Path, arguments: &[&str]) -> Outcome<f64> {
    let before = clock::of_children();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(arguments)
        .args(["--quiet", "--offline"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .env("CARGO_BUILD_JOBS", "1")
        // As for a dependency, which is what the crate is for everybody else.
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok((clock::of_children() - before).as_secs_f64())
}

fn lines(folder: &Path) -> Outcome<usize> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        count += match path.is_dir() {
            true => lines(&path)?,
            false => std::fs::read_to_string(&path)?.lines().count(),
        };
    }
    Ok(count)
}
