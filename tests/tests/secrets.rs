//! Nothing that can be printed may hold a token, a ticket or an authorization code.

use std::error::Error as _;
use std::fmt::Debug;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use wxopen_api::official_account::GetLinkMiniprogram;
use wxopen_api::register::RegisterMiniprogramByOffiaccount;
use wxopen_api::{
    BoxFuture, Client, Endpoint, Error, HttpAnswer, HttpRequest, Transport, TransportError,
};
use wxopen_mock::Mock;
use wxopen_tests::client_of;

const TOKEN: &str = "CANARY-token/1";
const TICKET: &str = "CANARY-ticket";
const CODE: &str = "CANARY-code";

#[tokio::test]
async fn success_prints_no_secret() {
    let mock = Mock::start().await.expect("a free port");
    mock.script("registerMiniprogramByOffiaccount").reply(serde_json::json!({
        "errcode": 0, "appid": "wx1", "authorization_code": CODE,
    }));
    let client = client_of(&mock, TOKEN);
    let request = RegisterMiniprogramByOffiaccount::new(TICKET);
    clean(&request);
    clean(&client);
    clean(&Client::builder().token(TOKEN));
    let reply = client.send(request).await.expect("scripted");
    assert_eq!(reply.authorization_code.expose(), CODE);
    clean(&reply);
    clean(&mock.calls());
    clean(&mock);
}

#[tokio::test]
async fn no_failure_prints_a_secret() {
    let echo = format!(r#"{{"errcode":40001,"errmsg":"bad {TOKEN} {TICKET} {CODE}"}}"#);
    let bodies = [
        echo.clone(),
        format!("<html>{TOKEN}{TICKET}</html>"),
        format!(r#"{{"errcode":"{CODE}"}}"#),
        format!(r#"{{"errcode":0,"appid":["{CODE}"],"authorization_code":{{"x":"{CODE}"}}}}"#),
        format!(r#"{{"{TOKEN}":"#),
    ];
    for body in bodies {
        for status in ["200 OK", "302 Found\r\nLocation: http://h/?CANARY", "500 CANARY"] {
            let address = serve_once(status, &body).await;
            fails_clean(&format!("http://{address}")).await;
        }
    }
    fails_clean("http://127.0.0.1:1").await;
}

async fn fails_clean(base: &str) {
    let client =
        Client::builder().base_url(base).allow_http_on_loopback().token(TOKEN).build().expect(base);
    let request = RegisterMiniprogramByOffiaccount::new(TICKET);
    let error = client.send(request).await.expect_err("not a good answer");
    assert!(error.source().is_none());
    clean(&error);
    assert!(!error.to_string().contains("CANARY"), "{error}");
    let error = Error::from(error);
    clean(&error);
    assert!(!error.to_string().contains("CANARY"), "{error}");
}

#[tokio::test]
async fn what_a_transport_sees_prints_no_secret() {
    struct Looks;
    impl Transport for Looks {
        fn exchange(
            &self,
            request: HttpRequest,
        ) -> BoxFuture<'_, Result<HttpAnswer, TransportError>> {
            assert_eq!(
                request.url.expose(),
                "https://api.weixin.qq.com/cgi-bin/wxopen/wxamplinkget?access_token=CANARY-token%2F1"
            );
            clean(&request);
            Box::pin(async {
                let body = format!(r#"{{"errcode":1,"errmsg":"{CODE}"}}"#).into_bytes();
                let answer = HttpAnswer::new(200, body);
                clean(&answer);
                Ok(answer)
            })
        }
    }
    let client = Client::builder().token(TOKEN).transport(Looks).build().expect("no TLS needed");
    clean(&client.send(GetLinkMiniprogram::new()).await.expect_err("a code"));
}

#[test]
fn personal_data_is_not_printed_either() {
    let json = r#"{"wxopens":{"items":[{"status":1,"username":"u","nickname":"n",
        "headimg_url":"h","email":"CANARY@example.com"}]}}"#;
    let reply = GetLinkMiniprogram::decode(&mut wxopen_api::Answer::new(json)).expect("a reply");
    clean(&reply);
}

fn clean(value: &impl Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains("CANARY"), "{text}");
    }
}

async fn serve_once(status: &str, body: &str) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a client");
        let mut buffer = [0; 4096];
        let _ = tokio::io::AsyncReadExt::read(&mut socket, &mut buffer).await;
        let _ = socket.write_all(answer.as_bytes()).await;
        // Wait for the client to hang up, so that the answer is not cut by a reset.
        let _ = tokio::io::AsyncReadExt::read(&mut socket, &mut buffer).await;
    });
    address
}
