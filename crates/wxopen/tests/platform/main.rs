//! From a ticket to a merchant's call, over real sockets: what is sent, with which token, and how often.

mod authorize;
mod events;
mod outcome;
mod permission;
mod storm;
mod story;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use wxopen::Platform;
use wxopen::credential::Settings;
use wxopen::platform::PlatformBuilder;
use wxopen::store::{MemoryStore, Store};
use wxopen_api::official_account::LinkMiniprogram;
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::ticket::StartPushTicket;
use wxopen_api::{Client, Phase};
use wxopen_mock::Mock;

const MERCHANT: &str = "wx-merchant";

async fn mock() -> Mock {
    let mock = Mock::start().await.expect("a free port");
    for token in ["component 1", "component 2", "merchant 1", "merchant 2"] {
        mock.accept_token(token);
    }
    mock
}

fn component(number: u32) -> Value {
    json!({"component_access_token": format!("component {number}"), "expires_in": 7200})
}

fn merchant(number: u32) -> Value {
    json!({"authorizer_access_token": format!("merchant {number}"), "expires_in": 7200,
        "authorizer_refresh_token": format!("refresh {number}")})
}

fn builder(mock: &Mock) -> PlatformBuilder {
    let client = Client::builder().base_url(mock.base_url()).allow_http_on_loopback();
    Platform::builder("wx-platform", "the secret").client(client)
}

fn platform(mock: &Mock, settings: Settings) -> Platform {
    builder(mock).settings(settings).build().expect("a platform")
}

/// A store for several platforms, or to look into.
fn shared() -> Arc<dyn Store> {
    Arc::new(MemoryStore::new())
}

fn platform_with(mock: &Mock, store: &Arc<dyn Store>) -> Platform {
    builder(mock).store(Arc::clone(store)).build().expect("a platform")
}

/// With a ticket and a merchant, and no token yet.
async fn ready(mock: &Mock) -> Platform {
    let platform = platform(mock, Settings::default());
    platform.store_ticket("the ticket").await.expect("stores");
    platform.import(MERCHANT, "refresh 0").await.expect("stores");
    platform
}

/// The paths that were called, and the bodies.
fn called(mock: &Mock) -> Vec<(String, String)> {
    let calls = mock.calls().into_iter();
    calls.map(|call| (call.path, call.body.map(|b| b.to_string()).unwrap_or_default())).collect()
}

fn count(mock: &Mock, interface: &str) -> usize {
    mock.calls_of(interface).len()
}

#[tokio::test]
async fn a_ticket_becomes_a_call() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    let platform = ready(&mock).await;
    for _ in 0..3 {
        platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await.expect("an answer");
    }
    let expected = [
        (
            "/cgi-bin/component/api_component_token",
            r#"{"component_appid":"wx-platform","component_appsecret":"the secret","component_verify_ticket":"the ticket"}"#,
        ),
        (
            "/cgi-bin/component/api_authorizer_token",
            r#"{"authorizer_appid":"wx-merchant","authorizer_refresh_token":"refresh 0","component_appid":"wx-platform"}"#,
        ),
        ("/cgi-bin/open/get", "{}"),
        ("/cgi-bin/open/get", "{}"),
        ("/cgi-bin/open/get", "{}"),
    ];
    let sorted = |body: &str| serde_json::from_str::<Value>(body).expect("JSON");
    let found = called(&mock);
    assert_eq!(found.len(), expected.len());
    for ((path, body), (expected_path, expected_body)) in found.iter().zip(expected) {
        assert_eq!((path.as_str(), sorted(body)), (expected_path, sorted(expected_body)));
    }
    assert!(mock.calls().iter().all(|call| call.violations.is_empty()), "{:?}", mock.calls());
    mock.stop().await;
}

#[tokio::test]
async fn a_stale_token_is_replaced_once_and_the_call_sent_once_more() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1)).reply(merchant(2));
    mock.script("linkMiniprogram").code(42001);
    let platform = ready(&mock).await;
    let request = LinkMiniprogram::new("wx-mini", false, true);
    platform.authorizer(MERCHANT).send(request).await.expect("the second time");
    assert_eq!(count(&mock, "linkMiniprogram"), 2);
    assert_eq!(count(&mock, "getAuthorizerAccessToken"), 2);
    let refresh = |call: &wxopen_mock::Call| call.body.clone().expect("a body");
    let second = refresh(&mock.calls_of("getAuthorizerAccessToken")[1]);
    assert_eq!(second["authorizer_refresh_token"], "refresh 1", "the rotated one");
    mock.stop().await;
}

