//! `cargo xtask new`: begins the specification of an endpoint. Proposes names, but guesses nothing
//! that the official page says, and never overwrites.

use std::path::Path;

use wxopen_codegen::names::{propose_member, propose_type};
use wxopen_codegen::{SourceFile, parse};

use crate::Result;
use crate::tree::Tree;

const SKELETON: &str = include_str!("skeleton.toml");

/// Writes the skeleton of a specification file and returns its path.
///
/// # Errors
///
/// If the name or the category is not possible, if the interface has a file already, or if the
/// disk fails.
pub fn begin_endpoint(root: &Path, interface: &str, category: &str) -> Result<String> {
    let tree = Tree::new(root);
    let sources = tree.sources()?;
    check_interface(interface)?;
    check_category(category, &sources)?;
    check_absent(interface, &sources)?;
    let path = format!("spec/endpoints/{category}/{interface}.toml");
    let text = SKELETON
        .replace("<interface>", interface)
        .replace("<module>", &propose_member(interface))
        .replace("<request>", &propose_type(interface));
    tree.create(&path, &text)?;
    Ok(path)
}

fn check_interface(name: &str) -> Result<()> {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(());
    }
    Err(format!("`{name}` is no name of an interface: those have plain letters and digits only"))
}

fn check_category(category: &str, sources: &[SourceFile]) -> Result<()> {
    let file = sources.iter().filter(|source| source.path == "categories.toml");
    let file: Vec<SourceFile> = file.cloned().collect();
    let mut findings = Vec::new();
    let spec = parse::parse(&file, &mut findings);
    if !findings.is_empty() {
        return Err(crate::describe(&findings, &file));
    }
    let known: Vec<&str> = spec.categories.iter().map(|(_, known)| known.id.as_str()).collect();
    if known.contains(&category) {
        return Ok(());
    }
    let known = known.join("\n  ");
    Err(format!(
        "there is no category `{category}` in `spec/categories.toml`; the categories are\n  {known}"
    ))
}

fn check_absent(interface: &str, sources: &[SourceFile]) -> Result<()> {
    let name = format!("/{interface}.toml");
    let is_it = |source: &&SourceFile| {
        source.path.starts_with("endpoints/") && source.path.ends_with(&name)
    };
    match sources.iter().find(is_it) {
        Some(source) => {
            Err(format!("`{interface}` is described in `spec/{}` already", source.path))
        }
        None => Ok(()),
    }
}
