//! The files of the repository: reads the specification, reads and writes what is generated. Never
//! leaves half a file behind, and never decides what is written or deleted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use wxopen_codegen::SourceFile;

use crate::Result;

/// The folders that belong to the generator. It is kept apart from the generator on purpose: this
/// is how far a mistake in it can reach.
pub(crate) const GENERATED: [&str; 6] = [
    "crates/wxopen-api/src/generated",
    "crates/wxopen-api/schemas",
    "docs/differences",
    "docs/failures/codes",
    "spec/schema",
    "tests/src/generated",
];

/// The files of the specification outside of its folders.
const TOP: [&str; 4] =
    ["spec/categories.toml", "spec/damage.toml", "spec/errors.toml", "spec/permission-sets.toml"];

/// A repository. Its paths start at the root and have `/` between folders.
pub(crate) struct Tree {
    root: PathBuf,
}

impl Tree {
    pub(crate) fn new(root: &Path) -> Tree {
        Tree { root: root.to_owned() }
    }

    /// The files that make up the specification, sorted by path.
    pub(crate) fn sources(&self) -> Result<Vec<SourceFile>> {
        let paths = self.source_paths()?;
        if paths.is_empty() {
            return Err(format!("there is no specification in `{}`", self.root.display()));
        }
        paths.into_iter().map(|path| self.source(path)).collect()
    }

    /// The paths of everything that is read or written, sorted.
    pub(crate) fn every_path(&self) -> Result<Vec<String>> {
        let mut paths = self.source_paths()?;
        for folder in GENERATED {
            paths.extend(self.files_below(folder)?);
        }
        paths.sort();
        Ok(paths)
    }

    /// Where a file lies on this machine.
    pub(crate) fn locate(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Every file in the generated folders, whoever wrote it.
    pub(crate) fn generated(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        for folder in GENERATED {
            let below = self.below(folder)?.into_iter();
            files.extend(below.map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
        }
        Ok(files)
    }

    /// Every file below a folder, by its path from there.
    pub(crate) fn below(&self, folder: &str) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        for path in self.files_below(folder)? {
            let bytes = fs::read(self.root.join(&path)).map_err(|e| failed("read", &path, e))?;
            let inner = path.strip_prefix(folder).unwrap_or(&path).trim_start_matches('/');
            files.insert(inner.to_owned(), bytes);
        }
        Ok(files)
    }

    /// Writes a file whole, in place of the one that may be there.
    pub(crate) fn replace(&self, path: &str, text: impl AsRef<[u8]>) -> Result<()> {
        self.make_folder_of(path)?;
        let target = self.root.join(path);
        let draft = self.root.join(format!("{path}.new"));
        let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &target));
        written.map_err(|error| {
            // There may be no draft to remove; the first error is the one to tell.
            let _ = fs::remove_file(&draft);
            failed("write", path, error)
        })
    }

    /// Writes a file that must not be there yet.
    pub(crate) fn create(&self, path: &str, text: &str) -> Result<()> {
        self.make_folder_of(path)?;
        let created = fs::File::create_new(self.root.join(path));
        let written = created.and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| failed("write", path, error))
    }

    /// Deletes a file of a generated folder, and the folders inside of it that hold nothing else.
    pub(crate) fn delete(&self, path: &str) -> Result<()> {
        fs::remove_file(self.root.join(path)).map_err(|error| failed("delete", path, error))?;
        let is_inside = |folder: &&Path| GENERATED.iter().all(|top| *folder != Path::new(top));
        for folder in Path::new(path).ancestors().skip(1).take_while(is_inside) {
            if fs::remove_dir(self.root.join(folder)).is_err() {
                break; // It still holds something.
            }
        }
        Ok(())
    }

    /// The paths of all files below a folder, in no order; none if there is no such folder.
    fn files_below(&self, folder: &str) -> Result<Vec<String>> {
        let mut files = Vec::new();
        let mut pending = vec![folder.to_owned()];
        while let Some(folder) = pending.pop() {
            for (path, is_folder) in self.entries(&folder)? {
                if is_folder { pending.push(path) } else { files.push(path) }
            }
        }
        Ok(files)
    }

    fn source_paths(&self) -> Result<Vec<String>> {
        let top = self.entries("spec")?.into_iter().map(|(path, _)| path);
        let mut paths: Vec<String> = top.filter(|path| TOP.contains(&path.as_str())).collect();
        for folder in ["spec/endpoints", "spec/errata", "spec/events", "spec/types"] {
            paths.extend(self.files_below(folder)?.into_iter().filter(|path| is_source(path)));
        }
        paths.sort();
        Ok(paths)
    }

    fn source(&self, path: String) -> Result<SourceFile> {
        let text = fs::read_to_string(self.root.join(&path));
        let text = text.map_err(|error| failed("read", &path, error))?;
        Ok(SourceFile { path: path.strip_prefix("spec/").unwrap_or(&path).to_owned(), text })
    }

    fn entries(&self, folder: &str) -> Result<Vec<(String, bool)>> {
        let entries = match fs::read_dir(self.root.join(folder)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|error| failed("read", folder, error))?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| failed("read", folder, error))?;
            let kind = entry.file_type().map_err(|error| failed("read", folder, error))?;
            let name = entry.file_name();
            let name = name
                .to_str()
                .ok_or_else(|| format!("`{folder}` holds {name:?}, which is no UTF-8"))?;
            found.push((format!("{folder}/{name}"), kind.is_dir()));
        }
        Ok(found)
    }

    fn make_folder_of(&self, path: &str) -> Result<()> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        fs::create_dir_all(self.root.join(folder)).map_err(|error| failed("create", folder, error))
    }
}

/// Editors leave hidden files beside those they have open.
fn is_source(path: &str) -> bool {
    path.ends_with(".toml") && !path.contains("/.")
}

fn failed(action: &str, path: &str, error: std::io::Error) -> String {
    format!("cannot {action} `{path}`: {error}")
}
