//! The crates that are compiled, in a workspace of their own outside of ours.

use std::fs;
use std::path::Path;

use wxopen_codegen::emit::RUST;
use wxopen_codegen::model::{Endpoint, Model};
use wxopen_codegen::{OutputFile, SourceFile, generate, model};

use crate::Outcome;
use crate::compile::{STYLES, Style, serde_style};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Writes a workspace with a crate and a program that calls it in each style.
///
/// # Errors
///
/// If the specification cannot be generated, or files cannot be written.
pub(super) fn workspace(root: &Path, spec: &[SourceFile], calls: usize) -> Outcome<()> {
    let findings = |found: Vec<_>| format!("the specification has {} findings", found.len());
    let model = model(spec).map_err(findings)?;
    let files = generate(spec, "0.0.0").map_err(findings)?;
    put(root, "Cargo.toml", &manifest_of_workspace())?;
    fs::copy(Path::new(REPOSITORY).join("Cargo.lock"), root.join("Cargo.lock"))?;
    leniency(root)?;
    for style in STYLES {
        library(root, style, &model, &files)?;
        program(root, style, &model, calls)?;
    }
    Ok(())
}

fn manifest_of_workspace() -> String {
    let members: Vec<String> = STYLES
        .iter()
        .flat_map(|style| [style.package().to_owned(), format!("use-{}", style.package())])
        .collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[workspace.dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         wxopen-core = {{ path = \"{REPOSITORY}/crates/wxopen-core\", default-features = false }}\n\
         leniency = {{ path = \"leniency\" }}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n"
    )
}

fn manifest(name: &str, features: &str, dependencies: &[&str]) -> String {
    let line = |name: &&str| format!("{name}.workspace = true\n");
    let dependencies: String = dependencies.iter().map(line).collect();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\n{features}\n[dependencies]\n{dependencies}"
    )
}

fn leniency(root: &Path) -> Outcome<()> {
    let dependencies = ["serde", "serde_json", "wxopen-core"];
    put(root, "leniency/Cargo.toml", &manifest("leniency", "", &dependencies))?;
    put(root, "leniency/src/lib.rs", include_str!("runtime.rs.txt"))?;
    put(root, "leniency/src/lenient.rs", include_str!("../decode/lenient.rs"))?;
    put(root, "leniency/src/adapter.rs", include_str!("../decode/adapter.rs"))
}

fn library(root: &Path, style: Style, model: &Model, files: &[OutputFile]) -> Outcome<()> {
    let name = style.package();
    let features = model.categories.iter().map(|category| category.feature.as_str());
    let all: Vec<&str> = features.collect();
    let each: String = all.iter().map(|feature| format!("{feature} = []\n")).collect();
    let features = format!("default = {all:?}\nschemas = []\n{each}");
    let dependencies: &[&str] = match style {
        Style::Slots => &["wxopen-core"],
        _ => &["leniency", "serde", "wxopen-core"],
    };
    put(root, &format!("{name}/Cargo.toml"), &manifest(name, &features, dependencies))?;
    put(root, &format!("{name}/src/lib.rs"), &root_module(model))?;
    for file in files {
        let Some(path) = file.path.strip_prefix(RUST) else { continue };
        let endpoint = if style == Style::Slots { None } else { endpoint_of(path, model) };
        let rewritten = endpoint.map(|endpoint| serde_style::rewrite(&file.text, endpoint, style));
        let text = rewritten.as_deref().unwrap_or(&file.text);
        put(root, &format!("{name}/src/generated{path}"), text)?;
    }
    Ok(())
}

fn root_module(model: &Model) -> String {
    let mut out = String::from("//! Synthetic.\n\nmod generated;\n\npub use generated::*;\n");
    out.push_str("pub use generated::catalog::CATALOG;\n");
    for category in &model.categories {
        out.push_str(&format!("pub use generated::{};\n", category.module));
    }
    out
}

fn endpoint_of<'a>(path: &str, model: &'a Model) -> Option<&'a Endpoint> {
    let (module, file) = path.strip_prefix('/')?.split_once('/')?;
    let category = model.categories.iter().find(|category| category.module == module)?;
    let name = file.strip_suffix(".rs")?;
    category.endpoints.iter().find(|endpoint| endpoint.module == name)
}

fn program(root: &Path, style: Style, model: &Model, calls: usize) -> Outcome<()> {
    let library = style.package();
    let name = format!("use-{library}");
    put(root, &format!("{name}/Cargo.toml"), &{
        let mut text = manifest(&name, "", &["wxopen-core"]);
        text.push_str(&format!("{library} = {{ path = \"../{library}\" }}\n"));
        text
    })?;
    let mut text = String::from(PROGRAM);
    let endpoints = model.categories.iter().flat_map(|category| {
        category.endpoints.iter().map(move |endpoint| (category.module.as_str(), endpoint))
    });
    for (module, endpoint) in endpoints.take(calls) {
        text.push_str(&format!(
            "    call::<{library}::{module}::{}>(&text);\n",
            endpoint.request.name
        ));
    }
    text.push_str("}\n");
    put(root, &format!("{name}/src/main.rs"), &text)
}

const PROGRAM: &str = "//! Calls endpoints.

use wxopen_core::{Answer, Endpoint};

fn call<E: Endpoint>(text: &str)
where
    E::Reply: std::fmt::Debug + Clone + PartialEq,
{
    match E::decode(&mut Answer::new(text)) {
        Ok(reply) => println!(\"{reply:?} {}\", reply == reply.clone()),
        Err(error) => println!(\"{error}\"),
    }
}

fn main() {
    let text = std::env::args().nth(1).unwrap_or_default();
";

fn put(root: &Path, path: &str, text: &str) -> Outcome<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, text)?)
}
