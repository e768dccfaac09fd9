//! Starting, stopping and surviving bad company.

use std::net::TcpListener;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wxopen_mock::{Mock, MockError};

use crate::support::{LINKED, connect, exchange, get, mock, operations, post};

#[tokio::test]
async fn stop_closes_connections_and_frees_the_port() {
    let mock = mock().await;
    let port = port(&mock);
    mock.script("linkMiniprogram").delay(Duration::from_secs(60)).code(-1);
    let idle = connect(&mock).await;
    let mut waiting = connect(&mock).await;
    waiting.write_all(&post(LINKED, r#"{"appid":"wx01"}"#)).await.expect("the mock reads");
    while mock.calls_of("linkMiniprogram").is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    let stopped = tokio::time::timeout(Duration::from_secs(5), mock.stop()).await;
    stopped.expect("a call in flight does not hold up the end");
    TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
    assert_eq!(rest(idle).await, "");
    assert_eq!(rest(waiting).await, "");
}

#[tokio::test]
async fn drop_frees_the_port() {
    let mock = mock().await;
    let port = port(&mock);
    drop(mock);
    for _ in 0..1000 {
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the port is still taken");
}

#[tokio::test]
async fn a_port_can_be_chosen() {
    let first = mock().await;
    let port = port(&first);
    let builder = || Mock::builder().operations(operations()).port(port);
    let refused = builder().start().await.expect_err("the port is taken");
    assert!(matches!(refused, MockError::Listen(_)), "{refused}");
    first.stop().await;
    let second = builder().start().await.expect("the port is free again");
    assert_eq!(second.base_url(), format!("http://127.0.0.1:{port}"));
}

#[tokio::test]
async fn bad_company_is_survived() {
    let mock = mock().await;
    let cut = b"POST /wxa/plugin?action=list HTTP/1.1\r\nContent-Length: 10\r\n\r\n{\"a";
    for bytes in [&b"\r\n\r\n"[..], b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", cut] {
        let mut stream = connect(&mock).await;
        stream.write_all(bytes).await.expect("the mock reads");
        stream.shutdown().await.expect("the mock listens");
        rest(stream).await;
    }
    assert!(mock.calls().is_empty(), "what is no whole request is no call: {:?}", mock.calls());
    let answer = exchange(&mock, &get("/cgi-bin/account/getaccountbasicinfo?access_token=T")).await;
    assert_eq!(answer, r#"200 text/plain {"errcode":0,"errmsg":"ok"}"#);
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let mock = mock().await;
    let mut stream = connect(&mock).await;
    let keep =
        b"POST /cgi-bin/component/api_component_token HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";
    for _ in 0..3 {
        stream.write_all(keep).await.expect("the mock reads");
        let mut bytes = [0; 1024];
        let length = stream.read(&mut bytes).await.expect("the mock answers");
        assert!(bytes[..length].starts_with(b"HTTP/1.1 200 OK"));
    }
    assert_eq!(mock.calls_of("getComponentToken").len(), 3);
}

fn port(mock: &Mock) -> u16 {
    let url = mock.base_url();
    url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("the address has a port")
}

/// What still comes; a connection that was reset gives nothing.
async fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    let read = stream.read_to_string(&mut text);
    let read = tokio::time::timeout(Duration::from_secs(5), read).await;
    let _ = read.expect("the connection ends");
    text
}
