//! The authorization page: who gets through, and what it complains of.

use std::time::Duration;

use serde_json::json;
use wxopen_mock::AccountKind;

use super::caller::{APPID, Caller, MERCHANT, text};
use super::receiver::{KEY, Receiver, TAKEN, TOKEN, member};

const COMPUTER: &str = "/cgi-bin/componentloginpage";
const PHONES: [&str; 2] = ["/safe/bindcomponent", "/wxaopen/safe/bindcomponent"];
const BACK: &str = "https%3A%2F%2Fplatform.example%2Fback%3Ftenant%3D1";

impl Caller {
    async fn pre_auth_code(&self, token: &str) -> String {
        let answer = self.ask("/cgi-bin/component/api_create_preauthcode", token, json!({})).await;
        assert_eq!(answer["expires_in"], 1800);
        text(&answer, "pre_auth_code")
    }

    /// What the page says, with the code that came with the redirect.
    async fn visit(&self, path: &str, pre_auth_code: &str, more: &str) -> Result<String, String> {
        let target = format!(
            "{path}?component_appid={APPID}&pre_auth_code={pre_auth_code}&redirect_uri={BACK}{more}"
        );
        let (head, body) = self.browse_whole(&target).await;
        let Some(to) = head.lines().find_map(|line| line.strip_prefix("location: ")) else {
            assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
            let body = body.replace("<html><body>", "").replace("</body></html>", "");
            return Err(body);
        };
        assert!(head.starts_with("HTTP/1.1 302 "), "{head}");
        let code = to.strip_prefix("https://platform.example/back?tenant=1&auth_code=");
        let code = code.and_then(|rest| rest.strip_suffix("&expires_in=3600"));
        Ok(code.unwrap_or_else(|| panic!("{to}")).replace("%40", "@"))
    }
}

#[tokio::test]
async fn a_visit_authorizes() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let on_phones = "&action=bindcomponent&no_scan=1&auth_type=3";
    for (path, more) in [(COMPUTER, ""), (PHONES[0], on_phones), (PHONES[1], on_phones)] {
        let pre_auth_code = caller.pre_auth_code(&token).await;
        caller.component.next_visitor(MERCHANT, &[33, 24]);
        let authorization = caller.visit(path, &pre_auth_code, more).await.expect("a redirect");
        let traded = caller.trade(&token, &authorization).await;
        assert_eq!(traded["authorization_info"]["authorizer_appid"], MERCHANT, "{traded}");
        let calls = caller.mock.calls();
        let visit = calls.iter().find(|call| call.path == path).expect("it is in the log");
        assert!(visit.violations.is_empty() && visit.interface.is_none());
        assert!(!format!("{visit:?}").contains(&pre_auth_code));

        caller.component.next_visitor(MERCHANT, &[33]);
        let again = caller.visit(path, &pre_auth_code, more).await;
        assert_eq!(again, Err("the pre_auth_code is unknown, used or expired".to_owned()));
    }
}

#[tokio::test]
async fn a_visit_is_pushed() {
    let receiver = Receiver::start(&[TAKEN]).await;
    let caller = Caller::start().await;
    caller.component.push_to(&receiver.url, TOKEN, KEY);
    let token = caller.component_token().await;
    let pre_auth_code = caller.pre_auth_code(&token).await;
    caller.component.next_visitor(MERCHANT, &[33]);
    caller.visit(COMPUTER, &pre_auth_code, "").await.expect("a redirect");
    receiver.wait_for(1).await;
    let told = ["InfoType", "AuthorizerAppid", "PreAuthCode"].map(|n| member(&receiver.last(), n));
    assert_eq!(told, ["authorized", MERCHANT, &pre_auth_code]);
}

