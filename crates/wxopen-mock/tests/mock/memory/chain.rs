//! From the ticket to a call for an account, and everything that can be wrong on the way.

use std::time::Duration;

use serde_json::{Value, json};

use super::caller::{APPID, Caller, MERCHANT, SECRET, code, text};

const TOKEN: &str = "/cgi-bin/component/api_component_token";
const START: &str = "/cgi-bin/component/api_start_push_ticket";
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_ticket_becomes_a_call_for_an_account() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let authorization = caller.component.account(MERCHANT).authorize(&[33, 24]).await;
    let traded = caller.trade(&component, &authorization).await;
    let info = &traded["authorization_info"];
    assert_eq!(info["authorizer_appid"], MERCHANT);
    assert_eq!(info["expires_in"], 7200);
    assert_eq!(
        info["func_info"],
        json!([{ "funcscope_category": { "id": 33 } }, { "funcscope_category": { "id": 24 } }])
    );
    assert_eq!(caller.get_open_account(&text(info, "authorizer_access_token")).await, 0);

    let refreshed = caller.refresh(&component, &text(info, "authorizer_refresh_token")).await;
    assert_eq!(refreshed["expires_in"], 7200);
    assert_eq!(refreshed["authorizer_refresh_token"], info["authorizer_refresh_token"]);
    assert_ne!(refreshed["authorizer_access_token"], info["authorizer_access_token"]);
    assert_eq!(caller.get_open_account(&text(&refreshed, "authorizer_access_token")).await, 0);
    let calls = caller.mock.calls();
    assert!(calls.iter().all(|call| call.violations.is_empty()), "{calls:?}");
}

#[tokio::test]
async fn who_asks_for_the_token_of_a_component() {
    let caller = Caller::start().await;
    let ticket = caller.component.ticket();
    for (appid, secret, ticket, expected) in [
        (APPID, SECRET, &*ticket, 0),
        ("wx-unknown", SECRET, &*ticket, 40013),
        (APPID, "", &*ticket, 41004),
        (APPID, "another secret", &*ticket, 40125),
        (APPID, SECRET, "ticket@@@invented", 61006),
        ("wx-other", "another secret", &*ticket, 61006),
    ] {
        let body = json!({ "component_appid": appid, "component_appsecret": secret,
            "component_verify_ticket": ticket });
        let answer = caller.send(TOKEN, "", body).await;
        assert_eq!(code(&answer), expected, "{appid} {secret} {ticket}");
        let fields =
            ["component_access_token", "expires_in"].map(|name| answer.get(name).is_some());
        assert_eq!(fields, [expected == 0; 2], "{answer}");
    }
}

#[tokio::test]
async fn a_ticket_is_good_for_twelve_hours() {
    let caller = Caller::start().await;
    let first = caller.component.ticket();
    assert_eq!(first, caller.component.ticket(), "it is not replaced by looking at it");
    caller.mock.advance(11 * HOUR);
    assert!(caller.component.push_ticket().await.is_none(), "it goes nowhere");
    let second = caller.component.ticket();
    assert_ne!(first, second);
    for ticket in [&first, &second, &first] {
        assert_eq!(code(&caller.component_token_of(ticket).await), 0, "both are alive");
    }
    caller.mock.advance(HOUR);
    assert_eq!(code(&caller.component_token_of(&first).await), 61005);
    assert_eq!(code(&caller.component_token_of(&second).await), 0);
    caller.mock.advance(11 * HOUR);
    assert_eq!(code(&caller.component_token_of(&second).await), 61005);
}

#[tokio::test]
async fn who_asks_for_a_ticket() {
    let caller = Caller::start().await;
    let before = caller.component.ticket();
    for (appid, secret, expected) in [
        ("wx-unknown", SECRET, 40013),
        (APPID, "", 41004),
        (APPID, "another secret", 40125),
        (APPID, SECRET, 0),
    ] {
        assert_eq!(caller.component.ticket(), before, "nothing has happened before {expected}");
        let body = json!({ "component_appid": appid, "component_secret": secret });
        let answer = caller.send(START, "", body).await;
        assert_eq!(code(&answer), expected, "{appid} {secret}");
    }
    assert_ne!(caller.component.ticket(), before);
}

