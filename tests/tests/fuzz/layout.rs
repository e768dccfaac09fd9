//! Holds the folder `fuzz` against the list of targets: nothing there is ever compiled by the tests, so
//! this is what keeps it from falling behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use libtest_mimic::Failed;
use wxopen_tests::fuzz::TARGETS;

/// Every target has seeds and a program that runs it, and there is no other.
pub(crate) fn check() -> Result<(), Failed> {
    let folder = crate::folder();
    let names: BTreeSet<String> = TARGETS.map(|target| target.name.to_owned()).into();
    let programs = names_in(&folder.join("fuzz_targets"))?;
    assert_eq!(programs, names.iter().map(|name| format!("{name}.rs")).collect());
    assert_eq!(names_in(&folder.join("seeds"))?, names);
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
    for name in &names {
        let program = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs")))?;
        assert!(program.contains(&format!("wxopen_tests::fuzz::run(\"{name}\", ")), "{name}");
        let path = format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"\n");
        assert!(manifest.contains(&path), "Cargo.toml does not name {name}");
        assert!(!crate::seeds(name).is_empty(), "{name} has no seeds");
    }
    Ok(())
}

fn names_in(folder: &Path) -> Result<BTreeSet<String>, Failed> {
    let entries = fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}