#[tokio::test]
async fn a_token_that_stays_stale_comes_to_the_surface() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1)).reply(merchant(2));
    mock.script("getOpenAccount").code(40001).times(5);
    let platform = ready(&mock).await;
    let error = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await;
    let error = error.expect_err("always stale");
    assert_eq!(error.call().and_then(|call| call.code()), Some(40001));
    assert_eq!((count(&mock, "getOpenAccount"), count(&mock, "getAuthorizerAccessToken")), (2, 2));
    mock.stop().await;
}

#[tokio::test]
async fn only_a_refused_token_is_a_reason_to_send_again() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    mock.script("linkMiniprogram").code(-1);
    let platform = ready(&mock).await;
    let request = LinkMiniprogram::new("wx-mini", false, true);
    let error = platform.authorizer(MERCHANT).send(request).await.expect_err("busy");
    assert_eq!(error.call().map(|call| call.phase()), Some(Phase::OutcomeUnknown));
    assert_eq!(count(&mock, "linkMiniprogram"), 1);
    mock.stop().await;
}

/// Five hundred calls are refused with the same token: one refresh, and each call is sent twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_stale_answers_causes_one_refresh() {
    const CALLS: usize = 500;
    let mock = Mock::start().await.expect("a free port");
    mock.accept_token("component 1");
    mock.accept_token("merchant 2");
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1)).reply(merchant(2));
    let merchant = ready(&mock).await.authorizer(MERCHANT);
    let mut tasks = JoinSet::new();
    for _ in 0..CALLS {
        let merchant = merchant.clone();
        tasks.spawn(async move { merchant.send(GetOpenAccount::new()).await.is_ok() });
    }
    assert!(tasks.join_all().await.into_iter().all(|answered| answered));
    assert_eq!(count(&mock, "getAuthorizerAccessToken"), 2);
    let refused = |call: &wxopen_mock::Call| call.token.as_ref().is_some_and(|t| !t.accepted);
    let calls = mock.calls_of("getOpenAccount");
    let again = calls.iter().filter(|call| refused(call)).count();
    // Who came after the refresh was never refused.
    assert!((1..=CALLS).contains(&again) && calls.len() == CALLS + again, "{again}");
    mock.stop().await;
}

/// Everybody who refreshes waits for the token of the platform, and it waits for nobody.
#[tokio::test]
async fn many_merchants_and_few_permits() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1)).times(20);
    let mut settings = Settings::default();
    settings.at_once = 2;
    let platform = platform(&mock, settings);
    platform.store_ticket("the ticket").await.expect("stores");
    let mut tasks = JoinSet::new();
    for number in 0..20 {
        let appid = format!("wx-{number}");
        platform.import(&appid, "refresh").await.expect("stores");
        let merchant = platform.authorizer(appid);
        tasks.spawn(async move { merchant.send(GetOpenAccount::new()).await.is_ok() });
    }
    assert!(tasks.join_all().await.into_iter().all(|answered| answered));
    assert_eq!((count(&mock, "getComponentAccessToken"), count(&mock, "getOpenAccount")), (1, 20));
    mock.stop().await;
}

#[tokio::test]
async fn what_is_missing_is_named_before_anything_is_sent() {
    let mock = mock().await;
    let platform = platform(&mock, Settings::default());
    for appid in ["wx-nobody", MERCHANT] {
        let error = platform.authorizer(appid).send(GetOpenAccount::new()).await;
        let error = error.expect_err("no ticket").to_string();
        assert!(error.contains("component_verify_ticket"), "{error}");
        platform.import(MERCHANT, "refresh 0").await.expect("stores");
    }
    assert!(mock.calls().is_empty());
    mock.stop().await;
}

#[tokio::test]
async fn a_platform_is_no_account() {
    let mock = mock().await;
    let platform = ready(&mock).await;
    let link = LinkMiniprogram::new("wx-mini", false, true);
    let error = platform.send(link).await.expect_err("it takes the token of an account");
    assert_eq!(error.call().map(|call| call.phase()), Some(Phase::NoCredential));
    assert!(mock.calls().is_empty());
    mock.stop().await;
}

#[tokio::test]
async fn what_needs_no_token_waits_for_none() {
    let mock = mock().await;
    let platform = platform(&mock, Settings::default());
    let request = StartPushTicket::new("wx-platform", "the secret");
    platform.send(request).await.expect("there is no ticket yet: this is how to ask for it");
    assert_eq!((mock.calls().len(), count(&mock, "startPushTicket")), (1, 1));
    mock.stop().await;
}

#[tokio::test]
async fn nothing_secret_is_printed() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").code(40125);
    let platform = ready(&mock).await;
    let error = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await;
    let error = error.expect_err("a wrong secret");
    let printed = format!("{error} {error:?} {platform:?} {:?}", platform.authorizer(MERCHANT));
    for secret in ["the secret", "the ticket", "refresh 0"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    mock.stop().await;
}
