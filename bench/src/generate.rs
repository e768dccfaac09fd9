//! Generation: how its cost grows with the specification, and what a run costs that has nothing to do.

use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};
use xtask::Stamp;

use crate::table::Table;
use crate::{Outcome, clock, rounds, synth};

const SIZES: [usize; 3] = [10, 100, 1000];
const ROUNDS: usize = 3;

/// What one run in a process of its own has cost.
#[derive(Debug, Serialize, Deserialize)]
struct Cost {
    endpoints: usize,
    generate: f64,
    first: f64,
    again: f64,
    idle: f64,
    peak: f64,
    touched: usize,
}

/// Prints what generating 10, 100 and 1 000 endpoints costs, or as many as make whole copies.
///
/// # Errors
///
/// If the specification cannot be read or a temporary folder not be written.
pub fn run() -> Outcome<()> {
    let title = "Generation, CPU seconds (required for 1000: generate 0.3, 80 MiB; nothing to do \
                 0.1, no file touched)";
    let columns = [
        "endpoints",
        "generate",
        "gen, all written",
        "gen, all compared",
        "gen, nothing changed",
        "files touched",
        "peak MiB",
    ];
    let mut table = Table::new(title, &columns);
    for size in SIZES {
        let costs = (0..ROUNDS).map(|_| measure(size)).collect::<Outcome<Vec<Cost>>>()?;
        let middle =
            |pick: fn(&Cost) -> f64| rounds::median(&costs.iter().map(pick).collect::<Vec<_>>());
        table.row(&[
            &format!("{:.0}", middle(|cost| cost.endpoints as f64)),
            &format!("{:.3}", middle(|cost| cost.generate)),
            &format!("{:.3}", middle(|cost| cost.first)),
            &format!("{:.3}", middle(|cost| cost.again)),
            &format!("{:.3}", middle(|cost| cost.idle)),
            &costs.iter().map(|cost| cost.touched).sum::<usize>().to_string(),
            &format!("{:.0}", middle(|cost| cost.peak)),
        ]);
    }
    table.print();
    Ok(())
}

/// The process of its own that [`run`] starts: its memory is that of one size alone.
///
/// # Errors
///
/// As [`run`].
pub fn run_one(size: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let files = synth::spec(size)?;
    let endpoints = synth::endpoints(&files);
    for file in &files {
        let path = folder.path().join("spec").join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        std::fs::write(path, &file.text)?;
    }
    let generate = timed(|| {
        let made = wxopen_codegen::generate(&files, "0.0.0").map(|made| made.len());
        made.map_err(|findings| format!("{} findings", findings.len()).into())
    })?;
    let peak = clock::peak_mib();
    drop(files);
    let gen_once = || xtask::generate(folder.path(), &xtask::codegen).map_err(Into::into);
    let first = timed(|| gen_once().map(|_| ()))?;
    let mut touched = 0;
    let again = timed(|| gen_once().map(|summary| touched = summary.written.len()))?;
    let idle = idle(folder.path())?;
    let cost = Cost { endpoints, generate, first, again, idle, peak, touched };
    println!("{}", serde_json::to_string(&cost)?);
    Ok(())
}

fn measure(size: usize) -> Outcome<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .args(["generate-one", &size.to_string()])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What `gen` does when its stamp holds.
fn idle(root: &Path) -> Outcome<f64> {
    let program = std::env::current_exe()?;
    let stamp = Stamp::new(root, &program, root.join("stamp"));
    stamp.renew()?;
    timed(|| if stamp.holds() { Ok(()) } else { Err("the stamp does not hold".into()) })
}

fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<f64> {
    let started = clock::of_process();
    work()?;
    Ok(clock::of_process().saturating_sub(started).as_secs_f64())
}
