//! What can be read of authorizations, and what changes when an administrator thinks again.

use std::time::Duration;

use serde_json::{Value, json};
use wxopen_mock::AccountKind;

use super::caller::{Caller, Given, MERCHANT, code, text};

const LIST: &str = "/cgi-bin/component/api_get_authorizer_list";

#[tokio::test]
async fn authorizing_again_voids_what_was_before() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (account, before) = caller.merchant(&component, &[24]).await;
    let authorization = account.authorize(&[33]).await;
    assert_eq!(caller.get_open_account(&before.access).await, 40001, "at once");
    assert_eq!(code(&caller.refresh(&component, &before.refresh).await), 61023);
    assert_eq!(refresh_token(&caller.info(&component).await), None, "nobody was told yet");

    let traded = caller.trade(&component, &authorization).await;
    let after = Given::read(&traded["authorization_info"]);
    assert_ne!(after.refresh, before.refresh);
    assert_eq!(code(&caller.get_link(&after.access).await), 0);
}

#[tokio::test]
async fn changing_the_sets_leaves_the_tokens_alone() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (account, given) = caller.merchant(&component, &[24]).await;
    let authorization = account.change(&[33]).await;
    assert_eq!(code(&caller.get_link(&given.access).await), 0);
    assert_eq!(caller.get_open_account(&given.access).await, 61007);
    let traded = caller.trade(&component, &authorization).await;
    assert_eq!(Given::read(&traded["authorization_info"]).refresh, given.refresh);
    assert_eq!(traded["authorization_info"]["func_info"], sets(&[33]));
}

#[tokio::test]
async fn revoking_ends_everything() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (account, given) = caller.merchant(&component, &[24]).await;
    account.revoke().await;
    assert_eq!(caller.get_open_account(&given.access).await, 40001);
    assert_eq!(code(&caller.refresh(&component, &given.refresh).await), 61003);
    assert_eq!(code(&caller.info(&component).await), 61003);
    assert_eq!(list(&caller, &component, 0, 10).await["total_count"], 0);
}

#[tokio::test]
#[should_panic(expected = "`wx-merchant` has not authorized `wx-platform`")]
async fn nothing_to_revoke() {
    Caller::start().await.component.account(MERCHANT).revoke().await;
}

#[tokio::test]
#[should_panic(expected = "`wx-merchant` has not authorized `wx-platform`")]
async fn nothing_to_change() {
    Caller::start().await.component.account(MERCHANT).change(&[]).await;
}

#[tokio::test]
#[should_panic(expected = "`wx-merchant` has not authorized `wx-platform`")]
async fn nothing_to_replace() {
    Caller::start().await.component.account(MERCHANT).replace_refresh_token();
}

#[tokio::test]
async fn without_a_permission_set_there_is_no_call() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    for (sets, link, open) in [(&[33][..], 0, 61007), (&[1, 25], 61007, 0), (&[], 61007, 61007)] {
        let (_, given) = caller.merchant(&component, sets).await;
        assert_eq!(code(&caller.get_link(&given.access).await), link, "{sets:?}");
        assert_eq!(caller.get_open_account(&given.access).await, open, "{sets:?}");
    }
}

#[tokio::test]
async fn an_account_is_read() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let account = caller.component.account(MERCHANT).nick_name("茶叶铺").original_id("gh_tea");
    let account = account.principal_name("Tea Ltd");
    assert_eq!(code(&caller.info(&component).await), 61003);
    let authorization = account.authorize(&[33, 24]).await;
    let untraded = caller.info(&component).await;
    assert_eq!(refresh_token(&untraded), None);
    let given = Given::read(&caller.trade(&component, &authorization).await["authorization_info"]);
    let info = caller.info(&component).await;
    assert_eq!(refresh_token(&info), Some(given.refresh));
    assert_eq!(info["authorization_info"]["func_info"], sets(&[33, 24]));
    assert_eq!(info["authorization_info"]["authorizer_appid"], MERCHANT);
    let profile = &info["authorizer_info"];
    let told = ["nick_name", "user_name", "principal_name"].map(|name| text(profile, name));
    assert_eq!(told, ["茶叶铺", "gh_tea", "Tea Ltd"]);
    assert!(profile.get("MiniProgramInfo").is_none());

    account.kind(AccountKind::MiniProgram);
    let info = caller.info(&component).await;
    assert!(info["authorizer_info"]["MiniProgramInfo"]["network"].is_object());
}

#[tokio::test]
async fn the_list_comes_in_pages() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[33]).await;
    for number in 0..4 {
        caller.mock.advance(Duration::from_secs(1000));
        caller.component.account(&format!("wx-{number}")).authorize(&[]).await;
    }
    let appids = |answer: &Value| -> Vec<String> {
        let list = answer["list"].as_array().expect("a list");
        list.iter().map(|entry| text(entry, "authorizer_appid")).collect()
    };
    let expected = [MERCHANT, "wx-0", "wx-1", "wx-2", "wx-3"];
    for (offset, count) in [(0, 500), (0, 2), (2, 2), (4, 2), (5, 2), (0, 0), (99, 1)] {
        let answer = list(&caller, &component, offset, count).await;
        assert_eq!(answer["total_count"], 5);
        let page: Vec<&str> = expected.iter().copied().skip(offset).take(count).collect();
        assert_eq!(appids(&answer), page, "{offset} {count}");
    }
    let all = list(&caller, &component, 0, 500).await;
    assert_eq!(all["list"][0]["refresh_token"], given.refresh);
    assert!(all["list"][1].get("refresh_token").is_none(), "its code was never traded");
    let time = |index: usize| all["list"][index]["auth_time"].as_u64().expect("a time");
    let apart: Vec<u64> = (1..5).map(|index| time(index) - time(index - 1)).collect();
    assert!(apart.iter().all(|seconds| (999..1060).contains(seconds)), "{apart:?}");
    assert_eq!(code(&list(&caller, &component, 0, 501).await), 40170);
}

async fn list(caller: &Caller, token: &str, offset: usize, count: usize) -> Value {
    caller.ask(LIST, token, json!({ "offset": offset, "count": count })).await
}

fn refresh_token(info: &Value) -> Option<String> {
    info["authorization_info"]["authorizer_refresh_token"].as_str().map(str::to_owned)
}

fn sets(ids: &[u16]) -> Value {
    ids.iter().map(|id| json!({ "funcscope_category": { "id": id } })).collect()
}
