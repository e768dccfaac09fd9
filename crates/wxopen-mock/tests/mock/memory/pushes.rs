//! What is pushed, how it is sealed, and how often it is sent.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use wxopen_mock::Attempt::{Refused, Taken, Unanswered};
use wxopen_mock::{Attempt, Delivery};

use super::caller::{APPID, Caller, MERCHANT, code};
use super::receiver::{KEY, Received, Receiver, SILENT, TAKEN, TOKEN, member};

const CREATED: &str = "HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\nsuccess";
const CHATTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsuccess\n";
const MOVED: &str = "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n";
const BROKEN: &str = "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n";
const CLOSED: &str = "";
const HALF: &str = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsucc";
const ENDLESS: &str =
    concat!("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", include_str!("../../../README.md"));
const BY_CLOSE: &str = "HTTP/1.1 200 OK\r\n\r\nsuccess";

async fn pushed_to(receiver: &Receiver) -> Caller {
    let caller = Caller::start().await;
    caller.component.push_to(&receiver.url, TOKEN, KEY);
    caller
}

#[tokio::test]
async fn a_ticket_is_pushed() {
    let receiver = Receiver::start(&[TAKEN]).await;
    let caller = pushed_to(&receiver).await;
    let delivery = caller.component.push_ticket().await.expect("it goes somewhere");
    assert!(delivery.taken());
    assert_eq!(delivery.attempts, [Taken]);
    assert_eq!((&*delivery.component, delivery.info_type), (APPID, "component_verify_ticket"));
    assert_eq!(caller.component.deliveries(), [delivery]);
    assert!(caller.mock.component("wx-other").deliveries().is_empty());

    let event = receiver.last();
    assert_eq!(member(&event, "AppId"), APPID);
    assert_eq!(member(&event, "InfoType"), "component_verify_ticket");
    assert_now(&member(&event, "CreateTime"));
    let ticket = member(&event, "ComponentVerifyTicket");
    assert_eq!(ticket, caller.component.ticket());
    assert_eq!(code(&caller.component_token_of(&ticket).await), 0);
}

#[tokio::test]
async fn a_push_is_sent_until_it_is_taken() {
    for (answers, attempts) in [
        (&[TAKEN][..], &[Taken][..]),
        (&[BY_CLOSE], &[Taken]),
        (&[CREATED, TAKEN], &[Refused(201), Taken]),
        (&[CHATTY, BROKEN, TAKEN], &[Refused(200), Refused(500), Taken]),
        (&[MOVED, CLOSED, HALF, TAKEN], &[Refused(302), Unanswered, Unanswered, Taken]),
        (&[ENDLESS, SILENT, TAKEN], &[Refused(200), Unanswered, Taken]),
        (&[BROKEN], &[Refused(500); 4]),
    ] {
        let receiver = Receiver::start(answers).await;
        let caller = pushed_to(&receiver).await;
        let delivery = caller.component.push_ticket().await.expect("it goes somewhere");
        assert_eq!(delivery.attempts, attempts, "{answers:?}");
        assert_eq!(delivery.taken(), attempts.contains(&Taken));
        let received = receiver.received();
        assert_eq!(received.len(), attempts.len());
        assert!(received.iter().all(|push| *push == received[0]), "the same bytes each time");
    }
}

#[tokio::test]
async fn retries_can_be_sealed_anew() {
    let receiver = Receiver::start(&[BROKEN]).await;
    let caller = pushed_to(&receiver).await;
    caller.component.seal_retries_anew(true);
    caller.component.push_ticket().await;
    let received = receiver.received();
    let events: HashSet<String> = received.iter().map(Received::open).collect();
    let nonces: HashSet<String> = received.iter().map(|push| push.parameter("nonce")).collect();
    let bodies: HashSet<&String> = received.iter().map(|push| &push.body).collect();
    assert_eq!((events.len(), nonces.len(), bodies.len()), (1, 4, 4));
}

#[tokio::test]
async fn nobody_listens() {
    let receiver = Receiver::start(&[TAKEN]).await;
    let caller = pushed_to(&receiver).await;
    caller.component.push_to("http://127.0.0.1:1", TOKEN, KEY);
    let delivery = caller.component.push_ticket().await.expect("it goes somewhere");
    assert_eq!(delivery.attempts, [Unanswered; 4]);
}

