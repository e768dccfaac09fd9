//! The life of a platform against a WeChat that remembers: nothing is scripted but faults.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen::Platform;
use wxopen::platform::{Accounts, AuthorizationPage, SendError};
use wxopen::push::Push;
use wxopen::store::Store;
use wxopen_api::authorization::GetAuthorizerList;
use wxopen_api::official_account::LinkMiniprogram;
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::ticket::StartPushTicket;
use wxopen_api::{Class, Code};
use wxopen_mock::Mock;

use super::{MERCHANT, count, platform_with, shared};

const TWO_HOURS: Duration = Duration::from_secs(7200);

/// A WeChat with a platform, whose ticket the platform has stored.
async fn world() -> (Mock, Platform, Arc<dyn Store>) {
    let mock = Mock::builder().component("wx-platform", "the secret").start().await;
    let mock = mock.expect("a free port");
    let store = shared();
    let platform = platform_with(&mock, &store);
    let ticket = mock.component("wx-platform").ticket();
    platform.store_ticket(ticket).await.expect("stores");
    (mock, platform, store)
}

/// The class of the failure of a call for the account.
async fn class(platform: &Platform) -> Option<Class> {
    let sent = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await;
    sent.err().and_then(|error| error.call().map(|call| call.class()))
}

async fn works(platform: &Platform) -> bool {
    platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await.is_ok()
}

#[tokio::test]
async fn tokens_come_and_go() {
    for rotate in [false, true] {
        let (mock, platform, _) = world().await;
        let component = mock.component("wx-platform");
        component.rotate_refresh_tokens(rotate);
        let code = component.account(MERCHANT).authorize(&[24, 33]).await;
        platform.authorize(code).await.expect("a merchant");
        for _ in 0..5 {
            assert!(works(&platform).await, "rotating: {rotate}");
            mock.advance(TWO_HOURS);
            platform.store_ticket(component.ticket()).await.expect("stores");
        }
        let refreshed = mock.calls_of("getAuthorizerAccessToken").into_iter();
        let refreshed = refreshed.filter(|call| call.token.as_ref().is_some_and(|t| t.accepted));
        assert_eq!(refreshed.count(), 4, "one for each expiry");
        mock.stop().await;
    }
}

#[tokio::test]
async fn an_account_comes_by_the_page() {
    let (mock, _, store) = world().await;
    let platform = super::builder(&mock).store(store).pages(mock.base_url()).build();
    let platform = platform.expect("a platform");
    mock.component("wx-platform").next_visitor(MERCHANT, &[33]);
    let page = AuthorizationPage::new("https://example.com/back?shop=1").expect("an address");
    let page = page.accounts(Accounts::Official).permission_sets([33]);
    let link = platform.authorization_link(&page).await.expect("a link");
    let place = redirected(link.desktop()).await;
    let back = url::Url::parse(&place).expect("an address");
    assert!(place.starts_with("https://example.com/back?shop=1&"), "{place}");
    let code = back.query_pairs().find(|(name, _)| name == "auth_code").expect("a code").1;
    let merchant = platform.authorize(&*code).await.expect("a merchant");
    assert_eq!(merchant.permission_sets().await.ok(), Some(vec![33]));
    assert_eq!(merchant.appid(), MERCHANT);
    mock.stop().await;
}

/// Where a browser is sent to.
async fn redirected(address: &str) -> String {
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    let answer = browser.expect("a browser").get(address).send().await.expect("an answer");
    let place = answer.headers().get("location").expect("a redirect");
    place.to_str().expect("an address").to_owned()
}

#[tokio::test]
async fn a_code_whose_answer_was_lost_is_not_lost() {
    let (mock, platform, _) = world().await;
    let component = mock.component("wx-platform");
    let code = component.account(MERCHANT).authorize(&[24]).await;
    mock.script("getAuthorizerRefreshToken").lose_answer();
    let merchant = platform.authorize(code).await.expect("is read back");
    assert_eq!(merchant.appid(), MERCHANT);
    assert!(works(&platform).await);
    mock.stop().await;
}

