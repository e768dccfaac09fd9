//! How often who may call what, and clearing the counters.

use std::time::Duration;

use serde_json::{Value, json};

use super::caller::{APPID, Caller, MERCHANT, SECRET, code};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const CLEAR: &str = "/cgi-bin/clear_quota";
const CLEAR_BY_SECRET: &str = "/cgi-bin/component/clear_quota/v2";

impl Caller {
    /// `daily_limit`, `used` and `remain`, or the code.
    async fn quota(&self, token: &str, path: &str) -> Result<[i64; 3], i64> {
        let body = json!({ "cgi_path": path });
        let answer: Value = self.send("/cgi-bin/openapi/quota/get", token, body).await;
        if code(&answer) != 0 {
            return Err(code(&answer));
        }
        let number = |name: &str| answer["quota"][name].as_i64().expect("a number");
        Ok(["daily_limit", "used", "remain"].map(number))
    }

    async fn clear(&self, token: &str, appid: &str) -> i64 {
        code(&self.send(CLEAR, token, json!({ "appid": appid })).await)
    }
}

#[tokio::test]
async fn a_day_has_so_many_calls() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    caller.mock.quota("getOpenAccount", 2);
    assert_eq!(caller.quota(&given.access, "/cgi-bin/open/get").await, Ok([2, 0, 2]));
    for expected in [0, 0, 45009, 45009] {
        assert_eq!(caller.get_open_account(&given.access).await, expected);
    }
    assert_eq!(caller.quota(&given.access, "/cgi-bin/open/get").await, Ok([2, 2, 0]));

    assert_eq!(caller.clear(&given.access, MERCHANT).await, 0);
    assert_eq!(caller.quota(&given.access, "/cgi-bin/open/get").await, Ok([2, 0, 2]));
    assert_eq!(caller.get_open_account(&given.access).await, 0);
}

#[tokio::test]
async fn the_next_day_begins_anew() {
    let caller = Caller::start().await;
    caller.mock.quota("getComponentAccessToken", 1);
    for expected in [0, 45009] {
        let answer = caller.component_token_of(&caller.component.ticket()).await;
        assert_eq!(code(&answer), expected);
    }
    caller.mock.advance(DAY);
    caller.component.push_ticket().await;
    assert_eq!(code(&caller.component_token_of(&caller.component.ticket()).await), 0);
}

#[tokio::test]
async fn everybody_has_their_own_counters() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    caller.mock.quota("getApiQuota", 3);
    let (_, given) = caller.merchant(&component, &[24]).await;
    for token in [&component, &given.access] {
        for number in 1..=3 {
            let quota = caller.quota(token, "/cgi-bin/openapi/quota/get").await;
            assert_eq!(quota, Ok([3, number, 3 - number]), "a question counts as well");
        }
        assert_eq!(caller.quota(token, "/cgi-bin/openapi/quota/get").await, Err(45009));
    }
}

#[tokio::test]
async fn which_path_can_be_asked_about() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    let (of_component, of_account) = ("/cgi-bin/component/api_query_auth", "/cgi-bin/open/get");
    for (token, path, expected) in [
        (&component, of_component, 0),
        (&component, of_account, 76022),
        (&component, "/cgi-bin/component/api_component_token", 0),
        (&component, "/sns/component/jscode2session", 76022),
        (&component, "/nowhere", 76021),
        (&given.access, of_account, 0),
        (&given.access, of_component, 76022),
        (&given.access, "/cgi-bin/component/api_component_token", 76022),
        (&given.access, CLEAR, 0),
    ] {
        let code = caller.quota(token, path).await.err().unwrap_or_default();
        assert_eq!(code, expected, "{path}");
    }
}

#[tokio::test]
async fn who_clears_what() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    assert_eq!(caller.clear(&component, APPID).await, 0);
    assert_eq!(caller.clear(&component, MERCHANT).await, 40013);
    assert_eq!(caller.clear(&given.access, APPID).await, 40013);
    for (component_appid, secret, account, expected) in [
        ("wx-unknown", SECRET, None, 40013),
        (APPID, "", None, 41004),
        (APPID, "another secret", None, 40125),
        (APPID, SECRET, None, 0),
        (APPID, SECRET, Some(MERCHANT), 0),
        (APPID, SECRET, Some("wx-stranger"), 43007),
    ] {
        let mut body = json!({ "component_appid": component_appid, "appsecret": secret });
        if let Some(account) = account {
            body["appid"] = json!(account);
        }
        let answer = caller.send(CLEAR_BY_SECRET, "", body).await;
        assert_eq!(code(&answer), expected, "{component_appid} {secret} {account:?}");
    }
}

#[tokio::test]
async fn a_secret_gets_a_component_going_again() {
    let caller = Caller::start().await;
    caller.mock.quota("getComponentAccessToken", 0);
    let ticket = caller.component.ticket();
    assert_eq!(code(&caller.component_token_of(&ticket).await), 45009);
    caller.mock.quota("getComponentAccessToken", 1);
    for expected in [0, 45009] {
        assert_eq!(code(&caller.component_token_of(&ticket).await), expected);
    }
    caller
        .send(CLEAR_BY_SECRET, "", json!({ "component_appid": APPID, "appsecret": SECRET }))
        .await;
    assert_eq!(code(&caller.component_token_of(&ticket).await), 0);
}

#[tokio::test]
async fn a_month_has_ten_resets() {
    let caller = Caller::start().await;
    let mut token = caller.component_token().await;
    for _ in 0..10 {
        assert_eq!(caller.clear(&token, APPID).await, 0);
    }
    assert_eq!(caller.clear(&token, APPID).await, 48006);
    let body = json!({ "component_appid": APPID, "appsecret": SECRET });
    assert_eq!(code(&caller.send(CLEAR_BY_SECRET, "", body).await), 48006, "they are shared");
    caller.mock.advance(30 * DAY);
    caller.component.push_ticket().await;
    token = caller.component_token().await;
    assert_eq!(caller.clear(&token, APPID).await, 0);
}

#[tokio::test]
async fn an_address_can_be_refused() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[24]).await;
    caller.component.refuse_ip();
    let ticket = caller.component.ticket();
    let refused = caller.component_token_of(&ticket).await;
    let errmsg = refused["errmsg"].as_str().unwrap_or_default();
    assert!(errmsg.contains("127.0.0.1"), "{errmsg}");
    assert_eq!(code(&refused), 61004);
    assert_eq!(code(&caller.info(&component).await), 61004);
    assert_eq!(caller.get_open_account(&given.access).await, 40164);
    caller.component.allow_ip();
    assert_eq!(code(&caller.component_token_of(&ticket).await), 0);
    assert_eq!(caller.get_open_account(&given.access).await, 0);
}
