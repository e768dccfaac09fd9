//! Remembers what the last `gen` has seen and left behind, so that a run with nothing to do only
//! looks. Never trusted by `gen --check`, and never kept in the repository.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::Result;
use crate::tree::Tree;

/// The memory of the last run: this program, every file it reads, every file it writes, each with
/// its size and the time of its last change.
pub struct Stamp {
    file: PathBuf,
    tree: Tree,
    program: PathBuf,
}

impl Stamp {
    /// The stamp of a repository, kept in a file of its own that belongs to `program`.
    pub fn new(root: &Path, program: &Path, file: PathBuf) -> Stamp {
        Stamp { file, tree: Tree::new(root), program: program.to_owned() }
    }

    /// Whether everything is as the last run left it.
    pub fn holds(&self) -> bool {
        let last = fs::read_to_string(&self.file).ok();
        last.is_some() && last == self.state().ok()
    }

    /// Remembers how everything is now.
    ///
    /// # Errors
    ///
    /// If a file cannot be looked at or the stamp cannot be written.
    pub fn renew(&self) -> Result<()> {
        let state = self.state()?;
        fs::write(&self.file, state).map_err(|error| format!("cannot write the stamp: {error}"))
    }

    fn state(&self) -> Result<String> {
        let mut hasher = DefaultHasher::new();
        hash_file(&self.program, &mut hasher)?;
        for path in self.tree.every_path()? {
            let path = self.tree.locate(&path);
            path.hash(&mut hasher);
            hash_file(&path, &mut hasher)?;
        }
        Ok(format!("{:016x}\n", hasher.finish()))
    }
}

fn hash_file(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let look = |error| format!("cannot look at `{}`: {error}", path.display());
    let metadata = fs::metadata(path).map_err(look)?;
    metadata.len().hash(hasher);
    metadata.modified().map_err(look)?.hash(hasher);
    Ok(())
}
