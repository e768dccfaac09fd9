//! What an account has not granted is not called.

use serde_json::{Value, json};
use wxopen::Platform;
use wxopen::platform::SendError;
use wxopen_api::Class;
use wxopen_api::official_account::LinkMiniprogram;
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_mock::Mock;

use super::{MERCHANT, component, count, merchant, mock, ready};

/// The information about the account.
fn info(granted: &[u16]) -> Value {
    let sets: Vec<Value> =
        granted.iter().map(|id| json!({"funcscope_category": {"id": id}})).collect();
    json!({"authorizer_info": {}, "authorization_info": {"authorizer_appid": MERCHANT,
        "authorizer_refresh_token": "refresh 0", "func_info": sets}})
}

/// A platform that knows what its merchant has granted.
async fn granted(mock: &Mock, sets: &[u16]) -> Platform {
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    mock.script("getAuthorizerInfo").reply(info(sets));
    let platform = ready(mock).await;
    platform.recover(MERCHANT).await.expect("an answer");
    platform
}

fn link() -> LinkMiniprogram {
    LinkMiniprogram::new("wx-mini", false, true)
}

#[tokio::test]
async fn a_call_without_its_permission_set_is_not_sent() {
    let mock = mock().await;
    let merchant = granted(&mock, &[1, 24]).await.authorizer(MERCHANT);
    assert_eq!(merchant.can::<LinkMiniprogram>().await.ok(), Some(false));
    let error = merchant.send(link()).await.expect_err("33 is missing");
    assert!(matches!(&error, SendError::NotGranted(missing) if missing.needed() == [33]));
    assert!(error.must_authorize());
    let text = error.to_string();
    assert!(text.starts_with("linkMiniprogram: wx-merchant has not granted 33 ("), "{text}");
    assert_eq!(count(&mock, "linkMiniprogram"), 0);
    assert_eq!(count(&mock, "getAuthorizerAccessToken"), 0);
    merchant.send(GetOpenAccount::new()).await.expect("24 allows it");
    mock.stop().await;
}

#[tokio::test]
async fn a_call_with_its_permission_set_is_sent() {
    let mock = mock().await;
    let merchant = granted(&mock, &[33]).await.authorizer(MERCHANT);
    assert_eq!(merchant.can::<LinkMiniprogram>().await.ok(), Some(true));
    assert_eq!(merchant.permission_sets().await.ok(), Some(vec![33]));
    merchant.send(link()).await.expect("granted");
    mock.stop().await;
}

/// An imported account: nobody has said yet what it has granted.
#[tokio::test]
async fn what_is_not_known_stops_no_call_and_is_asked_for() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    let merchant = ready(&mock).await.authorizer(MERCHANT);
    merchant.send(link()).await.expect("is sent");
    assert_eq!(count(&mock, "getAuthorizerInfo"), 0);
    mock.script("getAuthorizerInfo").reply(info(&[1]));
    assert_eq!(merchant.can::<LinkMiniprogram>().await.ok(), Some(false));
    assert_eq!(merchant.can::<GetOpenAccount>().await.ok(), Some(false));
    assert_eq!(count(&mock, "getAuthorizerInfo"), 1);
    assert!(matches!(merchant.send(link()).await, Err(SendError::NotGranted(_))));
    mock.stop().await;
}

#[tokio::test]
async fn what_another_process_has_heard_counts() {
    let mock = mock().await;
    let store = super::shared();
    let platforms = [&store, &store].map(|store| super::platform_with(&mock, store));
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    mock.script("getAuthorizerInfo").reply(info(&[1])).reply(info(&[1, 33]));
    let [one, other] = &platforms;
    one.store_ticket("the ticket").await.expect("stores");
    one.import(MERCHANT, "refresh 0").await.expect("stores");
    one.recover(MERCHANT).await.expect("an answer");
    let refused = one.authorizer(MERCHANT).send(link()).await;
    assert!(matches!(refused, Err(SendError::NotGranted(_))));
    other.recover(MERCHANT).await.expect("an answer");
    one.authorizer(MERCHANT).send(link()).await.expect("granted by now");
    mock.stop().await;
}

#[tokio::test]
async fn the_check_can_be_switched_off_and_wechat_says_the_same() {
    let mock = mock().await;
    mock.script("getComponentAccessToken").reply(component(1));
    mock.script("getAuthorizerAccessToken").reply(merchant(1));
    mock.script("getAuthorizerInfo").reply(info(&[1]));
    mock.script("linkMiniprogram").code(48001);
    let platform = super::builder(&mock).check_permissions(false).build().expect("a platform");
    platform.store_ticket("the ticket").await.expect("stores");
    let merchant = platform.recover(MERCHANT).await.expect("an answer");
    let error = merchant.send(link()).await.expect_err("WeChat refuses it");
    assert_eq!(error.call().map(|call| call.class()), Some(Class::Permission));
    assert!(error.to_string().contains("needs one of the permission sets [33]"), "{error}");
    mock.stop().await;
}