#[tokio::test]
async fn a_refresh_whose_answer_was_lost_is_not_lost() {
    let (mock, platform, _) = world().await;
    let component = mock.component("wx-platform");
    component.rotate_refresh_tokens(true);
    let code = component.account(MERCHANT).authorize(&[24]).await;
    platform.authorize(code).await.expect("a merchant");
    mock.advance(TWO_HOURS);
    platform.store_ticket(component.ticket()).await.expect("stores");
    mock.script("getAuthorizerAccessToken").lose_answer();
    let _ = works(&platform).await;
    // The refresh token of before is good for five minutes more, and then no longer.
    mock.advance(Duration::from_secs(600));
    assert!(works(&platform).await, "the one that was lost is read back");
    mock.stop().await;
}

#[tokio::test]
async fn an_account_that_authorized_again_is_found_again() {
    let (mock, platform, _) = world().await;
    let account = mock.component("wx-platform").account(MERCHANT);
    let code = account.authorize(&[24]).await;
    platform.authorize(code).await.expect("a merchant");
    let code = account.authorize(&[24, 33]).await;
    // Another process has traded the code, and its store is another one.
    let stranger = platform_with(&mock, &shared());
    stranger.store_ticket(mock.component("wx-platform").ticket()).await.expect("stores");
    stranger.authorize(code).await.expect("a merchant");
    assert!(works(&platform).await, "all tokens were void");
    let link = LinkMiniprogram::new("wx-mini", false, true);
    let sent = platform.authorizer(MERCHANT).send(link).await;
    assert!(!matches!(sent, Err(SendError::NotGranted(_))), "33 was read back, too: {sent:?}");
    mock.stop().await;
}

#[tokio::test]
async fn a_withdrawn_authorization_is_named() {
    let (mock, platform, _) = world().await;
    let account = mock.component("wx-platform").account(MERCHANT);
    let code = account.authorize(&[24]).await;
    platform.authorize(code).await.expect("a merchant");
    account.revoke().await;
    let error = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await;
    let error = error.expect_err("is withdrawn");
    assert!(error.must_authorize(), "{error}");
    account.authorize(&[24]).await;
    mock.stop().await;
}

#[tokio::test]
async fn what_a_platform_may_not_do_is_named_and_not_repeated() {
    let (mock, platform, _) = world().await;
    let component = mock.component("wx-platform");
    let code = component.account(MERCHANT).authorize(&[24]).await;
    platform.authorize(code).await.expect("a merchant");
    mock.quota("getOpenAccount", 1);
    assert!(works(&platform).await);
    assert_eq!(class(&platform).await, Some(Class::Quota));
    assert!(!works(&platform).await);
    assert_eq!(count(&mock, "getOpenAccount"), 2, "WeChat is not asked again today");
    assert!(platform.quota_stops().lift("getOpenAccount", MERCHANT));
    component.refuse_ip();
    assert_eq!(class(&platform).await, Some(Class::IpNotAllowed));
    mock.advance(TWO_HOURS);
    let error = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await;
    let error = error.expect_err("no token to be had");
    assert!(error.to_string().contains("61004"), "{error}");
    mock.stop().await;
}

#[tokio::test]
async fn a_store_that_was_emptied_becomes_whole() {
    let (mock, _, _) = world().await;
    let component = mock.component("wx-platform");
    let appids: Vec<String> = (0..30).map(|number| format!("wx-{number:02}")).collect();
    for appid in &appids {
        component.account(appid).authorize(&[24]).await;
    }
    let first = platform_with(&mock, &shared());
    first.store_ticket(component.ticket()).await.expect("stores");
    let untraded = first.reconcile(|_| {}).await.expect("the list").untraded;
    assert_eq!(untraded.len(), 30, "nobody has traded their codes");
    for appid in &appids {
        let code = component.account(appid).authorize(&[24]).await;
        first.authorize(code).await.expect("a merchant");
    }
    let emptied = platform_with(&mock, &shared());
    emptied.store_ticket(component.ticket()).await.expect("stores");
    let mut seen = Vec::new();
    let found = emptied.reconcile(|progress| seen.push((progress.seen, progress.total))).await;
    let mut found = found.expect("the list").recovered;
    found.sort();
    assert_eq!(found, appids);
    assert_eq!(seen.last(), Some(&(30, 30)));
    for appid in &appids {
        emptied.authorizer(appid).send(GetOpenAccount::new()).await.expect("an answer");
    }
    mock.stop().await;
}

