//! This repository itself: what is committed is what the specification says.

use std::path::Path;

#[test]
fn generated_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("inside the repository");
    if let Err(message) = xtask::check(root, &xtask::codegen) {
        panic!("{message}");
    }
}