#[tokio::test]
async fn a_query_of_the_address_is_kept() {
    let receiver = Receiver::start(&[TAKEN]).await;
    let caller = Caller::start().await;
    caller.component.push_to(&format!("{}?tenant=1", receiver.url), TOKEN, KEY);
    assert!(caller.component.push_ticket().await.expect("it goes somewhere").taken());
    assert!(receiver.received()[0].target.starts_with("/events?tenant=1&signature="));
}

#[tokio::test]
async fn what_an_administrator_does_is_pushed() {
    let receiver = Receiver::start(&[TAKEN]).await;
    let caller = pushed_to(&receiver).await;
    let component = caller.component_token().await;
    let account = caller.component.account(MERCHANT);
    for (again, info_type) in [(false, "authorized"), (true, "updateauthorized")] {
        let redirected = account.authorize(&[33]).await;
        assert_authorization(&caller, &component, &receiver.last(), info_type, &redirected).await;
        assert_eq!(again, receiver.received().len() > 1);
    }
    let redirected = account.change(&[24]).await;
    let changed = receiver.last();
    assert_authorization(&caller, &component, &changed, "updateauthorized", &redirected).await;

    account.revoke().await;
    let event = receiver.last();
    assert_eq!(member(&event, "InfoType"), "unauthorized");
    assert_eq!(member(&event, "AuthorizerAppid"), MERCHANT);
    let info_type = |delivery: &Delivery| delivery.info_type;
    let told: Vec<_> = caller.component.deliveries().iter().map(info_type).collect();
    assert_eq!(told, ["authorized", "updateauthorized", "updateauthorized", "unauthorized"]);
}

/// The event brings a code of its own, and both are good.
async fn assert_authorization(
    caller: &Caller,
    component: &str,
    event: &str,
    info_type: &str,
    redirected: &str,
) {
    assert_eq!(member(event, "InfoType"), info_type);
    assert_eq!(member(event, "AuthorizerAppid"), MERCHANT);
    assert!(member(event, "PreAuthCode").starts_with("preauthcode@@@"));
    let end: u64 = member(event, "AuthorizationCodeExpiredTime").parse().expect("a number");
    assert_now(&(end - 3600).to_string());
    let pushed = member(event, "AuthorizationCode");
    assert_ne!(pushed, redirected);
    for authorization in [&*pushed, redirected] {
        assert_eq!(code(&caller.trade(component, authorization).await), 0);
    }
}

#[tokio::test]
async fn a_call_can_lead_to_a_push() {
    let receiver = Receiver::start(&[TAKEN]).await;
    let caller = pushed_to(&receiver).await;
    let body = serde_json::json!({ "component_secret": super::caller::SECRET });
    let answer = caller.ask("/cgi-bin/component/api_start_push_ticket", "", body).await;
    assert_eq!(code(&answer), 0);
    receiver.wait_for(1).await;
    assert_eq!(member(&receiver.last(), "ComponentVerifyTicket"), caller.component.ticket());
}

#[tokio::test]
async fn times_that_are_told_are_those_of_the_real_clock() {
    let receiver = Receiver::start(&[TAKEN]).await;
    let caller = pushed_to(&receiver).await;
    caller.mock.advance(Duration::from_secs(3_000_000));
    caller.component.push_ticket().await.expect("it goes somewhere");
    assert_now(&member(&receiver.last(), "CreateTime"));
    assert_now(&receiver.received()[0].parameter("timestamp"));
}

#[tokio::test]
#[should_panic(expected = "the address does not begin with http:// and a host")]
async fn no_address() {
    Caller::start().await.component.push_to("https://example.com", TOKEN, KEY);
}

#[tokio::test]
#[should_panic(expected = "the EncodingAESKey is none")]
async fn no_key() {
    Caller::start().await.component.push_to("http://example.com", TOKEN, "short");
}

/// Within a minute of now.
fn assert_now(seconds: &str) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    let told: u64 = seconds.parse().expect("a number");
    assert!(now.as_secs().abs_diff(told) < 60, "{told}");
}

#[test]
fn an_attempt_is_told() {
    assert_eq!(
        format!("{:?}", [Attempt::Taken, Refused(201), Unanswered]),
        "[Taken, Refused(201), Unanswered]"
    );
}
