//! The committed extracts. `UPDATE_EXPECT=1` brings one that was written by hand into form.

use std::{collections::BTreeSet, env, fs, path::Path, path::PathBuf};

use expect_test::expect_file;
use wxopen_pages::{Extract, StoredCopy, digest, extract_path, load_extracts, read_copy, to_toml};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/extracts")
}

fn committed() -> Vec<Extract> {
    load_extracts(&folder()).expect("every committed extract reads")
}

#[test]
fn every_extract_is_in_the_form_the_reader_writes() {
    for extract in committed() {
        let page = extract.page;
        let path = folder().join(extract_path(page.edition, &extract.interface));
        expect_file![path].assert_eq(&to_toml(&extract.header, &[page]).expect("an extract"));
    }
}

#[test]
fn every_extract_says_where_and_when_it_was_read() {
    for Extract { interface, header, .. } in committed() {
        let official = "https://developers.weixin.qq.com/doc/oplatform/";
        assert!(header.address.starts_with(official), "{interface}: {}", header.address);
        assert_eq!(header.read_on.len(), "2026-01-01".len(), "{interface}");
        assert!(header.sha256.is_none_or(|hex| hex.len() == 64), "{interface}");
    }
}

/// Each real page gives exactly the extracts that carry its digest, and all of them are there.
#[test]
fn the_real_pages_give_the_committed_extracts() {
    let Ok(folder) = env::var("WXOPEN_DOCS") else {
        println!("skipped: WXOPEN_DOCS does not name the folder of the real pages");
        return;
    };
    let committed = committed();
    let mut reproduced = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the folder of the real pages") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let bytes = fs::read(&path).expect("a real page");
        let sha256 = Some(digest(&bytes));
        let of_copy = || committed.iter().filter(|extract| extract.header.sha256 == sha256);
        let first = of_copy().next();
        let first = first.unwrap_or_else(|| panic!("{} has no extract", path.display()));
        let copy = StoredCopy { edition: Some(first.page.edition), entire: first.header.entire };
        let pages = read_copy(&bytes, copy).expect("a readable page");
        assert_eq!(pages.len(), of_copy().count(), "{}", path.display());
        for extract in of_copy() {
            assert!(pages.contains(&extract.page), "{}: {}", path.display(), extract.interface);
            reproduced.insert((&extract.interface, extract.page.edition.label()));
        }
    }
    let with_copy = committed.iter().filter(|extract| extract.header.sha256.is_some()).count();
    assert_eq!(reproduced.len(), with_copy, "a committed extract lacks its copy");
}
