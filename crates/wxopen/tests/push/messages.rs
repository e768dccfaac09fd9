//! What arrives at a handler: every event of the catalogue, as XML and as JSON, and messages of people.

use std::path::Path;
use std::sync::{Arc, Mutex};

use wxopen::push::{AccountMessage, Form, Push, PushReceiver, PushSettings};
use wxopen_api::events::{AccountEvent, AuthorizationEvent};
use wxopen_api::{Channel, EVENTS, EventMeta};

use crate::wechat::{Handled, KEY, Sent, Sink, crypto, now, receiver};

fn sample(event: &EventMeta, form: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/push/samples");
    let file = folder.join(format!("{}.{form}", event.name));
    std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("no {}", file.display()))
}

async fn pushed(text: &str, channel: Channel, to: &(PushReceiver, Handled)) -> Push {
    let (receiver, handled) = to;
    match channel {
        Channel::Authorization => Sent::authorization(text).to_platform(receiver).await,
        _ => Sent::message(text).to_account(receiver).await,
    }
    .unwrap_or_else(|refusal| panic!("{refusal}: {text}"));
    receiver.idle().await;
    handled.take().pop().unwrap_or_else(|| panic!("not handled: {text}"))
}

#[tokio::test]
async fn every_event_is_read_as_xml_and_as_json_and_says_the_same() {
    let events = EVENTS.iter().filter(|event| event.name != "component_verify_ticket");
    for event in events {
        let to = receiver();
        let xml = pushed(&sample(event, "xml"), event.channel, &to).await;
        let json = pushed(&sample(event, "json"), event.channel, &to).await;
        match (&xml, &json) {
            (Push::Authorization(xml), Push::Authorization(json)) => {
                assert!(!matches!(xml, AuthorizationEvent::Other(_)), "{xml:?}");
                assert_eq!(xml, json);
                assert_eq!(xml.name(), event.name);
            }
            (Push::Account(xml), Push::Account(json)) => {
                assert_eq!((xml.form, json.form), (Form::Xml, Form::Json));
                assert_eq!((&*xml.appid, &xml.message), ("wx-account", &json.message));
                let AccountMessage::Event(event_of_xml) = &xml.message else { panic!("{xml:?}") };
                assert!(!matches!(event_of_xml, AccountEvent::Other(_)), "{xml:?}");
                assert_eq!(event_of_xml.name(), event.name);
            }
            other => panic!("{}: {other:?}", event.name),
        }
    }
}

/// A ticket goes to the sink and no further.
#[tokio::test]
async fn a_ticket_is_read_as_xml_and_as_json() {
    let tickets = Arc::new(Mutex::new(Vec::new()));
    let stored = Arc::clone(&tickets);
    let sink = Sink(move |event| {
        let AuthorizationEvent::ComponentVerifyTicket(event) = event else { panic!("{event:?}") };
        let ticket = event.component_verify_ticket.expose().to_owned();
        stored.lock().expect("no panic").push((ticket, event.create_time));
        async { Ok(()) }
    });
    let handler = Handled::default().handler();
    let receiver = PushReceiver::new(crypto(KEY), sink, handler, PushSettings::default());
    let event = EVENTS.iter().find(|event| event.name == "component_verify_ticket");
    for form in ["xml", "json"] {
        let text = sample(event.expect("in the catalogue"), form);
        Sent::authorization(&text).to_platform(&receiver).await.expect("a push");
    }
    let expected = ("ticket@@@sample-0001".to_owned(), 1_784_538_000);
    assert_eq!(*tickets.lock().expect("no panic"), [expected.clone(), expected]);
}

/// The sample of the documents has a number in CDATA and one element where there may be several.
#[tokio::test]
async fn one_element_is_a_list_of_one() {
    let text = "<xml><AppId>wx-platform</AppId><CreateTime>1</CreateTime>\
                <InfoType>order_path_apply_result_notify</InfoType>\
                <list><appid>wx-account</appid><ret_code><![CDATA[0]]></ret_code></list></xml>";
    let push = pushed(text, Channel::Authorization, &receiver()).await;
    let Push::Authorization(AuthorizationEvent::OrderPathApplied(event)) = push else {
        panic!("{push:?}");
    };
    assert_eq!(event.list.len(), 1);
    assert_eq!(
        (event.list[0].appid.as_deref(), event.list[0].ret_code),
        (Some("wx-account"), Some(0))
    );
}

#[tokio::test]
async fn what_people_write_is_kept_whole() {
    let text = "<xml><ToUserName>gh_0</ToUserName><FromUserName>o-user</FromUserName>\
                <CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType>\
                <Content><![CDATA[canary <3 茶]]></Content><MsgId>7</MsgId></xml>";
    let push = pushed(text, Channel::Message, &receiver()).await;
    assert!(!format!("{push:?}").contains("canary"), "{push:?}");
    let Push::Account(account) = push else { panic!("{push:?}") };
    let AccountMessage::Message(message) = account.message else { panic!("no message") };
    assert_eq!((message.name(), &message.value()["Content"]), ("text", &"canary <3 茶".into()));
}

#[tokio::test]
async fn what_is_not_specified_is_kept_whole() {
    let (receiver, handled) = receiver();
    let texts = [
        "<xml><InfoType>authorized</InfoType><CreateTime>1</CreateTime></xml>",
        "<xml><InfoType>brand_new</InfoType><Of>tomorrow</Of></xml>",
        "<xml><InfoType>component_verify_ticket</InfoType></xml>",
    ];
    for text in texts {
        let acknowledged = Sent::authorization(text).to_platform(&receiver).await;
        assert_eq!(acknowledged.map(|answer| answer.body).as_deref(), Ok("success"), "{text}");
    }
    receiver.idle().await;
    let names = handled.take().into_iter().map(|push| match push {
        Push::Authorization(AuthorizationEvent::Other(message)) => {
            (message.name().to_owned(), message.error().is_some())
        }
        other => panic!("{other:?}"),
    });
    let expected = [("authorized", true), ("brand_new", false), ("component_verify_ticket", true)];
    assert_eq!(names.collect::<Vec<_>>(), expected.map(|(name, bad)| (name.to_owned(), bad)));
}

#[tokio::test]
async fn an_outer_body_in_json_names_the_platform_or_the_account() {
    let text = r#"{"AppId":"wx-platform","CreateTime":1,"InfoType":"brand_new"}"#;
    for (member, name, expected) in
        [("AppId", "wx-platform", 200), ("ToUserName", "gh_0", 200), ("AppId", "wx-other", 403)]
    {
        let (receiver, _) = receiver();
        let mut sent = Sent::sealed(&crypto(KEY), text, now(), "");
        sent.body = sent.body.replace(r#""ToUserName":"gh_0""#, &format!(r#""{member}":"{name}""#));
        let answer = sent.to_platform(&receiver).await.unwrap_or_else(Into::into);
        assert_eq!(answer.status, expected, "{}", sent.body);
    }
}
