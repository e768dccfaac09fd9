//! Scripts beside a memory: faults, and answers that get lost.

use std::time::Duration;

use serde_json::json;

use super::caller::{APPID, Caller, MERCHANT, code, text};
use crate::support::{exchange, post};

#[tokio::test]
async fn a_script_wins() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    caller
        .mock
        .script("getAuthorizerInfo")
        .code(-1)
        .reply(json!({ "odd": 1 }))
        .as_usual()
        .code(45009);
    assert_eq!(code(&caller.info(&token).await), -1);
    assert_eq!(caller.info(&token).await, json!({ "odd": 1 }));
    assert_eq!(code(&caller.info(&token).await), 61003);
    assert_eq!(code(&caller.info(&token).await), 45009);
    assert_eq!(code(&caller.info(&token).await), 61003);
}

#[tokio::test]
async fn a_token_is_checked_before_the_script() {
    let caller = Caller::start().await;
    caller.mock.script("getAuthorizerInfo").code(-1);
    assert_eq!(code(&caller.info("invented").await), 40001);
    assert_eq!(code(&caller.info(&caller.component_token().await).await), -1);
}

#[tokio::test]
async fn a_scripted_answer_changes_and_counts_nothing() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let authorization = caller.component.account(MERCHANT).authorize(&[33]).await;
    caller.mock.quota("getAuthorizerRefreshToken", 1);
    caller.mock.script("getAuthorizerRefreshToken").drop_connection().code(-1);
    assert_eq!(lost(&caller, &token, &authorization).await, "");
    assert_eq!(code(&caller.trade(&token, &authorization).await), -1);
    assert_eq!(code(&caller.trade(&token, &authorization).await), 0);
}

#[tokio::test]
async fn what_a_lost_answer_has_done_is_done() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let authorization = caller.component.account(MERCHANT).authorize(&[33]).await;
    caller.mock.script("getAuthorizerRefreshToken").lose_answer();
    assert_eq!(lost(&caller, &token, &authorization).await, "");
    assert_eq!(code(&caller.trade(&token, &authorization).await), 61010);
    let info = caller.info(&token).await;
    let refresh = text(&info["authorization_info"], "authorizer_refresh_token");
    assert_eq!(code(&caller.refresh(&token, &refresh).await), 0, "nothing is lost with it");
}

#[tokio::test]
async fn what_a_late_answer_does_is_done_at_once() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let authorization = caller.component.account(MERCHANT).authorize(&[33]).await;
    let wait = Duration::from_millis(300);
    caller.mock.script("getAuthorizerRefreshToken").delay(wait).as_usual();
    let late = caller.trade(&token, &authorization);
    let early = async {
        while caller.mock.calls_of("getAuthorizerRefreshToken").is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        caller.trade(&token, &authorization).await
    };
    let (late, early) = tokio::join!(late, early);
    assert_eq!((code(&late), code(&early)), (0, 61010));
}

#[tokio::test]
async fn a_refusal_is_in_the_log_without_secrets() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let authorization = caller.component.account(MERCHANT).authorize(&[33]).await;
    for _ in 0..2 {
        caller.trade(&token, &authorization).await;
    }
    let calls = caller.mock.calls_of("getAuthorizerRefreshToken");
    assert!(calls[0].violations.is_empty());
    assert_eq!(calls[1].violations, ["the code was used before"]);
    let printed = format!("{:?} {:?} {:?}", caller.mock, caller.component, caller.mock.calls());
    let account = format!("{:?}", caller.component.account(MERCHANT));
    for secret in [&token, &authorization, &caller.component.ticket(), super::caller::SECRET] {
        assert!(!printed.contains(secret) && !account.contains(secret), "{printed} {account}");
    }
}

#[tokio::test]
async fn without_a_token_of_the_mock_nothing_is_remembered() {
    let caller = Caller::start().await;
    caller.mock.accept_token("accepted");
    let answer = caller.info("accepted").await;
    assert_eq!(code(&answer), 0, "the first example, whatever the account: {answer}");
}

#[tokio::test]
#[should_panic(expected = "the mock has no component `wx-unknown`")]
async fn unknown_component() {
    Caller::start().await.mock.component("wx-unknown");
}

/// The answer to a trade as it comes, which may be none.
async fn lost(caller: &Caller, token: &str, authorization: &str) -> String {
    let target = format!("/cgi-bin/component/api_query_auth?access_token={token}");
    let body = json!({ "component_appid": APPID, "authorization_code": authorization });
    exchange(&caller.mock, &post(&target, body.to_string())).await
}
