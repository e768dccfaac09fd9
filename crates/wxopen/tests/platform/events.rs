//! What an event changes for the platform itself: before it is acknowledged, and after.

use serde_json::{Value, json};
use wxopen::Platform;
use wxopen_api::events::AuthorizationEvent;
use wxopen_api::official_account::LinkMiniprogram;
use wxopen_mock::Mock;

use super::{MERCHANT, component, count, merchant, mock, ready, shared};

fn event(name: &str, members: Value) -> AuthorizationEvent {
    let mut message = json!({"AppId": "wx-platform", "CreateTime": now(), "InfoType": name});
    let members = members.as_object().cloned().unwrap_or_default();
    message.as_object_mut().expect("an object").extend(members);
    let event = AuthorizationEvent::from_value(message).expect("an event");
    assert!(!matches!(event, AuthorizationEvent::Other(_)), "{event:?}");
    event
}

fn now() -> u64 {
    std::time::UNIX_EPOCH.elapsed().expect("a clock that is set").as_secs()
}

fn ticket(ticket: &str, age: u64) -> AuthorizationEvent {
    let members = json!({"ComponentVerifyTicket": ticket, "CreateTime": now() - age});
    event("component_verify_ticket", members)
}

fn authorized(name: &str) -> AuthorizationEvent {
    let members = json!({"AuthorizerAppid": MERCHANT, "AuthorizationCode": "a code",
        "AuthorizationCodeExpiredTime": now() + 600});
    event(name, members)
}

fn traded(sets: &[u16]) -> Value {
    let sets: Vec<Value> =
        sets.iter().map(|id| json!({"funcscope_category": {"id": id}})).collect();
    json!({"authorization_info": {"authorizer_appid": MERCHANT,
        "authorizer_access_token": "merchant 1", "expires_in": 7200,
        "authorizer_refresh_token": "refresh 1", "func_info": sets}})
}

/// As a receiver does it: note, acknowledge, follow up.
async fn receive(platform: &Platform, event: &AuthorizationEvent) {
    platform.note(event).await.expect("the store works");
    platform.follow_up(event).await.expect("WeChat answers");
}

/// The tickets that the platform has used, one call each.
async fn used(mock: &Mock, platform: &Platform) -> Value {
    let before = count(mock, "getComponentAccessToken");
    mock.script("getComponentAccessToken").code(-1);
    let list = wxopen_api::authorization::GetAuthorizerList::new("wx-platform", 0, 1);
    let _ = platform.send(list).await;
    let calls = mock.calls_of("getComponentAccessToken");
    assert_eq!(calls.len(), before + 1);
    calls[before].body.as_ref().expect("a body")["component_verify_ticket"].clone()
}

#[tokio::test]
async fn the_newest_ticket_is_kept() {
    let mock = mock().await;
    let platform = super::platform_with(&mock, &shared());
    receive(&platform, &ticket("the first", 1200)).await;
    assert_eq!(used(&mock, &platform).await, "the first");
    receive(&platform, &ticket("the third", 0)).await;
    receive(&platform, &ticket("the second, late", 600)).await;
    assert_eq!(used(&mock, &platform).await, "the third");
    let other = json!({"AppId": "wx-other", "ComponentVerifyTicket": "of another platform"});
    receive(&platform, &event("component_verify_ticket", other)).await;
    assert_eq!(used(&mock, &platform).await, "the third");
    mock.stop().await;
}

/// A clock of WeChat's that runs ahead must not keep later tickets out.
#[tokio::test]
async fn a_ticket_of_tomorrow_is_one_of_today() {
    let mock = mock().await;
    let platform = super::platform_with(&mock, &shared());
    let ahead = json!({"ComponentVerifyTicket": "of tomorrow", "CreateTime": now() + 86_400});
    receive(&platform, &event("component_verify_ticket", ahead)).await;
    receive(&platform, &ticket("of today", 0)).await;
    assert_eq!(used(&mock, &platform).await, "of today");
    mock.stop().await;
}

#[tokio::test]
async fn an_account_authorizes_changes_its_mind_and_withdraws() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    let platform = super::platform_with(&mock, &shared());
    platform.store_ticket("the ticket").await.expect("stores");
    let merchant = platform.authorizer(MERCHANT);

    mock.script("getAuthorizerRefreshToken").reply(traded(&[1]));
    receive(&platform, &authorized("authorized")).await;
    assert_eq!(merchant.can::<LinkMiniprogram>().await.ok(), Some(false));

    mock.script("getAuthorizerRefreshToken").reply(traded(&[1, 33]));
    receive(&platform, &authorized("updateauthorized")).await;
    assert_eq!(merchant.can::<LinkMiniprogram>().await.ok(), Some(true));

    receive(&platform, &event("unauthorized", json!({"AuthorizerAppid": MERCHANT}))).await;
    mock.script("getAuthorizerInfo").code(61003);
    mock.script("getAuthorizerList").reply(json!({"total_count": 0, "list": []}));
    let error = merchant.send(LinkMiniprogram::new("wx-mini", false, true)).await;
    assert!(error.expect_err("is withdrawn").must_authorize());
    mock.stop().await;
}

/// The process ends between the acknowledgement and the call, so the code is lost.
#[tokio::test]
async fn a_change_that_was_only_noted_stops_no_call() {
    let mock = mock().await;
    let platform = ready(&mock).await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    mock.script("getAuthorizerRefreshToken").reply(traded(&[1]));
    receive(&platform, &authorized("authorized")).await;
    platform.note(&authorized("updateauthorized")).await.expect("stores");
    let link = LinkMiniprogram::new("wx-mini", false, true);
    platform.authorizer(MERCHANT).send(link).await.expect("it may have been granted");
    mock.stop().await;
}

#[tokio::test]
async fn a_registered_mini_program_becomes_a_merchant() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerRefreshToken").reply(traded(&[18]));
    let platform = super::platform_with(&mock, &shared());
    platform.store_ticket("the ticket").await.expect("stores");
    let members = json!({"appid": MERCHANT, "status": 0, "auth_code": "a code", "msg": "OK"});
    receive(&platform, &event("notify_third_fasteregister", members)).await;
    let sets = platform.authorizer(MERCHANT).permission_sets().await;
    assert_eq!(sets.ok(), Some(vec![18]));
    let failed = json!({"status": 100_001, "msg": "refused"});
    receive(&platform, &event("notify_third_fasteregister", failed)).await;
    assert_eq!(count(&mock, "getAuthorizerRefreshToken"), 1);
    mock.stop().await;
}
