//! `docs diff`: pages as files against the extracts of a small repository, and the exit codes.

use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::{Expect, expect};
use xtask::{Copies, Verdict};

use crate::house::{House, endpoint};

/// A repository that knows the teahouse of the test pages and has stored one of them.
fn teahouse() -> House {
    let house = House::new();
    for (interface, module) in [("countCups", "count_cups"), ("openHouse", "open_house")] {
        let rust = format!("{}{}", interface[..1].to_uppercase(), &interface[1..]);
        let path = format!("spec/endpoints/thing-managment/{interface}.toml");
        house.write(&path, &endpoint(interface, module, &rust));
    }
    house.write("saved/b/count.md", &fixture("zh-openapi/twin.md"));
    let files = [house.root().join("saved/b/count.md")];
    xtask::save(house.root(), &files, &copies()).expect("stores the page");
    house
}

fn fixture(name: &str) -> String {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pages/tests/pages");
    std::fs::read_to_string(pages.join(name)).expect("a test page")
}

fn copies() -> Copies {
    let (address, read_on) = (String::new(), String::new());
    Copies { edition: None, address, read_on, entire: true }
}

fn check(house: &House, paths: &[&str], interface: Option<&str>, verdict: Verdict, told: Expect) {
    let before = house.snapshot();
    let paths: Vec<PathBuf> = paths.iter().map(|path| house.root().join(path)).collect();
    let report = xtask::diff(house.root(), &paths, &copies(), interface).expect("a report");
    let root = house.root().display().to_string().replace('\\', "/");
    told.assert_eq(&format!("{report}\n").replace(&format!("{root}/"), ""));
    assert_eq!(report.verdict(), verdict);
    assert_eq!(house.snapshot(), before, "something was written");
}

