//! Where schemas come from: a folder, a bundle, an archive, or a revision of this repository. Never
//! writes, and never reads more than a set of schemas can be.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::Command;

use flate2::read::GzDecoder;
use wxopen_codegen::emit::SCHEMAS;

use super::set::Schemas;
use crate::Result;

/// Reads a set of schemas: a folder, a bundle `*.json`, an archive `*.tar.gz` as `package-schemas`
/// makes it, or `git:<revision>` of the repository at `root`.
///
/// # Errors
///
/// If it cannot be read, or holds what cannot be compared.
pub fn load_schemas(root: &Path, origin: &str) -> Result<Schemas> {
    let files = match origin.strip_prefix("git:") {
        Some(revision) => at_revision(root, revision),
        None => on_disk(Path::new(origin)),
    };
    let schemas = files.and_then(|files| Schemas::from_files(&files));
    schemas.map_err(|why| format!("{origin}: {why}"))
}

type Files = BTreeMap<String, Vec<u8>>;

/// Ten times what a thousand endpoints take. Archives may hold far more than they seem to.
const MOST_BYTES: u64 = 1 << 30;

/// A revision that begins with a hyphen would be an option of git.
fn at_revision(root: &Path, revision: &str) -> Result<Files> {
    if revision.is_empty() || revision.starts_with('-') {
        return Err("that is no revision".to_owned());
    }
    // Where git calls us, its variables may name another repository or another index.
    let output = Command::new("git")
        .args(["archive", "--format=tar", revision, "--", SCHEMAS])
        .current_dir(root)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    unpack(output.stdout.as_slice(), SCHEMAS.split('/').count())
}

fn on_disk(path: &Path) -> Result<Files> {
    if path.is_dir() {
        return in_folder(path);
    }
    let name = path.to_string_lossy();
    if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
        let file = File::open(path).map_err(|error| error.to_string())?;
        return unpack(GzDecoder::new(file), 1);
    }
    let bundle = fs::read(path).map_err(|error| error.to_string())?;
    Ok(BTreeMap::from([("wxopen.json".to_owned(), bundle)]))
}

/// The files of a folder and of the folders directly in it, as far as they are JSON.
fn in_folder(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for (name, is_folder) in entries(folder)? {
        if !is_folder {
            read_json(folder, &name, &mut files)?;
            continue;
        }
        for (file, is_folder) in entries(&folder.join(&name))? {
            if !is_folder {
                read_json(folder, &format!("{name}/{file}"), &mut files)?;
            }
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<(String, bool)>> {
    let failed = |error| format!("cannot read `{}`: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        // A name that is no UTF-8 is none of a schema.
        found.extend(entry.file_name().to_str().map(|name| (name.to_owned(), is_folder)));
    }
    Ok(found)
}

fn read_json(folder: &Path, path: &str, files: &mut Files) -> Result<()> {
    if path.ends_with(".json") {
        let bytes = fs::read(folder.join(path));
        let bytes = bytes.map_err(|error| format!("cannot read `{path}`: {error}"))?;
        files.insert(path.to_owned(), bytes);
    }
    Ok(())
}

/// The files of an archive, without the folders that all of them are in.
fn unpack(archive: impl Read, folders: usize) -> Result<Files> {
    let failed = |error: std::io::Error| format!("cannot be unpacked: {error}");
    let mut files = Files::new();
    let mut archive = tar::Archive::new(archive.take(MOST_BYTES));
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path().map_err(failed)?.to_string_lossy().replace('\\', "/");
        let Some((_, path)) =
            path.match_indices('/').nth(folders - 1).map(|(at, _)| path.split_at(at + 1))
        else {
            continue;
        };
        if path.ends_with(".json") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(failed)?;
            files.insert(path.to_owned(), bytes);
        }
    }
    Ok(files)
}
