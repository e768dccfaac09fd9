//! What became of requests whose answer was lost: each is sent once, and the interface that tells the
//! truth is asked.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use wxopen::Platform;
use wxopen::outcome::{Doubtful, Outcome, Outcome::*};
use wxopen_api::official_account::{LinkMiniprogram, UnlinkMiniprogram};
use wxopen_api::open_platform::{BindOpenAccount, UnbindOpenAccount};
use wxopen_api::register::{
    RegisterMiniprogram, RegisterMiniprogramByOffiaccount, register_miniprogram::CompanyCodeType,
};
use wxopen_api::{Endpoint, Phase};
use wxopen_mock::Mock;

use super::{MERCHANT, component, count, merchant, mock, ready};

/// The truth as WeChat tells it: a reply, or a code.
#[derive(Clone)]
enum Truth {
    Reply(Value),
    Code(i64),
}

use Truth::{Code, Reply};

async fn in_doubt() -> (Mock, Platform) {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    let platform = ready(&mock).await;
    (mock, platform)
}

/// Loses the answer to a request, and finds out.
async fn found<R: Doubtful + Clone>(request: R, truth: Truth) -> Option<Outcome> {
    let (mock, platform) = in_doubt().await;
    let merchant = platform.authorizer(MERCHANT);
    mock.script(R::META.interface).drop_connection();
    let lost = merchant.send(request.clone()).await.err().expect("the answer is lost");
    assert_eq!(lost.call().map(|call| call.phase()), Some(Phase::OutcomeUnknown));
    let question = <R::Question as Endpoint>::META.interface;
    assert_eq!(lost.call().and_then(|call| call.reconcile()), Some(question));
    let script = mock.script(question);
    match truth {
        Reply(reply) => script.reply(reply),
        Code(code) => script.code(code),
    };
    let outcome = merchant.outcome_of(&request).await;
    assert_eq!((count(&mock, R::META.interface), count(&mock, question)), (1, 1));
    mock.stop().await;
    outcome.ok()
}

fn item(status: i64) -> Value {
    json!({"status": status, "username": "gh_1", "nickname": "n", "headimg_url": "h"})
}

fn listed(status: i64, appid: &str) -> Truth {
    let mut item = item(status);
    item["appid"] = appid.into();
    Reply(json!({"wxopens": {"items": [item]}}))
}

fn listed_without_appid() -> Truth {
    Reply(json!({"wxopens": {"items": [item(1)]}}))
}

#[tokio::test]
async fn links() {
    let (link, unlink) =
        (LinkMiniprogram::new("wx-mini", false, true), UnlinkMiniprogram::new("wx-mini"));
    let truths: [(Truth, Outcome, Outcome); 7] = [
        (listed(1, "wx-mini"), Happened, DidNot),
        (listed(2, "wx-mini"), Pending, Unknown),
        (listed(12, "wx-mini"), Pending, Unknown),
        (listed(3, "wx-mini"), Unknown, Unknown),
        (listed(1, "wx-other"), DidNot, Happened),
        (Reply(json!({"wxopens": {"items": []}})), DidNot, Happened),
        (listed_without_appid(), Unknown, Unknown),
    ];
    for (truth, linked, unlinked) in truths {
        assert_eq!(found(link.clone(), truth.clone()).await, Some(linked));
        assert_eq!(found(unlink.clone(), truth).await, Some(unlinked));
    }
    assert_eq!(found(link, Code(48001)).await, None);
}

#[tokio::test]
async fn bindings() {
    let (bind, unbind) = (BindOpenAccount::new("wx-open"), UnbindOpenAccount::new("wx-open"));
    let truths: [(Truth, Outcome, Outcome); 3] = [
        (Reply(json!({"open_appid": "wx-open"})), Happened, DidNot),
        (Reply(json!({"open_appid": "wx-another"})), DidNot, Happened),
        (Code(89002), DidNot, Happened),
    ];
    for (truth, bound, unbound) in truths {
        assert_eq!(found(bind.clone(), truth.clone()).await, Some(bound));
        assert_eq!(found(unbind.clone(), truth).await, Some(unbound));
    }
    assert_eq!(found(bind, Code(40013)).await, None);
}

#[tokio::test]
async fn registrations_of_companies() {
    let kind = CompanyCodeType::KNOWN.first().map(|(code, _)| CompanyCodeType(*code));
    let request = RegisterMiniprogram::new("co", "code", kind.expect("a kind"), "wechat", "person");
    let truths = [
        (Reply(json!({"errcode": 0})), Some(Happened)),
        (Code(89251), Some(Pending)),
        (Code(89252), Some(Pending)),
        (Code(89253), Some(Pending)),
        (Code(89250), Some(Unknown)),
        (Code(61070), None),
    ];
    for (truth, outcome) in truths {
        assert_eq!(found(request.clone(), truth).await, outcome);
    }
}

/// An account as its information describes it.
fn account(appid: &str, entity: &str, register_type: i64) -> Value {
    json!({"authorizer_info": {"principal_name": entity, "register_type": register_type},
        "authorization_info": {"authorizer_appid": appid, "func_info": []}})
}

#[tokio::test]
async fn registrations_under_the_entity_of_an_official_account() {
    let noon = UNIX_EPOCH + Duration::from_secs(1_000_000);
    let listed = |appid: &str, time: u64| json!({"authorizer_appid": appid, "auth_time": time});
    let (before, after) = (listed("wx-before", 999_000), listed("wx-mini", 1_000_005));
    let ours = || vec![account("wx-mini", "us", 2)];
    let theirs = || vec![account("wx-mini", "them", 2)];
    let ordinary = || vec![account("wx-mini", "us", 0)];
    let two = || vec![account("wx-mini", "us", 2), account("wx-more", "us", 2)];
    let cases: [(Vec<Value>, Vec<Value>, Option<&str>); 5] = [
        (vec![before.clone(), after.clone()], ours(), Some("wx-mini")),
        (vec![before.clone()], vec![], None),
        (vec![after.clone()], theirs(), None),
        (vec![after.clone()], ordinary(), None),
        (vec![after.clone(), listed("wx-more", 1_000_006)], two(), None),
    ];
    for (list, accounts, appid) in cases {
        let registration = registered(noon, list, accounts).await;
        assert_eq!(registration.appid.as_deref(), appid);
        assert_eq!(registration.outcome, if appid.is_some() { Happened } else { Unknown });
    }
}

async fn registered(
    since: SystemTime,
    list: Vec<Value>,
    accounts: Vec<Value>,
) -> wxopen::outcome::Registration {
    let (mock, platform) = in_doubt().await;
    let merchant = platform.authorizer(MERCHANT);
    mock.script("registerMiniprogramByOffiaccount").code(61058);
    let lost = merchant.send(RegisterMiniprogramByOffiaccount::new("ticket")).await;
    let lost = lost.expect_err("61058 says nothing");
    assert_eq!(lost.call().map(|call| call.phase()), Some(Phase::OutcomeUnknown));
    let page = |list: Vec<Value>| json!({"total_count": list.len(), "list": list});
    mock.script("getAuthorizerList").reply(page(list)).reply(page(Vec::new()));
    mock.script("getAuthorizerInfo").reply(account(MERCHANT, "us", 0));
    for account in accounts {
        mock.script("getAuthorizerInfo").reply(account);
    }
    let registration = merchant.outcome_of_registration(since).await.expect("the list is read");
    assert_eq!(count(&mock, "registerMiniprogramByOffiaccount"), 1);
    mock.stop().await;
    registration
}