#[tokio::test]
async fn a_code_is_traded_once_and_not_late() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let account = caller.component.account(MERCHANT);
    let trade = async |authorization: &str| code(&caller.trade(&component, authorization).await);

    assert_eq!(trade("queryauthcode@@@invented").await, 61009);
    let first = account.authorize(&[33]).await;
    assert_eq!((trade(&first).await, trade(&first).await), (0, 61010));
    let late = account.authorize(&[33]).await;
    caller.mock.advance(Duration::from_secs(3600));
    assert_eq!(trade(&late).await, 61010);
    let (older, newer) = (account.authorize(&[33]).await, account.authorize(&[33]).await);
    assert_eq!((trade(&older).await, trade(&newer).await), (61010, 0));
    let (revoked, _) = (account.authorize(&[33]).await, account.revoke().await);
    assert_eq!(trade(&revoked).await, 61010);
    let elsewhere = caller.mock.component("wx-other").account(MERCHANT).authorize(&[33]).await;
    assert_eq!(trade(&elsewhere).await, 61009);
}

#[tokio::test]
async fn who_refreshes() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let refused = async |refresh: &str| code(&caller.refresh(&component, refresh).await);
    assert_eq!(refused("refreshtoken@@@invented").await, 61003, "not authorized yet");
    let (account, given) = caller.merchant(&component, &[33]).await;
    assert_eq!(refused("refreshtoken@@@invented").await, 61023);
    assert_eq!(refused(&given.refresh).await, 0);

    account.replace_refresh_token();
    assert_eq!(refused(&given.refresh).await, 61023);
    let info = caller.info(&component).await;
    let replaced = text(&info["authorization_info"], "authorizer_refresh_token");
    assert_eq!(refused(&replaced).await, 0, "it can be read back");
    account.revoke().await;
    assert_eq!(refused(&replaced).await, 61003);
}

#[tokio::test]
async fn a_refresh_token_that_rotates_stays_good_for_five_minutes() {
    let caller = Caller::start().await;
    caller.component.rotate_refresh_tokens(true);
    let component = caller.component_token().await;
    let (account, given) = caller.merchant(&component, &[33]).await;
    let refresh = async |token: &str| caller.refresh(&component, token).await;
    let newest = |answer: &Value| text(answer, "authorizer_refresh_token");
    let second = newest(&refresh(&given.refresh).await);
    assert_ne!(second, given.refresh);
    caller.mock.advance(Duration::from_secs(300));
    assert_eq!(code(&refresh(&given.refresh).await), 61023, "five minutes later");

    let third = newest(&refresh(&second).await);
    caller.mock.advance(Duration::from_secs(290));
    let fourth = newest(&refresh(&second).await);
    assert_eq!(code(&refresh(&second).await), 61023, "only one stays good beside the newest");
    assert_eq!(code(&refresh(&third).await), 0);
    let fifth = newest(&refresh(&fourth).await);
    let sixth = newest(&refresh(&fifth).await);

    account.replace_refresh_token();
    assert_eq!(code(&refresh(&fifth).await), 61023, "at once");
    assert_eq!(code(&refresh(&sixth).await), 61023);
}

#[tokio::test]
async fn a_body_names_the_component_of_the_token() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    for (appid, expected) in [(APPID, 0), ("wx-other", 40013), ("wx-unknown", 40013)] {
        let body = json!({ "component_appid": appid });
        let answer: Value =
            caller.send("/cgi-bin/component/api_create_preauthcode", &token, body).await;
        assert_eq!(code(&answer), expected, "{appid}");
    }
}
