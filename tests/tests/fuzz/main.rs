//! Runs every target of `wxopen_tests::fuzz` on its seeds and on ruins of them, the same ones in every run.
//! Searching for new ones is the business of libFuzzer.

mod layout;
mod ruin;

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use wxopen_tests::fuzz::{TARGETS, Target};

use ruin::Ruins;

fn main() {
    let trials = TARGETS.map(|target| Trial::test(target.name, move || check(&target)));
    let mut trials = Vec::from(trials);
    trials.push(Trial::test("every_target_has_its_program_and_seeds", layout::check));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn check(target: &Target) -> Result<(), Failed> {
    let seeds = seeds(target.name);
    for (path, seed) in &seeds {
        hold(target, seed).map_err(|()| format!("see above; the input is {}", path.display()))?;
    }
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, seed)| seed).collect();
    for ruined in Ruins::new(&seeds).take(target.ruins) {
        if hold(target, &ruined).is_err() {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", target.name));
            fs::write(&path, &ruined)?;
            return Err(format!("see above; the input is now {}", path.display()).into());
        }
    }
    Ok(())
}

fn hold(target: &Target, bytes: &[u8]) -> Result<(), ()> {
    panic::catch_unwind(|| (target.run)(bytes)).map_err(|_| ())
}

/// The folder of `fuzz`, which is a workspace of its own.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder().join("seeds").join(target)).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let seed = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, seed)
    };
    paths.into_iter().map(read).collect()
}
