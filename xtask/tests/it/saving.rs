//! `docs extract --save`: which page becomes whose extract, and what is left alone when one fails.

use std::path::PathBuf;

use xtask::{Copies, save};

use crate::house::{House, endpoint};

fn copies() -> Copies {
    Copies {
        edition: None,
        address: "/doc/x.html".into(),
        read_on: "2026-01-01".into(),
        entire: true,
    }
}

fn page(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../pages/tests/pages").join(name)
}

/// A house whose endpoints have the addresses of a test page with three interfaces.
fn teahouse() -> House {
    let house = House::new();
    for (name, request) in [("look", "Look"), ("buy", "Buy"), ("return_it", "Return")] {
        let text = endpoint(&format!("{request}Ware"), name, &format!("{request}Ware"));
        let path = format!("/teahouse/ware/{}", name.trim_end_matches("_it"));
        let text = text.replace(&format!("/cgi-bin/{name}"), &path);
        house.write(&format!("spec/endpoints/thing-managment/{request}Ware.toml"), &text);
    }
    house
}

#[test]
fn a_page_of_several_interfaces_is_stored_by_what_it_calls() {
    let house = teahouse();
    let written = save(house.root(), &[page("zh-3pp20/three_on_a_page.txt")], &copies());
    let expected =
        ["Look", "Buy", "Return"].map(|n| format!("spec/extracts/zh-3pp20/{n}Ware.toml"));
    assert_eq!(written, Ok(expected.to_vec()));
    let extracts = wxopen_pages::load_extracts(&house.root().join("spec/extracts")).expect("reads");
    let names: Vec<&str> = extracts.iter().map(|extract| extract.interface.as_str()).collect();
    assert_eq!(names, ["BuyWare", "LookWare", "ReturnWare"]);
    assert!(extracts.iter().all(|extract| extract.header.entire && extract.page.errors_shared));
    assert!(extracts.windows(2).all(|two| two[0].header.sha256 == two[1].header.sha256));
}

#[test]
fn nothing_is_stored_when_a_page_is_about_nothing_we_know() {
    let house = teahouse();
    let files = [page("zh-3pp20/three_on_a_page.txt"), page("en-openapidoc/piped.txt")];
    let message = save(house.root(), &files, &copies()).expect_err("nobody knows kettles");
    assert!(message.contains("piped.txt:1: no endpoint") && message.contains("listKettles"));
    assert!(!house.exists("spec/extracts"), "{message}");
}