#[tokio::test]
async fn what_the_page_complains_of() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let pre_auth_code = caller.pre_auth_code(&token).await;
    let complaint = async |path, code: &str, more| {
        caller.visit(path, code, more).await.expect_err("a complaint")
    };
    assert_eq!(complaint(COMPUTER, &pre_auth_code, "").await, "nobody has scanned the code");
    caller.component.next_visitor(MERCHANT, &[33]);
    let dud = "the pre_auth_code is unknown, used or expired";
    assert_eq!(complaint(COMPUTER, "preauthcode@@@invented", "").await, dud);
    let phone = "on phones the query says action=bindcomponent and no_scan=1";
    assert_eq!(complaint(PHONES[0], &pre_auth_code, "").await, phone);
    assert_eq!(complaint(PHONES[1], &pre_auth_code, "&action=bindcomponent").await, phone);
    for (more, expected) in [
        ("&auth_type=2", "only mini programs are offered"),
        ("&auth_type=9", "the auth_type is none of 1, 2 and 3"),
        ("&biz_appid=wx-else", "the visitor is no administrator of biz_appid"),
    ] {
        assert_eq!(complaint(COMPUTER, &pre_auth_code, more).await, expected);
    }
    caller.component.account(MERCHANT).kind(AccountKind::MiniProgram);
    let mini = complaint(COMPUTER, &pre_auth_code, "&auth_type=1").await;
    assert_eq!(mini, "only official accounts are offered");
    let good = caller.visit(COMPUTER, &pre_auth_code, "&auth_type=2").await;
    assert!(good.is_ok(), "a complaint uses up neither code nor visitor");
    let next = caller.pre_auth_code(&token).await;
    assert_eq!(complaint(COMPUTER, &next, "").await, "nobody has scanned the code");
}

#[tokio::test]
async fn a_chosen_account_matters_more_than_a_kind() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let pre_auth_code = caller.pre_auth_code(&token).await;
    caller.component.next_visitor(MERCHANT, &[33]);
    let more = "&auth_type=2&biz_appid=wx-merchant";
    assert!(caller.visit(COMPUTER, &pre_auth_code, more).await.is_ok());
}

#[tokio::test]
async fn only_what_is_asked_for_is_granted() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let pre_auth_code = caller.pre_auth_code(&token).await;
    caller.component.next_visitor(MERCHANT, &[33, 24, 1]);
    let more = "&category_id_list=24%7C33%7C99";
    let authorization = caller.visit(COMPUTER, &pre_auth_code, more).await.expect("a redirect");
    let info = &caller.trade(&token, &authorization).await["authorization_info"];
    let ids =
        [&info["func_info"][0], &info["func_info"][1]].map(|s| &s["funcscope_category"]["id"]);
    assert_eq!(ids, [33, 24]);
    assert_eq!(info["func_info"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_code_opens_the_page_for_half_an_hour() {
    let caller = Caller::start().await;
    let token = caller.component_token().await;
    let (early, late) = (caller.pre_auth_code(&token).await, caller.pre_auth_code(&token).await);
    caller.component.next_visitor(MERCHANT, &[33]);
    caller.mock.advance(Duration::from_secs(1740));
    assert!(caller.visit(COMPUTER, &early, "").await.is_ok());
    caller.component.next_visitor(MERCHANT, &[33]);
    caller.mock.advance(Duration::from_secs(60));
    assert!(caller.visit(COMPUTER, &late, "").await.is_err());
}

#[tokio::test]
async fn what_is_no_visit() {
    let caller = Caller::start().await;
    for (target, complaint) in [
        (format!("{COMPUTER}?component_appid=wx-unknown&redirect_uri={BACK}"), "no such component"),
        (format!("{COMPUTER}?component_appid={APPID}"), "the redirect_uri is no address"),
        (format!("{COMPUTER}?redirect_uri=ftp%3A%2F%2Fhost"), "the redirect_uri is no address"),
        (format!("{COMPUTER}?redirect_uri={BACK}%0D%0AX%3A"), "the redirect_uri is no address"),
    ] {
        let answer = caller.browse(&target).await;
        assert!(answer.starts_with("200 text/html ") && answer.contains(complaint), "{answer}");
    }
    let plain = wxopen_mock::Mock::start().await.expect("the mock starts");
    let answer = crate::support::exchange(&plain, &crate::support::get(COMPUTER)).await;
    assert!(answer.starts_with("404 "), "without components there is no page: {answer}");
}
