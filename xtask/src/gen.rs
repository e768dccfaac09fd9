//! `cargo xtask gen`: makes the generated folders say what the specification says, or tells where
//! they differ. Never overwrites and never deletes a file without the generated mark.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use wxopen_codegen::{Diagnostic, MARK, OutputFile, SourceFile};

use crate::Result;
use crate::tree::{GENERATED, Tree};

/// What a generator makes of a specification.
pub type Generated = std::result::Result<Vec<OutputFile>, Vec<Diagnostic>>;

/// A generator: files in, files out.
pub type Generator<'a> = &'a dyn Fn(&[SourceFile]) -> Generated;

/// What a run has done to the generated folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The files written, in the order of their paths.
    pub written: Vec<String>,
    /// The files deleted, in the order of their paths.
    pub deleted: Vec<String>,
    /// How many files were right already.
    pub unchanged: usize,
}

/// The generator of this repository, for the release this program belongs to.
pub fn codegen(files: &[SourceFile]) -> Generated {
    wxopen_codegen::generate(files, env!("CARGO_PKG_VERSION"))
}

/// Generates everything and writes what has changed.
///
/// # Errors
///
/// If the specification has findings or a file is in the way, and then nothing is written; or if
/// the disk fails.
pub fn generate(root: &Path, generator: Generator<'_>) -> Result<Summary> {
    let tree = Tree::new(root);
    let files = run(generator, &tree.sources()?)?;
    let plan = Plan::new(&files, &tree.generated()?)?;
    // Deleting comes first: where names ignore case, an orphan may answer to a name just written.
    for path in &plan.orphans {
        tree.delete(path)?;
    }
    let mut changed: Vec<&OutputFile> = plan.missing.into_iter().chain(plan.stale).collect();
    changed.sort_by(|a, b| a.path.cmp(&b.path));
    for file in &changed {
        tree.replace(&file.path, &file.text)?;
    }
    let written: Vec<String> = changed.into_iter().map(|file| file.path.clone()).collect();
    Ok(Summary { unchanged: files.len() - written.len(), written, deleted: plan.orphans })
}

/// Generates everything twice, writes nothing, and counts the files if all of them are right.
///
/// # Errors
///
/// As [`generate`]; also if a file differs from what would be written, or if the generator makes
/// something else of the same files in another order.
pub fn check(root: &Path, generator: Generator<'_>) -> Result<usize> {
    let tree = Tree::new(root);
    let mut sources = tree.sources()?;
    let files = run(generator, &sources)?;
    sources.reverse();
    compare(&files, &run(generator, &sources)?)?;
    let plan = Plan::new(&files, &tree.generated()?)?;
    if plan.is_empty() { Ok(files.len()) } else { Err(format!("{plan}run `cargo xtask gen`")) }
}

/// What differs between the disk and what was generated.
struct Plan<'a> {
    missing: Vec<&'a OutputFile>,
    stale: Vec<&'a OutputFile>,
    orphans: Vec<String>,
}

impl<'a> Plan<'a> {
    fn new(files: &'a [OutputFile], disk: &BTreeMap<String, Vec<u8>>) -> Result<Plan<'a>> {
        let wanted = by_path(files)?;
        refuse_unmarked(disk)?;
        let (present, missing): (Vec<_>, Vec<_>) =
            files.iter().partition(|file| disk.contains_key(&file.path));
        let is_stale = |file: &&OutputFile| disk[&file.path] != file.text.as_bytes();
        Ok(Plan {
            missing,
            stale: present.into_iter().filter(is_stale).collect(),
            orphans: disk
                .keys()
                .filter(|path| !wanted.contains_key(path.as_str()))
                .cloned()
                .collect(),
        })
    }

    fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.orphans.is_empty()
    }
}

impl fmt::Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stale.iter().try_for_each(|file| writeln!(f, "stale    {}", file.path))?;
        self.missing.iter().try_for_each(|file| writeln!(f, "missing  {}", file.path))?;
        self.orphans.iter().try_for_each(|path| writeln!(f, "orphan   {path}"))
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.written.iter().try_for_each(|path| writeln!(f, "wrote    {path}"))?;
        self.deleted.iter().try_for_each(|path| writeln!(f, "deleted  {path}"))?;
        let (written, deleted) = (self.written.len(), self.deleted.len());
        write!(f, "{written} written, {deleted} deleted, {} unchanged", self.unchanged)
    }
}

fn run(generator: Generator<'_>, sources: &[SourceFile]) -> Result<Vec<OutputFile>> {
    generator(sources).map_err(|findings| crate::describe(&findings, sources))
}

/// The files by path, each of them in a generated folder, marked, and there only once.
fn by_path(files: &[OutputFile]) -> Result<BTreeMap<&str, &OutputFile>> {
    let mut found = BTreeMap::new();
    for file in files {
        let path = file.path.as_str();
        if !is_below_generated(path) {
            return Err(format!("the generator wants to write `{path}`, which is none of its own"));
        }
        if !is_marked(file.text.as_bytes()) {
            return Err(format!("the generator forgot the mark `{MARK}` in `{path}`"));
        }
        if found.insert(path, file).is_some() {
            return Err(format!("the generator wants to write `{path}` twice"));
        }
    }
    Ok(found)
}

fn is_below_generated(path: &str) -> bool {
    let below = |top: &str| path.strip_prefix(top).is_some_and(|rest| rest.starts_with('/'));
    GENERATED.iter().any(|top| below(top)) && !path.split('/').any(|step| step == "..")
}

fn refuse_unmarked(disk: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let foreign: String = disk
        .iter()
        .filter(|(_, bytes)| !is_marked(bytes))
        .map(|(path, _)| format!("no mark  {path}\n"))
        .collect();
    if foreign.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{foreign}a file in a generated folder that lacks `{MARK}` in its first lines was written \
         by somebody, and is left alone: move it elsewhere, then run `cargo xtask gen`"
    ))
}

/// Whether the mark stands in the first lines, where a comment or `$comment` carries it.
fn is_marked(bytes: &[u8]) -> bool {
    let head = bytes.split(|byte| *byte == b'\n').take(5);
    head.into_iter().any(|line| String::from_utf8_lossy(line).contains(MARK))
}

fn compare(first: &[OutputFile], second: &[OutputFile]) -> Result<()> {
    let (first, second) = (by_path(first)?, by_path(second)?);
    let paths = first.keys().chain(second.keys().filter(|path| !first.contains_key(*path)));
    let differing: String = paths
        .filter(|path| first.get(*path) != second.get(*path))
        .map(|path| format!("differs  {path}\n"))
        .collect();
    if differing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{differing}the generator makes something else of the same files when they come in another \
         order: mend it in `codegen/`"
    ))
}
