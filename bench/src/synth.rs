//! A specification of any size, made from the real one: the same endpoints over and over, each time
//! under other names. Nothing in it is made up but the numbers.

use std::path::Path;

use wxopen_codegen::SourceFile;

use crate::Outcome;

/// The folder of the real specification.
pub const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

/// A specification with so many endpoints, or the few more that make the last copy a whole one: a part
/// of the real specification would leave types and categories unused.
///
/// # Errors
///
/// If the real specification cannot be read or has no endpoints.
pub fn spec(endpoints: usize) -> Outcome<Vec<SourceFile>> {
    let mut files = Vec::new();
    read(Path::new(SPEC), "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    // Pages are no part of the specification, and errata are about endpoints under their real names.
    files.retain(|file| !file.path.starts_with("extracts/") && !file.path.starts_with("errata/"));
    let (originals, mut out): (Vec<_>, Vec<_>) = files.into_iter().partition(is_endpoint);
    if originals.is_empty() {
        return Err("the specification has no endpoints".into());
    }
    for number in 0..endpoints.div_ceil(originals.len()) {
        out.extend(originals.iter().map(|original| copy(original, number)));
    }
    Ok(out)
}

/// How many endpoints a specification has.
pub fn endpoints(files: &[SourceFile]) -> usize {
    files.iter().filter(|file| is_endpoint(file)).count()
}

fn is_endpoint(file: &SourceFile) -> bool {
    file.path.starts_with("endpoints/")
}

fn read(root: &Path, below: &str, out: &mut Vec<SourceFile>) -> Outcome<()> {
    for entry in std::fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.file_type()?.is_dir() {
            read(root, &path, out)?;
        } else if path.ends_with(".toml") {
            out.push(SourceFile { text: std::fs::read_to_string(root.join(&path))?, path });
        }
    }
    Ok(())
}

/// The names that must be unique get a number, and so do the references to them.
fn copy(original: &SourceFile, number: usize) -> SourceFile {
    let renamed = |line: &str| {
        let (key, value) = line.split_once(" = \"")?;
        let value = value.strip_suffix('"')?;
        Some(match key {
            "interface" | "request" | "reconcile" => format!("{key} = \"{value}{number:03}\"\n"),
            "module" => format!("{key} = \"{value}_{number:03}\"\n"),
            "path" => format!("{key} = \"{value}/{number:03}\"\n"),
            _ => return None,
        })
    };
    let lines = original.text.lines();
    SourceFile {
        path: original.path.replace(".toml", &format!("{number:03}.toml")),
        text: lines.map(|line| renamed(line).unwrap_or_else(|| format!("{line}\n"))).collect(),
    }
}
