//! Operations to test with, and requests written by hand. Expects nothing of the mock itself.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wxopen_core::{Class, EndpointMeta, ErrorMeta, Method, Text, TokenKind};
use wxopen_mock::{Mock, Operation};

const NO_TEXT: Text = Text { en: "", zh: "" };

static ERRORS: [ErrorMeta; 1] = [ErrorMeta {
    code: 89010,
    name: "InvitationPending",
    errmsg: "link message has sent",
    class: Class::State,
    meaning: NO_TEXT,
    remedy: NO_TEXT,
}];

pub(crate) static LINK: EndpointMeta =
    EndpointMeta::new("linkMiniprogram", Method::Post, "/cgi-bin/wxopen/wxamplink")
        .with_errors(&ERRORS, &[]);

static PRE_AUTH_CODE: EndpointMeta =
    EndpointMeta::new("getPreAuthCode", Method::Post, "/cgi-bin/component/api_create_preauthcode")
        .with_token(TokenKind::Component, "component_access_token");

static COMPONENT_TOKEN: EndpointMeta =
    EndpointMeta::new("getComponentToken", Method::Post, "/cgi-bin/component/api_component_token")
        .with_token(TokenKind::None, "");

static APPLY_PLUGIN: EndpointMeta = EndpointMeta::new("applyPlugin", Method::Post, "/wxa/plugin")
    .with_query(&[("action", "apply")]);

static LIST_PLUGINS: EndpointMeta =
    EndpointMeta::new("listPlugins", Method::Post, "/wxa/plugin").with_query(&[("action", "list")]);

static ACCOUNT: EndpointMeta =
    EndpointMeta::new("getAccountBasicInfo", Method::Get, "/cgi-bin/account/getaccountbasicinfo");

static SEARCH: EndpointMeta = EndpointMeta::new("search", Method::Get, "/wxa/search");

const SEARCH_REQUEST: &str = r##"{
    "type": "object",
    "properties": {
        "text": { "type": "string" },
        "count": { "type": "integer" },
        "all": { "type": "boolean" },
        "state": { "$ref": "#/$defs/State", "description": "An enumeration." }
    },
    "unevaluatedProperties": false,
    "$defs": { "State": { "type": "integer" } }
}"##;

static LOOK: EndpointMeta = EndpointMeta::new("look", Method::Get, "/private/look")
    .with_query(&[("grant_type", "code")])
    .with_token(TokenKind::Component, "component_access_token");

const LOOK_REQUEST: &str = r#"{
    "type": "object",
    "properties": {
        "appid": { "type": "string" },
        "page": { "type": "integer" },
        "deep": { "type": "boolean" },
        "sorted": { "type": "integer", "enum": [0, 1] }
    },
    "required": ["appid"],
    "unevaluatedProperties": false
}"#;

pub(crate) const LINK_REQUEST: &str = r#"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "appid": { "type": "string" },
        "notify_users": { "enum": [0, 1], "x-wxopen-type": "flag" }
    },
    "required": ["appid"],
    "maxProperties": 2,
    "unevaluatedProperties": false,
    "examples": [{ "appid": "wx01", "notify_users": 1 }]
}"#;

pub(crate) const LINK_REPLY: &str = r#"{
    "type": "object",
    "properties": { "errcode": { "const": 0 } },
    "examples": [{ "errcode": 0, "errmsg": "ok" }, { "errcode": 0, "errmsg": "" }]
}"#;

/// What the mock of most tests serves.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(&LINK).with_request(LINK_REQUEST).with_reply(LINK_REPLY),
        Operation::new(&PRE_AUTH_CODE),
        Operation::new(&COMPONENT_TOKEN),
        Operation::new(&APPLY_PLUGIN),
        Operation::new(&LIST_PLUGINS),
        Operation::new(&ACCOUNT),
        Operation::new(&LOOK).with_request(LOOK_REQUEST),
        Operation::new(&SEARCH).with_request(SEARCH_REQUEST),
    ]
}

pub(crate) async fn mock() -> Mock {
    Mock::builder().operations(operations()).start().await.expect("the mock starts")
}

/// A good request to `linkMiniprogram`.
pub(crate) const LINKED: &str = "/cgi-bin/wxopen/wxamplink?access_token=T";

pub(crate) fn get(target: &str) -> Vec<u8> {
    headed("GET", target, "", b"")
}

pub(crate) fn post(target: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    headed("POST", target, &format!("Content-Length: {}\r\n", body.len()), body)
}

pub(crate) fn headed(method: &str, target: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("{method} {target} HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n");
    [head.as_bytes(), headers.as_bytes(), b"\r\n", body].concat()
}

/// Sends bytes and gives the answer as `status label body`, every rid replaced by `RID`; nothing
/// if the connection was closed without an answer.
pub(crate) async fn exchange(mock: &Mock, request: &[u8]) -> String {
    summary(&exchange_whole(mock, request).await)
}

/// Sends bytes and gives the whole answer.
pub(crate) async fn exchange_whole(mock: &Mock, request: &[u8]) -> String {
    let mut stream = connect(mock).await;
    stream.write_all(request).await.expect("the mock reads");
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let read = tokio::time::timeout(Duration::from_secs(10), read).await;
    read.expect("the mock answers in time").expect("the mock answers");
    String::from_utf8(bytes).expect("the mock answers in UTF-8")
}

pub(crate) async fn connect(mock: &Mock) -> TcpStream {
    let address = mock.base_url().replace("http://", "");
    TcpStream::connect(address).await.expect("the mock listens")
}

fn summary(answer: &str) -> String {
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        return answer.to_owned();
    };
    let status = head.split(' ').nth(1).unwrap_or("?");
    let label = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or("-");
    format!("{status} {label} {}", hide_rid(body))
}

fn hide_rid(body: &str) -> String {
    let Some((before, rest)) = body.split_once(" rid: ") else {
        return body.to_owned();
    };
    let (rid, after) = rest.split_at(26);
    let eight = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(rid.split('-').count() == 3 && rid.split('-').all(eight), "{rid} is no rid");
    format!("{before} rid: RID{after}")
}
