//! From an authorization code to a merchant, and back from an answer that was lost.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use wxopen::Platform;
use wxopen::credential::{CredentialError, Remedy};
use wxopen::platform::{Accounts, AuthorizationPage, NotAnAddress, PlatformError, SendError};
use wxopen::store::{Key, Record, Store};
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_mock::Mock;

use super::{MERCHANT, component, count, merchant, mock, ready, shared};

fn traded() -> Value {
    json!({"authorization_info": {"authorizer_appid": MERCHANT,
        "authorizer_access_token": "merchant 1", "expires_in": 7200,
        "authorizer_refresh_token": "refresh 1",
        "func_info": [{"funcscope_category": {"id": 33}}, {"funcscope_category": {"id": 1}}]}})
}

fn info(refresh_token: Option<&str>) -> Value {
    let mut grant = json!({"authorizer_appid": MERCHANT,
        "func_info": [{"funcscope_category": {"id": 24}}]});
    if let Some(token) = refresh_token {
        grant["authorizer_refresh_token"] = token.into();
    }
    json!({"authorizer_info": {}, "authorization_info": grant})
}

/// A page of the list: appids, refresh tokens, and when they authorized.
fn list(accounts: &[(&str, Option<&str>, u64)]) -> Value {
    let listed = |(appid, token, time): &(&str, Option<&str>, u64)| match token {
        Some(token) => {
            json!({"authorizer_appid": appid, "refresh_token": token, "auth_time": time})
        }
        None => json!({"authorizer_appid": appid, "auth_time": time}),
    };
    let listed: Vec<Value> = accounts.iter().map(listed).collect();
    json!({"total_count": accounts.len(), "list": listed})
}

fn now() -> u64 {
    let since = std::time::UNIX_EPOCH.elapsed().expect("a clock that is set");
    since.as_secs()
}

/// With a ticket, a store to look into, and no merchant.
async fn empty(mock: &Mock) -> (Platform, Arc<dyn Store>) {
    let store = shared();
    let platform = super::platform_with(mock, &store);
    platform.store_ticket("the ticket").await.expect("stores");
    mock.script("getComponentAccessToken").reply(component(1));
    (platform, store)
}

async fn stored(store: &Arc<dyn Store>, appid: &str) -> Option<Record> {
    let key = Key::authorizer("wx-platform", appid);
    store.load(&key).await.expect("loads").map(|stored| stored.record)
}

#[tokio::test]
async fn a_code_becomes_a_merchant() {
    let mock = mock().await;
    let (platform, store) = empty(&mock).await;
    mock.script("getAuthorizerRefreshToken").reply(traded());
    let merchant = platform.authorize("a code").await.expect("a merchant");
    assert_eq!(merchant.appid(), MERCHANT);
    assert_eq!(merchant.permission_sets().await.ok(), Some(vec![1, 33]));
    let record = stored(&store, MERCHANT).await.expect("is there");
    assert_eq!(record.refresh_token, Some("refresh 1".into()));
    assert!(record.expires_at.is_some_and(|end| end.abs_diff(now() + 7200) < 60));
    merchant.send(GetOpenAccount::new()).await.expect_err("it has granted 1 and 33");
    assert_eq!(count(&mock, "getAuthorizerAccessToken"), 0, "the token came with the code");
    mock.stop().await;
}

#[tokio::test]
async fn a_lost_answer_is_read_back_for_the_account() {
    let mock = mock().await;
    let (platform, store) = empty(&mock).await;
    mock.script("getAuthorizerRefreshToken").drop_connection().code(61010).code(61009);
    mock.script("getAuthorizerInfo").reply(info(Some("refresh 5"))).times(3);
    for _ in 0..3 {
        platform.authorize_account(MERCHANT, "a code").await.expect("is read back");
    }
    let record = stored(&store, MERCHANT).await.expect("is there");
    assert_eq!(record.refresh_token, Some("refresh 5".into()));
    assert_eq!(record.permission_sets, Some(vec![24]));
    mock.stop().await;
}

#[tokio::test]
async fn a_lost_answer_is_found_among_those_who_came_last() {
    let mock = mock().await;
    let (platform, store) = empty(&mock).await;
    mock.script("getAuthorizerRefreshToken").drop_connection();
    let old = ("wx-old", Some("refresh old"), now() - 7200);
    let new = (MERCHANT, Some("refresh 5"), now());
    mock.script("getAuthorizerList").reply(list(&[old, new])).reply(list(&[]));
    mock.script("getAuthorizerInfo").reply(info(Some("refresh 5")));
    let merchant = platform.authorize("a code").await.expect("is read back");
    assert_eq!(merchant.appid(), MERCHANT);
    assert!(stored(&store, "wx-old").await.is_none(), "it is none of this call's business");
    mock.stop().await;
}

