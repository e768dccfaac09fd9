//! Mini programs that are linked, and one that is registered.

use serde_json::{Value, json};
use wxopen_mock::AccountKind;

use super::caller::{Caller, Given, MERCHANT, code, text};
use super::receiver::{KEY, Receiver, TAKEN, TOKEN, member};

const MINI: &str = "wx-mini";
const REGISTER: &str = "/cgi-bin/account/fastregister";

impl Caller {
    async fn link(&self, token: &str, appid: &str) -> i64 {
        let body = json!({ "appid": appid, "notify_users": 0, "show_profile": 1 });
        code(&self.send("/cgi-bin/wxopen/wxamplink", token, body).await)
    }

    /// `status` of every link, and whether an appid is told.
    async fn links(&self, token: &str) -> Vec<(i64, bool)> {
        let answer = self.get_link(token).await;
        let items = answer["wxopens"]["items"].as_array().expect("a list");
        let told = |item: &Value| {
            (item["status"].as_i64().unwrap_or_default(), item.get("appid").is_some())
        };
        items.iter().map(told).collect()
    }
}

#[tokio::test]
async fn two_administrators_agree() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (official, given) = caller.merchant(&component, &[33]).await;
    let token = &*given.access;
    assert_eq!(caller.link(token, MINI).await, 40013, "there is no such account");
    let mini = caller.component.account(MINI);
    assert_eq!(caller.link(token, MINI).await, 40013, "it is no mini program");
    let mini = mini.kind(AccountKind::MiniProgram).nick_name("面包房").original_id("gh_bread");
    assert_eq!(caller.links(token).await, []);

    assert_eq!(caller.link(token, MINI).await, 0);
    assert_eq!(
        (caller.links(token).await, caller.link(token, MINI).await),
        (vec![(12, true)], 89010)
    );
    official.accept_link(MINI);
    assert_eq!(
        (caller.links(token).await, caller.link(token, MINI).await),
        (vec![(2, true)], 89010)
    );
    mini.accept_link(MERCHANT);
    assert_eq!(
        (caller.links(token).await, caller.link(token, MINI).await),
        (vec![(1, true)], 89015)
    );
    let item = &caller.get_link(token).await["wxopens"]["items"][0];
    let told = ["appid", "username", "nickname"].map(|name| text(item, name));
    assert_eq!(told, [MINI, "gh_bread", "面包房"]);
    assert_eq!(item["selected"], 1);

    let unlink = || caller.send("/cgi-bin/wxopen/wxampunlink", token, json!({ "appid": MINI }));
    assert_eq!((code(&unlink().await), code(&unlink().await)), (0, 0));
    assert_eq!(caller.links(token).await, []);
}

#[tokio::test]
async fn either_administrator_may_refuse() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (official, given) = caller.merchant(&component, &[33]).await;
    let mini = caller.component.account(MINI).kind(AccountKind::MiniProgram);
    assert_eq!(caller.link(&given.access, MINI).await, 0);
    official.refuse_link(MINI);
    assert_eq!(caller.links(&given.access).await, [(3, false)]);
    assert_eq!(caller.link(&given.access, MINI).await, 0, "one may ask again");
    official.accept_link(MINI);
    mini.refuse_link(MERCHANT);
    assert_eq!(caller.links(&given.access).await, [(3, false)]);
}

#[tokio::test]
#[should_panic(expected = "nobody has asked `wx-mini` about a link with `wx-merchant`")]
async fn the_official_account_is_asked_first() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[33]).await;
    let mini = caller.component.account(MINI).kind(AccountKind::MiniProgram);
    assert_eq!(caller.link(&given.access, MINI).await, 0);
    mini.accept_link(MERCHANT);
}

#[tokio::test]
async fn a_ticket_registers_one_mini_program() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (official, given) = caller.merchant(&component, &[27, 33]).await;
    let register = async |ticket: &str| {
        caller.send(REGISTER, &given.access, json!({ "ticket": ticket })).await
    };
    assert_eq!(code(&register("registerticket@@@invented").await), 61058);
    let other = caller.component.account("wx-else").registration_ticket(&[18]);
    assert_eq!(code(&register(&other).await), 61058, "it is that of another account");

    let receiver = Receiver::start(&[TAKEN]).await;
    caller.component.push_to(&receiver.url, TOKEN, KEY);
    let ticket = official.registration_ticket(&[18, 25]);
    let registered = register(&ticket).await;
    assert_eq!(code(&register(&ticket).await), 61058, "it is used up");
    assert_eq!(
        (&registered["is_wx_verify_succ"], &registered["is_link_succ"]),
        (&json!(true), &json!(true))
    );
    receiver.wait_for(1).await;
    let told = ["InfoType", "AuthorizerAppid"].map(|name| member(&receiver.last(), name));
    assert_eq!(told, ["authorized", &*text(&registered, "appid")]);
    let traded = caller.trade(&component, &text(&registered, "authorization_code")).await;
    let info = &traded["authorization_info"];
    assert_eq!(info["authorizer_appid"], registered["appid"]);
    assert_eq!(caller.get_open_account(&Given::read(info).access).await, 0);
    assert_eq!(caller.links(&given.access).await, [(1, true)]);
}
