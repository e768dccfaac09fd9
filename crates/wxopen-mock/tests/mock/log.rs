//! What is remembered of a call, and what must never be.

use serde_json::json;

use crate::support::{LINKED, exchange, get, headed, mock, post};

#[tokio::test]
async fn a_call_is_remembered() {
    let mock = mock().await;
    let target = "/wxa/plugin?action=apply&x=1&access_token=T";
    let headers = "Content-Length: 9\r\nX-Trace: 7\r\n";
    exchange(&mock, &headed("POST", target, headers, br#"{"a":"b"}"#)).await;

    let call = mock.calls_of("applyPlugin").pop().expect("the call is in the log");
    assert_eq!(call.interface, Some("applyPlugin"));
    assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/wxa/plugin"));
    assert_eq!(call.query, ["action", "x", "access_token"]);
    assert_eq!(call.headers, ["host", "connection", "content-length", "x-trace"]);
    assert_eq!(call.body, Some(json!({ "a": "b" })));
    assert!(call.content_length && call.violations.is_empty());
    let token = call.token.expect("a token came");
    assert_eq!((token.parameter, token.accepted), ("access_token", true));
}

#[tokio::test]
async fn calls_are_found_by_interface() {
    let mock = mock().await;
    exchange(&mock, &post(LINKED, "{}")).await;
    exchange(&mock, &get(LINKED)).await;
    exchange(&mock, &post("/nowhere", "[1]")).await;
    exchange(&mock, &post("/cgi-bin/component/api_component_token", "{}")).await;

    let interfaces: Vec<_> = mock.calls().iter().map(|call| call.interface).collect();
    assert_eq!(interfaces, [Some("linkMiniprogram"), None, None, Some("getComponentToken")]);
    assert_eq!(mock.calls_of("linkMiniprogram").len(), 1);
    assert_eq!(mock.calls_of("listPlugins").len(), 0);
    assert_eq!(mock.calls_of("getComponentToken")[0].token, None);
    assert_eq!(mock.calls()[2].body, Some(json!([1])));
}

#[tokio::test]
async fn it_is_told_which_parameter_carried_the_token() {
    let mock = mock().await;
    for parameter in ["component_access_token", "access_token"] {
        let path = "/cgi-bin/component/api_create_preauthcode";
        exchange(&mock, &post(&format!("{path}?{parameter}=T"), "{}")).await;
        let token = mock.calls().pop().and_then(|call| call.token).expect("a token came");
        assert_eq!(token.parameter, parameter);
    }
}

#[tokio::test]
#[should_panic(expected = "the mock has no interface `linkMiniProgram`")]
async fn unknown_interface() {
    mock().await.calls_of("linkMiniProgram");
}

#[tokio::test]
async fn every_rid_is_unique() {
    let mock = mock().await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        mock.script("linkMiniprogram").code(-1);
        assert!(seen.insert(rid(&mock).await));
    }
}

#[tokio::test]
async fn secrets_are_never_printed() {
    let mock = mock().await;
    let targets = [
        "/cgi-bin/wxopen/wxamplink?access_token=SECRET",
        "/cgi-bin/wxopen/wxamplink?SECRET",
        "/cgi-bin/wxopen/wxamplink?access_token=SECRET&access_token=SECRET",
        "/cgi-bin/component/api_create_preauthcode?component_access_token=SECRET",
        "/nowhere?access_token=SECRET",
    ];
    let bodies = [r#"{"appid":"wx01"}"#, r#"{"appid":{"a":"SECRET"}}"#, r#"["SECRET"]"#, "SECRET"];
    for accepted in ["", "SECRET", "other"] {
        if !accepted.is_empty() {
            mock.accept_token(accepted);
        }
        for target in targets {
            for body in bodies {
                let answer = exchange(&mock, &post(target, body)).await;
                assert!(!answer.contains("SECRET"), "{answer}");
            }
        }
    }
    let script = mock.script("linkMiniprogram").reply(json!({ "access_token": "SECRET" }));
    let printed = format!("{mock:?} {script:?} {:#?}", mock.calls());
    assert!(!printed.contains("SECRET"), "{printed}");
    assert!(printed.contains("\"appid\""), "the names in a body are printed: {printed}");
}

async fn rid(mock: &wxopen_mock::Mock) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let mut stream = crate::support::connect(mock).await;
    stream.write_all(&post(LINKED, r#"{"appid":"wx01"}"#)).await.expect("the mock reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("the mock answers");
    answer.split_once(" rid: ").expect("the answer carries a rid").1.to_owned()
}