/// Every code that says so, for a token of an account.
#[tokio::test]
async fn every_word_for_a_stale_token_leads_to_another_token() {
    for code in [40001, 40014, 42001] {
        let (mock, platform, _) = world().await;
        let authorized = mock.component("wx-platform").account(MERCHANT).authorize(&[24]).await;
        platform.authorize(authorized).await.expect("a merchant");
        mock.script("getOpenAccount").code(code);
        assert!(works(&platform).await, "{code}");
        assert_eq!(count(&mock, "getOpenAccount"), 2, "{:?}", Code::from(code));
        assert_eq!(count(&mock, "getAuthorizerAccessToken"), 1);
        mock.stop().await;
    }
}

/// A platform whose receiver WeChat pushes to, and what its handler was told.
async fn receiving(mock: &Mock, store: Arc<dyn Store>) -> (Platform, Told) {
    let platform = super::builder(mock).store(store).message_crypto("the token", KEY).build();
    let platform = platform.expect("a platform");
    let told = Told::default();
    let heard = Arc::clone(&told);
    let receiver = platform.receiver(move |push: Push| {
        let heard = Arc::clone(&heard);
        async move {
            if let Push::Authorization(event) = push {
                heard.lock().expect("nobody panics with it").push(event.name().to_owned());
            }
        }
    });
    let receiver = receiver.expect("the keys are there");
    let app = wxopen::push::axum::router(receiver, "/authorization", "/{appid}/message");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("is bound");
    tokio::spawn(async move { axum::serve(listener, app).await });
    let url = format!("http://{address}/authorization");
    mock.component("wx-platform").push_to(&url, "the token", KEY);
    (platform, told)
}

const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

type Told = Arc<Mutex<Vec<String>>>;

/// Waits until the handler was told something.
async fn hears(told: &Told, name: &str) {
    while told.lock().expect("nobody panics with it").last().map(String::as_str) != Some(name) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn everything_comes_by_pushes() {
    let mock = Mock::builder().component("wx-platform", "the secret").start().await;
    let mock = mock.expect("a free port");
    let component = mock.component("wx-platform");
    let (platform, told) = receiving(&mock, shared()).await;
    let delivery = component.push_ticket().await.expect("somebody listens");
    assert!(delivery.taken(), "{delivery:?}");

    let account = component.account(MERCHANT);
    account.authorize(&[24]).await;
    hears(&told, "authorized").await;
    let merchant = platform.authorizer(MERCHANT);
    assert!(works(&platform).await);
    assert_eq!(merchant.can::<LinkMiniprogram>().await.ok(), Some(false));
    assert_eq!(count(&mock, "getAuthorizerInfo"), 0, "the code of the event was traded");

    account.change(&[24, 33]).await;
    hears(&told, "updateauthorized").await;
    assert_eq!(merchant.can::<LinkMiniprogram>().await.ok(), Some(true));

    account.revoke().await;
    hears(&told, "unauthorized").await;
    let error = merchant.send(GetOpenAccount::new()).await.expect_err("is withdrawn");
    assert!(error.must_authorize(), "{error}");

    account.authorize(&[24]).await;
    assert!(component.deliveries().iter().all(wxopen_mock::Delivery::taken));
    mock.stop().await;
}

/// The platform is asked for the first ticket by itself, and WeChat pushes it.
#[tokio::test]
async fn a_ticket_can_be_asked_for() {
    let mock = Mock::builder().component("wx-platform", "the secret").start().await;
    let mock = mock.expect("a free port");
    let (platform, _) = receiving(&mock, shared()).await;
    let list = GetAuthorizerList::new("wx-platform", 0, 10);
    platform.send(list.clone()).await.expect_err("no ticket yet");
    let start = StartPushTicket::new("wx-platform", "the secret");
    platform.send(start).await.expect("the mock pushes one");
    while mock.component("wx-platform").deliveries().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    platform.send(list).await.expect("with the ticket");
    mock.stop().await;
}