#[test]
fn a_page_that_did_not_change() {
    check(
        &teahouse(),
        &["saved"],
        None,
        Verdict::Same,
        expect![[r#"
        1 page: 1 the same, 0 changed, 0 breaking, 0 new; 0 lines would break callers, 0 would not, 0 known only now; 0 failures
    "#]],
    );
}

#[test]
fn a_page_that_changed() {
    let house = teahouse();
    house.edit("saved/b/count.md", "\"必填\": \"否\"", "\"必填\": \"是\"");
    house.edit("saved/b/count.md", "too many cups", "too many");
    check(
        &house,
        &["saved/b/count.md"],
        None,
        Verdict::Breaking,
        expect![[r#"
        countCups, zh-openapi: saved/b/count.md:1
        ! request `size` required: `否` became `是`
          error 700401 message: `too many cups` became `too many`

        1 page: 0 the same, 0 changed, 1 breaking, 0 new; 1 line would break callers, 1 would not, 0 known only now; 0 failures
    "#]],
    );
    house.edit(
        "saved/b/count.md",
        "\"必填\": \"是\",\n    \"说明\": \"大小",
        "\"必填\": \"否\",\n    \"说明\": \"大小",
    );
    check(
        &house,
        &["saved/b/count.md"],
        None,
        Verdict::Changed,
        expect![[r#"
        countCups, zh-openapi: saved/b/count.md:1
          error 700401 message: `too many cups` became `too many`

        1 page: 0 the same, 1 changed, 0 breaking, 0 new; 0 lines would break callers, 1 would not, 0 known only now; 0 failures
    "#]],
    );
}

/// The same interface as text, where cells run together and a section is cut.
#[test]
fn another_copy_of_the_page() {
    let house = teahouse();
    house.write("saved/glued.txt", &fixture("zh-openapi/glued.txt"));
    check(
        &house,
        &["saved/glued.txt"],
        None,
        Verdict::Breaking,
        expect![[r#"
        countCups, zh-openapi: saved/glued.txt:1
          query `access_token` required: removed
        ! permission set 923: removed
          permission set 922: added
          reply `shelf.cups[].state` value `0`: added
          reply `shelf.cups[].state` value `1`: added
          reply `MiniShelfInfo`: added, `object`
          enumeration reply `shelf.cups[].state` value `DIRTY`: removed
          enumeration reply `shelf.cups[].state` value `-1`: added
          enumeration reply `shelf.cups[].state` value `HALF`: added
          error 700401: removed
          error -1: added, `system is asleep`
          sample reply `shelf`: removed
          sample reply `shelf.cups`: removed
          sample reply `shelf.cups[]`: removed
          sample reply `shelf.cups[].marks`: removed
          sample reply `shelf.cups[].marks[]`: removed
          sample reply `shelf.cups[].marks[].ink`: removed
          sample reply `shelf.cups[].state`: removed
          sample request `house_id`: removed
          unseen: request: 2 known facts are not in this copy, which proves nothing

        1 page: 0 the same, 0 changed, 1 breaking, 0 new; 1 line would break callers, 18 would not, 0 known only now; 0 failures
    "#]],
    );
}

#[test]
fn a_copy_that_ends_early_changes_nothing() {
    let house = teahouse();
    let page = house.read("saved/b/count.md");
    let early = page.split("### 请求体").next().expect("a beginning");
    house.write("saved/b/count.md", early);
    check(
        &house,
        &["saved"],
        None,
        Verdict::Same,
        expect![[r#"
        countCups, zh-openapi: saved/b/count.md:1
          unseen: request: 2 known facts are not in this copy, which proves nothing
          unseen: reply: 6 known facts are not in this copy, which proves nothing
          unseen: enumerations: 2 known facts are not in this copy, which proves nothing
          unseen: errors: 3 known facts are not in this copy, which proves nothing
          unseen: samples: 9 known facts are not in this copy, which proves nothing

        1 page: 1 the same, 0 changed, 0 breaking, 0 new; 0 lines would break callers, 0 would not, 0 known only now; 0 failures
    "#]],
    );
}

#[test]
fn folders_are_searched() {
    let house = teahouse();
    house.write("saved/a/open.txt", &fixture("zh-openapi/piped.txt"));
    for ignored in ["saved/.hidden.md", "saved/.git/x.md", "saved/fetched.toml", "saved/page.js"] {
        house.write(ignored, "no page");
    }
    check(
        &house,
        &["saved"],
        None,
        Verdict::Changed,
        expect![[r#"
        openHouse, zh-openapi: saved/a/open.txt:1
          new: no extract is stored; store it with `cargo xtask docs extract --save saved/a/open.txt`

        2 pages: 1 the same, 0 changed, 0 breaking, 1 new; 0 lines would break callers, 0 would not, 0 known only now; 0 failures
    "#]],
    );
    check(
        &house,
        &["saved/page.js", "saved/b"],
        None,
        Verdict::Failed,
        expect![[r#"
        failed: saved/page.js: no known edition was recognised; state one
        1 page: 1 the same, 0 changed, 0 breaking, 0 new; 0 lines would break callers, 0 would not, 0 known only now; 1 failure
    "#]],
    );
}

#[test]
fn what_cannot_be_compared_is_a_failure() {
    let house = teahouse();
    house.write("saved/three.txt", &fixture("zh-3pp20/three_on_a_page.txt"));
    house.write("empty/notes.toml", "");
    check(
        &house,
        &["saved", "empty"],
        None,
        Verdict::Failed,
        expect![[r#"
        failed: saved/three.txt:1: no endpoint of the specification is called (no name) or calls /teahouse/ware/look; begin one with `cargo xtask new`
        failed: saved/three.txt:45: no endpoint of the specification is called (no name) or calls /teahouse/ware/buy; begin one with `cargo xtask new`
        failed: saved/three.txt:81: no endpoint of the specification is called (no name) or calls /teahouse/ware/return; begin one with `cargo xtask new`
        failed: empty: no file in this folder ends in .txt, .text, .html, .htm, .md, .markdown
        1 page: 1 the same, 0 changed, 0 breaking, 0 new; 0 lines would break callers, 0 would not, 0 known only now; 4 failures
    "#]],
    );
}

#[test]
fn one_interface_only() {
    let house = teahouse();
    house.write("saved/a/open.txt", &fixture("zh-openapi/piped.txt"));
    check(
        &house,
        &["saved"],
        Some("countCups"),
        Verdict::Same,
        expect![[r#"
        1 page: 1 the same, 0 changed, 0 breaking, 0 new; 0 lines would break callers, 0 would not, 0 known only now; 0 failures
    "#]],
    );
    check(
        &house,
        &["saved"],
        Some("getThing"),
        Verdict::Failed,
        expect![[r#"
        failed: none of the pages is about `getThing`
        0 pages: 0 the same, 0 changed, 0 breaking, 0 new; 0 lines would break callers, 0 would not, 0 known only now; 1 failure
    "#]],
    );
    house.edit("saved/b/count.md", "countCups", "countAllCups");
    check(
        &house,
        &["saved"],
        Some("countCups"),
        Verdict::Changed,
        expect![[r#"
        countCups, zh-openapi: saved/b/count.md:1
          interface name: `countCups` became `countAllCups`

        1 page: 0 the same, 1 changed, 0 breaking, 0 new; 0 lines would break callers, 1 would not, 0 known only now; 0 failures
    "#]],
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let house = teahouse();
    let gone = xtask::diff(house.root(), &["gone.txt".into()], &copies(), None).expect("a report");
    assert_eq!(gone.verdict(), Verdict::Failed);
    assert!(gone.to_string().starts_with("failed: gone.txt: "), "{gone}");
    let refuse = |copies: &Copies, interface| {
        xtask::diff(house.root(), &[], copies, interface).expect_err("is refused")
    };
    let message = refuse(&copies(), Some("nothing"));
    assert_eq!(message, "no endpoint of the specification is called `nothing`");
    let message = refuse(&Copies { edition: Some("zh-2019".to_owned()), ..copies() }, None);
    assert!(message.starts_with("there is no edition `zh-2019`"), "{message}");
    house.write("spec/extracts/zh-openapi/countCups.toml", "reader = ");
    let message = refuse(&copies(), None);
    assert!(message.contains("countCups.toml: "), "{message}");
}

/// The program itself, on this repository's own extracts.
#[test]
fn exit_codes() {
    let house = House::empty();
    let page = |path: &str, sets: &str| {
        format!(
            "# 解除关联\n\n接口英文名：unlinkMiniprogram\n\n## 1. 调用方式\n\n### HTTPS 调用\n\n\
             POST https://api.weixin.qq.com{path}?access_token=ACCESS_TOKEN\n\n### 第三方调用\n\n\
             - 该接口所属的权限集 id 为：{sets}\n\n## 2. 请求参数\n"
        )
    };
    let exit_code = |text: &str| {
        house.write("page.md", text);
        let diff = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["docs", "diff"])
            .arg(house.root().join("page.md"))
            .output();
        diff.expect("runs").status.code()
    };
    assert_eq!(exit_code(&page("/cgi-bin/wxopen/wxampunlink", "33")), Some(0));
    assert_eq!(exit_code(&page("/cgi-bin/wxopen/wxampunlink", "33、34")), Some(1));
    assert_eq!(exit_code(&page("/cgi-bin/wxopen/unlink", "33")), Some(2));
    assert_eq!(exit_code("no page"), Some(3));
}
