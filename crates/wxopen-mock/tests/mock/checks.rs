//! Which calls are refused, and in which words.

use crate::support::{LINKED, exchange, get, headed, mock, post};

#[tokio::test]
async fn routes() {
    check(&[
        (post(LINKED, r#"{"appid":"wx01"}"#), OK, &[]),
        (get("/cgi-bin/account/getaccountbasicinfo?access_token=T"), OK, &[]),
        (post("/wxa/plugin?action=apply&access_token=T", "{}"), OK, &[]),
        (post("/wxa/plugin?access_token=T&action=list", "{}"), OK, &[]),
        (
            post("/cgi-bin/nothing?access_token=T", "{}"),
            r#"404 text/plain {"errcode":40066,"errmsg":"invalid url rid: RID"}"#,
            &["no operation has this path and query"],
        ),
        (
            post("/wxa/plugin?action=steal&access_token=T", "{}"),
            r#"404 text/plain {"errcode":40066,"errmsg":"invalid url rid: RID"}"#,
            &["no operation has this path and query"],
        ),
        (
            get(LINKED),
            r#"200 text/plain {"errcode":43002,"errmsg":"require POST method rid: RID"}"#,
            &["the method is not POST"],
        ),
        (
            post("/cgi-bin/account/getaccountbasicinfo?access_token=T", "{}"),
            r#"200 text/plain {"errcode":43001,"errmsg":"require GET method rid: RID"}"#,
            &["the method is not GET"],
        ),
    ])
    .await;
}

#[tokio::test]
async fn tokens() {
    const MISSING: &str =
        r#"200 text/plain {"errcode":41001,"errmsg":"access_token missing rid: RID"}"#;
    const NONE: &[&str] = &["there is no token in the query"];
    let pre_auth_code =
        |query: &str| post(&format!("/cgi-bin/component/api_create_preauthcode{query}"), "{}");
    check(&[
        (post("/cgi-bin/wxopen/wxamplink", "{}"), MISSING, NONE),
        (post("/cgi-bin/wxopen/wxamplink?access_token=", "{}"), MISSING, NONE),
        (post("/cgi-bin/wxopen/wxamplink?access_token", "{}"), MISSING, NONE),
        (post("/cgi-bin/wxopen/wxamplink?component_access_token=T", "{}"), MISSING, NONE),
        (pre_auth_code(""), MISSING, NONE),
        (pre_auth_code("?component_access_token=T"), OK, &[]),
        (pre_auth_code("?access_token=T"), OK, &[]),
        (post("/cgi-bin/component/api_component_token", "{}"), OK, &[]),
    ])
    .await;
}

#[tokio::test]
async fn members_of_a_query() {
    let look = |members: &str| {
        get(&format!("/private/look?grant_type=code&{members}&component_access_token=T"))
    };
    check(&[
        (look("appid=7"), OK, &[]),
        (look("appid=a%2Bb+c&page=2&deep=true&sorted=1"), OK, &[]),
    ])
    .await;
    for (members, violation) in [
        ("page=2", r#""appid" is a required property"#),
        ("appid=wx01&page=two", r#"/page: the value is not of type "integer""#),
        ("appid=wx01&deep=1", r#"/deep: the value is not of type "boolean""#),
        ("appid=wx01&sorted=2", "/sorted: the value is not one of 0 or 1"),
        ("appid=wx01&app_id=s", "Unevaluated properties are not allowed ('app_id' was unexpected)"),
    ] {
        let errmsg = format!("data format error: {violation} rid: RID").replace('"', "\\\"");
        let answer = format!(r#"200 text/plain {{"errcode":47001,"errmsg":"{errmsg}"}}"#);
        check(&[(look(members), &answer, &[violation])]).await;
    }
}

#[tokio::test]
async fn registered_tokens() {
    let mock = mock().await;
    mock.accept_token("old/+ token");
    mock.accept_token("new");
    let cases = [
        ("new", true),
        ("old%2F%2B+token", true),
        ("old/%2B%20token", true),
        ("old/++token", false),
        ("ne", false),
    ];
    for (token, accepted) in cases {
        let target = format!("/cgi-bin/account/getaccountbasicinfo?access_token={token}");
        let refused = r#"200 text/plain {"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest rid: RID"}"#;
        assert_eq!(exchange(&mock, &get(&target)).await, if accepted { OK } else { refused });
        let seen = mock.calls().pop().and_then(|call| call.token).expect("a token came");
        assert_eq!((seen.parameter, seen.accepted), ("access_token", accepted), "{token}");
    }
}

#[tokio::test]
async fn bodies() {
    const GATEWAY: &str = "<html><body>The gateway refuses the request.</body></html>";
    let no_length = format!("412 text/html {GATEWAY}");
    let too_long = format!("413 text/html {GATEWAY}");
    let chunked = "Transfer-Encoding: chunked\r\n";
    check(&[
        (headed("POST", LINKED, "", b""), &no_length, &["there is no Content-Length"]),
        (
            headed("POST", LINKED, chunked, b"2\r\n{}\r\n0\r\n\r\n"),
            &no_length,
            &["there is no Content-Length"],
        ),
        (
            post(LINKED, vec![b' '; 4 * 1024 * 1024 + 1]),
            &too_long,
            &["the body is longer than 4 MiB"],
        ),
        (
            post(LINKED, ""),
            r#"200 text/plain {"errcode":44002,"errmsg":"empty post data rid: RID"}"#,
            &["the body is empty"],
        ),
        (
            post(LINKED, b"{\"appid\":\"\xc4\xe3\"}"),
            r#"200 text/plain {"errcode":47002,"errmsg":"data format error: the body is not UTF-8 rid: RID"}"#,
            &["the body is not UTF-8"],
        ),
        (
            post(LINKED, "{'appid':1}"),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: the body is no JSON rid: RID"}"#,
            &["the body is no JSON"],
        ),
        (
            post(LINKED, "[]"),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: the body is no JSON object rid: RID"}"#,
            &["the body is no JSON object"],
        ),
    ])
    .await;
}

#[tokio::test]
async fn schemas() {
    check(&[
        (post(LINKED, r#"{"appid":"wx01","notify_users":0}"#), OK, &[]),
        (post("/wxa/plugin?action=apply&access_token=T", r#"{"anything":1}"#), OK, &[]),
        (
            post(LINKED, "{}"),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: \"appid\" is a required property rid: RID"}"#,
            &["\"appid\" is a required property"],
        ),
        (
            post(LINKED, r#"{"appid":"wx01","appId":"wx01"}"#),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: Unevaluated properties are not allowed ('appId' was unexpected) rid: RID"}"#,
            &["Unevaluated properties are not allowed ('appId' was unexpected)"],
        ),
        (
            post(LINKED, r#"{"appid":"wx01","a":"b","c":"d"}"#),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: the value has more than 2 properties; Unevaluated properties are not allowed ('a', 'c' were unexpected) rid: RID"}"#,
            &[
                "the value has more than 2 properties",
                "Unevaluated properties are not allowed ('a', 'c' were unexpected)",
            ],
        ),
        (
            post(LINKED, r#"{"appid":7,"notify_users":true}"#),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: /appid: the value is not of type \"string\"; /notify_users: the value is not one of 0 or 1 rid: RID"}"#,
            &[
                "/appid: the value is not of type \"string\"",
                "/notify_users: the value is not one of 0 or 1",
            ],
        ),
    ])
    .await;
}

#[tokio::test]
async fn members_in_a_query() {
    let search = |members: &str| get(&format!("/wxa/search?access_token=T&{members}"));
    check(&[
        (search("text=5&count=5&all=true&state=5"), OK, &[]),
        (search("text=true&count=-5&all=false&state=12"), OK, &[]),
        (
            search("count=many"),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: /count: the value is not of type \"integer\" rid: RID"}"#,
            &["/count: the value is not of type \"integer\""],
        ),
        (
            search("all=1&state=true"),
            r#"200 text/plain {"errcode":47001,"errmsg":"data format error: /all: the value is not of type \"boolean\"; /state: the value is not of type \"integer\" rid: RID"}"#,
            &[
                "/all: the value is not of type \"boolean\"",
                "/state: the value is not of type \"integer\"",
            ],
        ),
    ])
    .await;
}

const OK: &str = r#"200 text/plain {"errcode":0,"errmsg":"ok"}"#;

/// Requests, their answers and what the log says is wrong with them.
async fn check(cases: &[(Vec<u8>, &str, &[&str])]) {
    let mock = mock().await;
    for (request, answer, violations) in cases {
        let shown = String::from_utf8_lossy(&request[..request.len().min(200)]);
        assert_eq!(exchange(&mock, request).await, *answer, "{shown}");
        let call = mock.calls().pop().expect("the call is in the log");
        assert_eq!(call.violations, *violations, "{shown}");
    }
    assert_eq!(mock.calls().len(), cases.len());
    mock.stop().await;
}
