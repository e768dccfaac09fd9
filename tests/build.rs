//! Sows each mistake of `seeds.rs` into a copy of the generated code it is about, for the test that
//! must find it. Never touches the generated code itself.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, unreachable_pub)]
mod seeds {
    include!("seeds.rs");
}

use seeds::{SEEDS, Seed, Sown};

fn main() {
    let tests = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=seeds.rs");
    let roster = read(&tests.join("src/generated/mod.rs"));
    let generated = tests.join("../crates/wxopen-api/src/generated");
    let (mut text, mut cases, mut barren) = (String::new(), String::new(), String::new());
    for seed in SEEDS {
        let (category, module) = seed.endpoint;
        let endpoint = read(&generated.join(format!("{category}/{module}.rs")));
        let catalog = read(&generated.join(format!("catalog/{category}/{module}.rs")));
        let home = format!("wxopen_api::{category}::{module}::");
        let line = roster.lines().find(|line| line.contains(&home)).unwrap_or_default();
        let sown = [(Sown::Endpoint, &*endpoint), (Sown::Catalog, &*catalog), (Sown::Roster, line)]
            .map(|(file, text)| sow(seed, file, text));
        // Where the specification has changed, the test says so; the others must still be built.
        let [Some(endpoint), Some(catalog), Some(line)] = sown else {
            let _ = write!(barren, "{:?}, ", seed.name);
            continue;
        };
        let meta = format!("crate::catalog::{category}::{module}::META");
        let endpoint = endpoint
            .replace(&meta, "super::catalog::META")
            .replace("crate::types::", "wxopen_api::types::");
        let catalog =
            catalog.replace("crate::generated::GLOBAL_ERRORS", "wxopen_api::GLOBAL_ERRORS");
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "pub mod {} {{\npub mod endpoint {{\n{endpoint}}}\npub mod catalog {{\n{catalog}}}\n}}\n",
            seed.name
        );
        let case = line.replace(&home, &format!("{}::endpoint::", seed.name));
        let _ = writeln!(cases, "({:?}, {}),", seed.name, case.trim().trim_end_matches(','));
    }
    let _ = writeln!(text, "pub const BARREN: &[&str] = &[{barren}];");
    let _ = writeln!(
        text,
        "pub fn sown() -> Vec<(&'static str, Box<dyn Case>)> {{\nvec![\n{cases}]\n}}"
    );
    fs::write(out.join("sown.rs"), text).expect("the folder of the build is writable");
}

/// The text with the mistake in it; `None` if it does not fit any more.
fn sow(seed: &Seed, file: Sown, text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for (_, from, to) in seed.edits.iter().filter(|(sown, ..)| *sown == file) {
        if !text.contains(from) {
            return None;
        }
        text = text.replacen(from, to, 1);
    }
    Some(text)
}

fn read(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).unwrap_or_default()
}
