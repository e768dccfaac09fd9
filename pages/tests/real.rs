//! The real pages, which are not ours to keep. `WXOPEN_DOCS` names the folder that holds them.

use std::{env, fs, path::PathBuf};

use wxopen_pages::{Completeness, ErrorCode, Page, read};

fn pages_of(folder: &PathBuf, start: &str) -> Vec<Page> {
    let entries = fs::read_dir(folder).expect("the folder of the real pages");
    let path = entries
        .map(|entry| entry.expect("a file").path())
        .find(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(start)))
        .expect("a real page");
    read(&fs::read(path).expect("a real page"), None).expect("a readable page")
}

fn paths(page: &Page) -> Vec<&str> {
    page.reply.value.iter().map(|field| field.path.as_str()).collect()
}

fn codes(page: &Page) -> Vec<ErrorCode> {
    page.errors.value.iter().map(|row| row.code.clone()).collect()
}

#[test]
fn the_real_pages_yield_their_key_facts() {
    let Ok(folder) = env::var("WXOPEN_DOCS").map(PathBuf::from) else {
        println!("skipped: WXOPEN_DOCS does not name the folder of the real pages");
        return;
    };
    get_link(&pages_of(&folder, "000"));
    link(&pages_of(&folder, "001"));
    three(&pages_of(&folder, "002"));
    get_open(&pages_of(&folder, "003"));
    register(&pages_of(&folder, "004"));
}

fn get_link(pages: &[Page]) {
    let [page] = pages else { panic!("one interface") };
    assert_eq!(page.interface.as_deref(), Some("getLinkMiniprogram"));
    assert_eq!(page.path.as_deref(), Some("/cgi-bin/wxopen/wxamplinkget"));
    assert_eq!(page.permission_sets.value, [33]);
    assert_eq!(page.request.completeness, Completeness::Absent);
    assert_eq!(paths(page), ["errcode", "errmsg", "wxopens"]);
    assert_eq!(page.reply.completeness, Completeness::Truncated);
    assert_eq!(page.errors.value.len(), 15);
    let members = &page.samples.value[0].members;
    for path in ["wxopens.items[].helps", "wxopens.items[].func_News[].id"] {
        assert!(members.iter().any(|member| member.path == path), "{path}");
    }
}

fn link(pages: &[Page]) {
    let [page] = pages else { panic!("one interface") };
    assert_eq!(page.interface, None);
    assert_eq!(page.path.as_deref(), Some("/cgi-bin/wxopen/wxamplink"));
    let request: Vec<&str> = page.request.value.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(request, ["appid", "notify_users", "show_profile"]);
    assert_eq!(page.query.value.last().map(|q| q.name.as_str()), Some("access_Token"));
    let filler = ErrorCode::Overwritten("初始值".to_owned());
    assert_eq!(codes(page).iter().filter(|code| **code == filler).count(), 2);
    assert_eq!(page.errors.value.len(), 18);
}

fn three(pages: &[Page]) {
    let [get, link, unlink] = pages else { panic!("three interfaces") };
    assert!(paths(get).contains(&"wxopens.items[].func_info"));
    assert_eq!(get.reply.value.len(), 14);
    assert_eq!(get.request.completeness, Completeness::Whole);
    assert_eq!(link.request.value.len(), 3);
    assert_eq!(unlink.path.as_deref(), Some("/cgi-bin/wxopen/wxampunlink"));
    for page in pages {
        assert!(page.errors_shared && page.errors.value.len() == 11);
        assert!(page.errors.value.iter().all(|row| row.errmsg.is_none()));
    }
}

fn get_open(pages: &[Page]) {
    let [page] = pages else { panic!("one interface") };
    assert_eq!(page.interface.as_deref(), Some("getOpenAccount"));
    assert_eq!(page.permission_sets.value, [24, 25, 60]);
    assert_eq!(paths(page), ["open_appid", "errcode", "errmsg"]);
    let messages: Vec<&str> =
        page.errors.value.iter().filter_map(|row| row.errmsg.as_deref()).collect();
    assert_eq!(messages.last().copied(), Some("open not exists"));
    assert!(messages.contains(&"invalid appid"));
}

fn register(pages: &[Page]) {
    let [page] = pages else { panic!("one interface") };
    assert_eq!(page.interface.as_deref(), Some("registerMiniprogramByOffiaccount"));
    assert!(paths(page).contains(&"is_wx_verify_Stn") && paths(page).contains(&"is_link_Stn"));
    assert_eq!(page.request.completeness, Completeness::Whole);
    assert_eq!(page.errors.value.len(), 13);
    assert_eq!(page.samples.value.len(), 2);
    assert!(page.samples.value.iter().all(|sample| !sample.valid_json));
}