#[tokio::test]
async fn a_code_that_is_refused_is_not_looked_for() {
    let mock = mock().await;
    let (platform, _) = empty(&mock).await;
    mock.script("getAuthorizerRefreshToken").code(61009);
    let error = platform.authorize("anything").await.expect_err("no such code");
    assert!(matches!(&error, PlatformError::Call(call) if call.code() == Some(61009)));
    assert_eq!(
        count(&mock, "getAuthorizerList"),
        0,
        "anybody can call the address of the redirect"
    );
    mock.stop().await;
}

#[tokio::test]
async fn a_refused_refresh_token_is_read_back_once() {
    let mock = mock().await;
    let platform = ready(&mock).await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").code(61023).reply(merchant(1));
    mock.script("getAuthorizerInfo").reply(info(Some("refresh 7")));
    let merchant = platform.authorizer(MERCHANT);
    merchant.send(GetOpenAccount::new()).await.expect("with the token of today");
    let calls = mock.calls_of("getAuthorizerAccessToken");
    let tokens: Vec<_> = calls.iter().filter_map(|call| call.body.clone()).collect();
    let tokens: Vec<_> = tokens.iter().map(|body| &body["authorizer_refresh_token"]).collect();
    assert_eq!(tokens, ["refresh 0", "refresh 7"]);
    mock.stop().await;
}

/// The information has none where the list has one.
#[tokio::test]
async fn the_list_is_asked_too() {
    let mock = mock().await;
    let platform = ready(&mock).await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").code(61023).reply(merchant(1));
    mock.script("getAuthorizerInfo").code(61003);
    let first = list(&[("wx-other", Some("refresh other"), 1)]);
    mock.script("getAuthorizerList").reply(first).reply(list(&[(MERCHANT, Some("refresh 7"), 2)]));
    platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await.expect("found on page two");
    mock.stop().await;
}

#[tokio::test]
async fn only_then_must_the_account_authorize_again() {
    for found in [info(None), info(Some("refresh 0"))] {
        let mock = mock().await;
        let platform = ready(&mock).await;
        mock.script("getComponentAccessToken").reply(component(1));
        mock.script("getAuthorizerAccessToken").code(61023);
        mock.script("getAuthorizerInfo").reply(found);
        mock.script("getAuthorizerList").reply(list(&[]));
        let merchant = platform.authorizer(MERCHANT);
        for _ in 0..3 {
            let error = merchant.send(GetOpenAccount::new()).await.expect_err("is gone");
            assert!(error.must_authorize(), "{error}");
        }
        assert_eq!(count(&mock, "getAuthorizerAccessToken"), 1, "the cool-down holds");
        mock.stop().await;
    }
}

#[tokio::test]
async fn an_account_that_nobody_has_stored_comes_from_wechat() {
    let mock = mock().await;
    let (platform, store) = empty(&mock).await;
    mock.script("getAuthorizerInfo").reply(info(Some("refresh 5")));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await.expect("it has authorized");
    let record = stored(&store, MERCHANT).await.expect("is there");
    assert_eq!(record.permission_sets, Some(vec![24]));
    assert_eq!(record.refresh_token, Some("refresh 1".into()), "the one that came with the token");
    mock.stop().await;
}

#[tokio::test]
async fn a_withdrawn_authorization_is_forgotten() {
    let mock = mock().await;
    let platform = ready(&mock).await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    mock.script("getAuthorizerInfo").code(61003);
    mock.script("getAuthorizerList").reply(list(&[]));
    let merchant = platform.authorizer(MERCHANT);
    merchant.send(GetOpenAccount::new()).await.expect("an answer");
    platform.forget(MERCHANT).await.expect("stores");
    let error = merchant.send(GetOpenAccount::new()).await.expect_err("is forgotten");
    assert!(error.must_authorize(), "{error}");
    assert_eq!(count(&mock, "getOpenAccount"), 1);
    mock.stop().await;
}

