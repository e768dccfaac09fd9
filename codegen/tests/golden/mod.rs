//! Compares what comes out with what is committed, or accepts it. Decides nothing about content.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use libtest_mimic::Failed;
use similar::TextDiff;

use crate::support::files_below;

/// The files that come out, by their paths.
pub(crate) type Outcome = BTreeMap<String, String>;

/// What happens to a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Golden {
    /// It fails.
    Compare,
    /// It is written to disk.
    Accept,
    /// Accepting was asked for where nobody can look at it.
    Refused,
}

impl Golden {
    /// What the environment asks for.
    pub(crate) fn from_env() -> Self {
        let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        match (set("UPDATE_EXPECT"), set("CI")) {
            (false, _) => Golden::Compare,
            (true, false) => Golden::Accept,
            (true, true) => Golden::Refused,
        }
    }

    /// Holds the files of a directory against what comes out.
    pub(crate) fn check(self, dir: &Path, outcome: Result<Outcome, Failed>) -> Result<(), Failed> {
        let (found, committed) = (outcome?, files_below(dir));
        if self == Golden::Accept {
            return accept(dir, &found, &committed).map_err(Failed::from);
        }
        let mut report = String::new();
        for path in found.keys().chain(committed.keys().filter(|path| !found.contains_key(*path))) {
            let (old, new) = (committed.get(path), found.get(path));
            if old != new {
                let shown = dir.join(path).display().to_string();
                report.push_str(match (old, new) {
                    (None, _) => "\nnot committed:",
                    (_, None) => "\nno longer generated:",
                    _ => "\ndiffers:",
                });
                let (old, new) = (old.map_or("", |old| old), new.map_or("", |new| new));
                let diff = TextDiff::from_lines(old, new);
                let text = diff.unified_diff().context_radius(3).to_string();
                report.push_str(&format!(" {shown}\n{text}"));
            }
        }
        match report.is_empty() {
            true => Ok(()),
            false => Err(format!("{report}\nif this is right: {COMMAND}").into()),
        }
    }
}

const COMMAND: &str = "UPDATE_EXPECT=1 cargo test -p wxopen-codegen --test shelf";

fn accept(dir: &Path, found: &Outcome, committed: &Outcome) -> std::io::Result<()> {
    for path in committed.keys().filter(|path| !found.contains_key(*path)) {
        fs::remove_file(dir.join(path))?;
    }
    for (path, text) in found.iter().filter(|(path, text)| committed.get(*path) != Some(text)) {
        let place = dir.join(path);
        fs::create_dir_all(place.parent().unwrap_or(dir))?;
        fs::write(place, text)?;
    }
    Ok(())
}
