//! Calls over real sockets, against the mock and against servers that behave badly.

use std::sync::Arc;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wxopen_api::mini_program::ThirdpartyCode2Session;
use wxopen_api::official_account::{
    GetLinkMiniprogram, LinkMiniprogram, LinkMiniprogramError, UnlinkMiniprogram,
};
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::register::RegisterMiniprogramByOffiaccount;
use wxopen_api::{CATALOG, Class, Client, Code, EndpointError, Error, Phase, TokenCell};
use wxopen_mock::Mock;
use wxopen_tests::client_of;

const APPID: &str = "wx0123456789abcdef";

#[tokio::test]
async fn five_calls_as_the_documents_want_them() -> Result<(), Error> {
    let mock = Mock::start().await.expect("a free port");
    let token = "a+b/c=d%e&f";
    mock.accept_token(token);
    let client = client_of(&mock, token);
    client.send(GetOpenAccount::new()).await?;
    client.send(GetOpenAccount::new().with_appid(APPID)).await?;
    client.send(LinkMiniprogram::new(APPID, true, false)).await?;
    client.send(GetLinkMiniprogram::new()).await?;
    client.send(UnlinkMiniprogram::new(APPID)).await?;
    client.send(RegisterMiniprogramByOffiaccount::new("茶")).await?;
    let mut log = String::new();
    for call in mock.calls() {
        let body = call.body.map(|body| body.to_string()).unwrap_or_default();
        let token = call.token.map(|token| (token.parameter, token.accepted));
        log.push_str(&format!("{} {} {token:?} {body} ", call.method, call.path));
        log.push_str(&format!("{} {:?}\n", call.content_length, call.violations));
    }
    expect![[r#"
        POST /cgi-bin/open/get Some(("access_token", true)) {} true []
        POST /cgi-bin/open/get Some(("access_token", true)) {"appid":"wx0123456789abcdef"} true []
        POST /cgi-bin/wxopen/wxamplink Some(("access_token", true)) {"appid":"wx0123456789abcdef","notify_users":1,"show_profile":0} true []
        POST /cgi-bin/wxopen/wxamplinkget Some(("access_token", true)) {} true []
        POST /cgi-bin/wxopen/wxampunlink Some(("access_token", true)) {"appid":"wx0123456789abcdef"} true []
        POST /cgi-bin/account/fastregister Some(("access_token", true)) {"ticket":"茶"} true []
    "#]]
    .assert_eq(&log);
    Ok(())
}

#[tokio::test]
async fn the_members_of_a_get_request_travel_in_the_query() {
    let mock = Mock::start().await.expect("a free port");
    mock.accept_token("a+b/c=d%e&f");
    let client = client_of(&mock, "a+b/c=d%e&f");
    let login = ThirdpartyCode2Session::new(APPID, "wx&=+ 茶", "code%26");
    let session = client.send(login).await.expect("the mock answers with a sample");
    assert!(!session.session_key.expose().is_empty());
    let call = mock.calls().pop().expect("one call");
    assert_eq!((&*call.method, &*call.path), ("GET", "/sns/component/jscode2session"));
    let names = ["grant_type", "appid", "component_appid", "js_code", "component_access_token"];
    assert_eq!(call.query, names);
    assert!(call.token.as_ref().is_some_and(|token| token.accepted));
    let members = call.body.as_ref().map(ToString::to_string);
    let sent = r#"{"appid":"wx0123456789abcdef","component_appid":"wx&=+ 茶","js_code":"code%26"}"#;
    assert_eq!(members.as_deref(), Some(sent));
    assert!(!format!("{call:?}").contains("code%26"), "{call:?}");
    assert_eq!(call.violations, [""; 0]);
}

#[tokio::test]
async fn a_documented_code_is_a_variant_with_a_remedy() {
    let mock = Mock::start().await.expect("a free port");
    mock.script("linkMiniprogram").code(89010);
    let client = client_of(&mock, "token");
    let error = client.send(LinkMiniprogram::new(APPID, true, true)).await.expect_err("scripted");
    assert_eq!(error.phase(), Phase::Rejected);
    assert_eq!(error.error(), Some(&LinkMiniprogramError::InvitationPending));
    assert_eq!((error.code(), error.class()), (Some(89010), Class::State));
    assert!(error.rid().is_some_and(|rid| rid.len() == 26));
    assert_eq!(error.rejection().map(|r| r.message()), Some("link message has sent".to_owned()));
    let line = error.to_string();
    assert!(line.starts_with("linkMiniprogram: 89010 InvitationPending: "), "{line}");
    assert!(line.ends_with(')') && line.contains("(rid "), "{line}");
    assert!(!line.contains('\n'));
}

#[tokio::test]
async fn every_other_code_is_kept() {
    let mock = Mock::start().await.expect("a free port");
    mock.script("linkMiniprogram").code(99999);
    let client = client_of(&mock, "token");
    let error = client.send(LinkMiniprogram::new(APPID, true, true)).await.expect_err("scripted");
    assert_eq!(error.error(), Some(&LinkMiniprogramError::Other(Code::from(99999))));
    assert_eq!(error.error().map(|error| error.code()), Some(99999));
    assert_eq!((error.phase(), error.class()), (Phase::Rejected, Class::Unknown));
    assert_eq!(error.remedy(), None);
}

#[tokio::test]
async fn busy_means_doubt_where_a_repeat_would_do_harm() {
    let mock = Mock::start().await.expect("a free port");
    let client = client_of(&mock, "token");
    mock.script("linkMiniprogram").code(-1);
    let error = client.send(LinkMiniprogram::new(APPID, true, true)).await.expect_err("scripted");
    assert_eq!((error.phase(), error.class()), (Phase::OutcomeUnknown, Class::OutcomeUnknown));
    assert_eq!(error.reconcile(), Some("getLinkMiniprogram"));
    assert_eq!(error.error(), Some(&LinkMiniprogramError::SystemBusy));
    mock.script("getOpenAccount").code(-1).times(3);
    let error = client.send(GetOpenAccount::new()).await.expect_err("scripted");
    assert_eq!((error.phase(), error.class()), (Phase::Rejected, Class::Transient));
    assert_eq!(error.reconcile(), None);
    mock.script("registerMiniprogramByOffiaccount").code(61058);
    let register = RegisterMiniprogramByOffiaccount::new("ticket");
    let error = client.send(register).await.expect_err("scripted");
    assert_eq!((error.phase(), error.class()), (Phase::OutcomeUnknown, Class::OutcomeUnknown));
}

#[tokio::test]
async fn a_call_without_a_token_is_not_sent() {
    let mock = Mock::start().await.expect("a free port");
    let client = Client::builder().base_url(mock.base_url()).allow_http_on_loopback().build();
    let error = client.expect("loopback").send(GetOpenAccount::new()).await.expect_err("no token");
    assert_eq!(error.phase(), Phase::NoCredential);
    assert!(mock.calls().is_empty());
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let error = client_at(address, None).send(unlink()).await.expect_err("refused");
    assert_eq!(error.phase(), Phase::NotSent);
    assert_eq!(error.to_string(), "unlinkMiniprogram: not sent: no connection could be made");
}

#[tokio::test]
async fn a_connection_that_ends_after_the_request() {
    answer_with(
        b"",
        expect!["unlinkMiniprogram: outcome unknown: the connection ended too early; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
    answer_with(
        b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"errcode\":0",
        expect!["unlinkMiniprogram: outcome unknown (HTTP 200): the connection ended too early; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
}

#[tokio::test]
async fn answers_nobody_can_read() {
    let malformed = |head: &str, body: &str| {
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    };
    answer_with(
        &malformed("200 OK", ""),
        expect!["unlinkMiniprogram: malformed answer (HTTP 200): the answer is empty; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
    answer_with(
        &malformed("502 Bad Gateway", "<html>secret</html>"),
        expect!["unlinkMiniprogram: malformed answer (HTTP 502): the answer is no JSON (line 1, column 1); it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
    answer_with(
        &malformed("500 Oops", "{}"),
        expect!["unlinkMiniprogram: malformed answer (HTTP 500): the HTTP status is no success; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
    answer_with(
        &malformed("307 Elsewhere\r\nLocation: http://127.0.0.1:1/", "{}"),
        expect!["unlinkMiniprogram: malformed answer (HTTP 307): the HTTP status is no success; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
    answer_with(
        &malformed("200 OK", &"x".repeat(5000)),
        expect!["unlinkMiniprogram: malformed answer (HTTP 200): the answer is longer than 4096 bytes; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
    answer_with(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xff\xfe",
        expect!["unlinkMiniprogram: malformed answer (HTTP 200): the answer is not UTF-8; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
    answer_with(
        &malformed("503 Busy", r#"{"errcode":89013,"errmsg":"wxa is banned"}"#),
        expect!["unlinkMiniprogram: 89013 MiniprogramBanned: Its owner has to get it reinstated in the console before the links can be changed."],
    )
    .await;
}

#[tokio::test]
async fn an_answer_without_end_is_cut_at_the_cap() {
    let mut endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..10 {
        endless.extend_from_slice(format!("3e8\r\n{}\r\n", " ".repeat(1000)).as_bytes());
    }
    answer_with(
        &endless,
        expect!["unlinkMiniprogram: malformed answer (HTTP 200): the answer is longer than 4096 bytes; it may have taken effect: ask getLinkMiniprogram"],
    )
    .await;
}

#[tokio::test]
async fn a_deadline_ends_every_wait() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let started = Instant::now();
    let client = client_at(address, Some(Duration::from_millis(200)));
    let error = client.send(unlink()).await.expect_err("nobody answers");
    assert_eq!(error.phase(), Phase::OutcomeUnknown);
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(
        error.to_string(),
        "unlinkMiniprogram: outcome unknown: the deadline passed; it may have taken effect: ask \
         getLinkMiniprogram"
    );
    drop(listener);
}

#[test]
fn registration_gets_thirty_seconds_and_a_pause() {
    let meta = CATALOG.iter().find(|meta| meta.interface == "registerMiniprogramByOffiaccount");
    let meta = meta.expect("in the catalogue");
    assert_eq!(meta.deadline, Some(Duration::from_secs(30)));
    assert_eq!(meta.repeat_pause, Some(Duration::from_secs(5)));
}

fn unlink() -> UnlinkMiniprogram {
    UnlinkMiniprogram::new(APPID)
}

fn client_at(address: std::net::SocketAddr, deadline: Option<Duration>) -> Client {
    let builder = Client::builder()
        .base_url(format!("http://{address}"))
        .allow_http_on_loopback()
        .reply_cap(4096)
        .token("token");
    deadline.into_iter().fold(builder, |builder, d| builder.deadline(d)).build().expect("loopback")
}

/// A server that reads one request, writes these bytes and closes.
async fn answer_with(bytes: &[u8], expected: Expect) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let bytes = bytes.to_vec();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a client");
        read_request(&mut socket).await;
        // The client may hang up once it has seen enough.
        let _ = socket.write_all(&bytes).await;
    });
    let error = client_at(address, None).send(unlink()).await.expect_err("not a good answer");
    expected.assert_eq(&error.to_string());
    server.await.expect("the server does not panic");
}

async fn read_request(socket: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut buffer = [0; 1024];
    while !seen.ends_with(b"}") {
        let count = socket.read(&mut buffer).await.expect("a request");
        assert_ne!(count, 0, "the client closed before its request was complete");
        seen.extend_from_slice(&buffer[..count]);
    }
}

/// A client for another account shares everything with the first but the token.
#[tokio::test]
async fn the_same_client_with_other_tokens() {
    let mock = Mock::start().await.expect("a free port");
    mock.accept_token("theirs");
    let ours = client_of(&mock, "ours");
    let tokens = TokenCell::default();
    tokens.set_authorizer("theirs");
    let theirs = ours.with_token_source(Arc::new(tokens));
    let refused = ours.send(GetOpenAccount::new()).await.expect_err("the mock knows another token");
    assert_eq!(refused.code(), Some(40001));
    theirs.send(GetOpenAccount::new()).await.expect("the token that the mock knows");
    mock.stop().await;
}