#[tokio::test]
async fn a_refused_ticket_is_tried_again_only_if_there_is_a_newer_one() {
    let mock = mock().await;
    let platform = ready(&mock).await;
    mock.script("getComponentAccessToken").code(61006);
    let error = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await;
    let error = error.expect_err("the ticket is refused");
    assert!(matches!(
        &error,
        SendError::Credential(CredentialError::Fetch(fetch)) if fetch.remedy == Remedy::Wait
    ));
    assert_eq!(count(&mock, "getComponentAccessToken"), 1);

    let late = Duration::from_secs(1);
    mock.script("getComponentAccessToken").delay(late).code(61006).reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    let pushed = async {
        while count(&mock, "getComponentAccessToken") < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        platform.store_ticket("a newer ticket").await.expect("stores");
    };
    let merchant = platform.authorizer(MERCHANT);
    let (sent, ()) = tokio::join!(merchant.send(GetOpenAccount::new()), pushed);
    sent.expect("with the newer ticket");
    let calls = mock.calls_of("getComponentAccessToken");
    let tickets: Vec<_> = calls.iter().filter_map(|call| call.body.as_ref()).collect();
    let tickets: Vec<_> = tickets.iter().map(|body| &body["component_verify_ticket"]).collect();
    assert_eq!(tickets, ["the ticket", "the ticket", "a newer ticket"]);
    mock.stop().await;
}

#[tokio::test]
async fn an_empty_store_becomes_whole() {
    let mock = mock().await;
    let (platform, store) = empty(&mock).await;
    platform.import("wx-gone", "refresh gone").await.expect("stores");
    let page = [("wx-untraded", None, 1), (MERCHANT, Some("refresh 5"), 2), ("wx-b", Some("b"), 3)];
    for _ in 0..2 {
        mock.script("getAuthorizerList").reply(list(&page)).reply(list(&[]));
    }
    mock.script("getAuthorizerInfo").reply(info(Some("refresh 5")));
    mock.script("getAuthorizerInfo").reply(info(Some("b")));
    let mut steps = Vec::new();
    let found = platform.reconcile(|progress| steps.push(progress.seen)).await.expect("the list");
    let mut recovered = found.recovered;
    recovered.sort();
    assert_eq!(recovered, ["wx-b", MERCHANT]);
    assert_eq!(found.untraded, ["wx-untraded"]);
    assert_eq!(found.unlisted, ["wx-gone"]);
    assert_eq!((found.kept, found.failed.len(), steps), (0, 0, vec![3]));
    let record = stored(&store, MERCHANT).await.expect("is there");
    assert!(record.refresh_token.is_some() && record.permission_sets.is_some());

    let again = platform.reconcile(|_| {}).await.expect("the list");
    assert_eq!((again.kept, again.recovered.len()), (2, 0), "nothing is asked twice");
    assert_eq!(count(&mock, "getAuthorizerInfo"), 2);
    mock.stop().await;
}

#[tokio::test]
async fn a_link_has_every_parameter() {
    let mock = mock().await;
    let (platform, _) = empty(&mock).await;
    let code = json!({"pre_auth_code": "a/code", "expires_in": 600});
    mock.script("getPreAuthCode").reply(code).times(2);
    let page = AuthorizationPage::new("https://example.com/back?shop=1&x=ü").expect("an address");
    let link = platform.authorization_link(&page).await.expect("a link");
    let redirect = "redirect_uri=https%3A%2F%2Fexample.com%2Fback%3Fshop%3D1%26x%3D%25C3%25BC";
    let common = format!("component_appid=wx-platform&pre_auth_code=a%2Fcode&{redirect}");
    let desktop = "https://mp.weixin.qq.com/cgi-bin/componentloginpage";
    let phone =
        "https://open.weixin.qq.com/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1";
    assert_eq!(link.desktop(), format!("{desktop}?{common}"));
    assert_eq!(link.phone(), format!("{phone}&{common}#wechat_redirect"));
    assert!(link.expires_at().abs_diff(now() + 600) < 60);
    let page = page.accounts(Accounts::MiniPrograms).account("wx-mini").permission_sets([18, 17]);
    let link = platform.authorization_link(&page).await.expect("a link");
    let choice = "auth_type=2&biz_appid=wx-mini&category_id_list=18%7C17";
    assert_eq!(link.desktop(), format!("{desktop}?{common}&{choice}"));
    assert!(!format!("{link:?}").contains("code"), "{link:?}");
    mock.stop().await;
}

#[test]
fn the_way_back_must_be_an_address() {
    for text in ["", "example.com/back", "/back", "ftp://example.com", "javascript:alert(1)"] {
        assert_eq!(AuthorizationPage::new(text), Err(NotAnAddress), "{text}");
    }
}

#[test]
fn an_address_of_pages_must_be_one() {
    let built = Platform::builder("wx-platform", "the secret").pages("nowhere").build();
    let error = built.expect_err("no address").to_string();
    assert_eq!(error, "the address of the authorization pages is no address");
}
