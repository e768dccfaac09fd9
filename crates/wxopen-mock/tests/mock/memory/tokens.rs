//! How long tokens are good, and for what.

use std::time::Duration;

use serde_json::json;

use super::caller::{Caller, MERCHANT, code, text};

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_token_lives_two_hours() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    caller.mock.advance(119 * MINUTE);
    assert_eq!(caller.get_open_account(&given.access).await, 0);
    assert_eq!(code(&caller.info(&component).await), 0);
    caller.mock.advance(MINUTE);
    assert_eq!(caller.get_open_account(&given.access).await, 42001);
    assert_eq!(code(&caller.info(&component).await), 42001);
}

#[tokio::test]
async fn a_token_stays_good_for_five_minutes_after_a_newer_one() {
    let caller = Caller::start().await;
    let older = caller.component_token().await;
    let (_, given) = caller.merchant(&older, &[24]).await;
    let newer = caller.component_token().await;
    let refreshed = caller.refresh(&newer, &given.refresh).await;
    let refreshed = text(&refreshed, "authorizer_access_token");
    caller.mock.advance(4 * MINUTE);
    for (component, account) in [(&older, &given.access), (&newer, &refreshed)] {
        assert_eq!(code(&caller.info(component).await), 0);
        assert_eq!(caller.get_open_account(account).await, 0);
    }
    caller.mock.advance(MINUTE);
    assert_eq!(code(&caller.info(&older).await), 40001);
    assert_eq!(caller.get_open_account(&given.access).await, 40001);
    assert_eq!(code(&caller.info(&newer).await), 0);
    assert_eq!(caller.get_open_account(&refreshed).await, 0);
}

#[tokio::test]
async fn a_token_that_expires_is_not_kept_alive_by_a_newer_one() {
    let caller = Caller::start().await;
    let older = caller.component_token().await;
    caller.mock.advance(118 * MINUTE);
    caller.component_token().await;
    caller.mock.advance(2 * MINUTE);
    assert_eq!(code(&caller.info(&older).await), 42001);
}

#[tokio::test]
async fn a_token_can_be_made_to_expire() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    caller.mock.expire_token(&given.access);
    assert_eq!(caller.get_open_account(&given.access).await, 42001);
    assert_eq!(code(&caller.info(&component).await), 0, "no other token");
}

#[tokio::test]
#[should_panic(expected = "the mock has not issued this token")]
async fn a_foreign_token_cannot_expire() {
    Caller::start().await.mock.expire_token("foreign");
}

#[tokio::test]
async fn each_interface_wants_its_kind_of_token() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    caller.mock.accept_token("accepted");
    for (token, of_component, of_account, of_either) in [
        (&*component, 0, 61015, 0),
        (&*given.access, 61014, 0, 0),
        ("invented", 40001, 40001, 40001),
        ("", 41001, 41001, 41001),
        ("accepted", 0, 0, 0),
    ] {
        let body = json!({});
        let answer = caller.ask("/cgi-bin/component/api_create_preauthcode", token, body).await;
        assert_eq!(code(&answer), of_component, "{token}");
        assert_eq!(caller.get_open_account(token).await, of_account, "{token}");
        let body = json!({ "cgi_path": "/cgi-bin/clear_quota" });
        let answer = caller.send("/cgi-bin/openapi/quota/get", token, body).await;
        assert_eq!(code(&answer), of_either, "{token}");
    }
    let seen: Vec<bool> = caller
        .mock
        .calls_of("getOpenAccount")
        .into_iter()
        .flat_map(|c| c.token)
        .map(|t| t.accepted)
        .collect();
    assert_eq!(seen, [false, true, false, true]);
}

#[tokio::test]
async fn tokens_of_two_mocks_differ() {
    let (one, other) = (Caller::start().await, Caller::start().await);
    let token = one.component_token().await;
    assert_ne!(token, other.component_token().await);
    assert_eq!(code(&other.info(&token).await), 40001);
    assert_eq!(code(&other.component_token_of(&one.component.ticket()).await), 61006);
}

#[tokio::test]
async fn an_account_knows_two_components() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    let elsewhere = caller.mock.component("wx-other").account(MERCHANT);
    elsewhere.authorize(&[24]).await;
    elsewhere.revoke().await;
    assert_eq!(caller.get_open_account(&given.access).await, 0);
}
