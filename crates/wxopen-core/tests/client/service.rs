//! Layers of tower around the transport, and what is told of their decisions; a proxy.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tower::{BoxError, ServiceBuilder, service_fn};
use wxopen_core::{CallError, Cause, Client, ClientBuilder, Code, HttpRequest, Phase, Retry};

use super::support::{
    AMPLE, SHORT, Write, answering, black_hole, client, hung_up, ok, read_request, serving,
};

const GAVE_UP: &str = "a layer around the transport gave up";

async fn fails(builder: ClientBuilder) -> CallError<Code> {
    let client = builder.retry(Retry::never()).build().expect("a client");
    client.send(Write).await.expect_err("a layer gives up")
}

fn with_timeout(builder: ClientBuilder) -> ClientBuilder {
    builder.service(|http| ServiceBuilder::new().timeout(SHORT).service(http))
}

#[tokio::test]
async fn a_layer_that_gives_up_does_not_blur_the_phase() {
    let (full, _queue) = black_hole().await;
    let error = fails(with_timeout(client(full))).await;
    assert_eq!((error.phase(), error.cause()), (Phase::NotSent, Some(&Cause::Other(GAVE_UP))));
    let silent = serving(|mut socket, _| async move { hung_up(&mut socket).await }).await;
    let error = fails(with_timeout(client(silent))).await;
    let unknown = (Phase::OutcomeUnknown, Some(&Cause::Other(GAVE_UP)));
    assert_eq!((error.phase(), error.cause()), unknown);
}

#[tokio::test]
async fn what_the_transport_says_passes_through_layers() {
    let builder = with_timeout(client(answering(ok("{}")).await));
    builder.build().expect("a client").send(Write).await.expect("an answer");
    let lost = fails(with_timeout(client(answering("").await))).await;
    assert_eq!(lost.cause(), Some(&Cause::ConnectionLost));
    let garbled = fails(with_timeout(client(answering("SSH-2.0\r\n\r\n").await))).await;
    assert_eq!(garbled.phase(), Phase::Malformed);
}

/// The first call waits for an answer that never comes, so the others are not let through.
#[tokio::test]
async fn who_waits_for_a_service_has_sent_nothing() {
    let silent = serving(|mut socket, _| async move { hung_up(&mut socket).await }).await;
    let limited = client(silent)
        .service(|http| ServiceBuilder::new().concurrency_limit(1).service(http))
        .build()
        .expect("a client");
    let first = tokio::spawn({
        let limited = limited.clone();
        async move { limited.send_within(Write, AMPLE).await }
    });
    tokio::time::sleep(SHORT).await;
    let error = limited.send_within(Write, SHORT).await.expect_err("nobody answers");
    assert_eq!((error.phase(), error.cause()), (Phase::NotSent, Some(&Cause::Deadline)));
    first.abort();
    let shed = client(silent)
        .service(|http| ServiceBuilder::new().load_shed().concurrency_limit(0).service(http));
    assert_eq!(fails(shed).await.phase(), Phase::OutcomeUnknown, "a service that tells nothing");
}

/// Whatever a layer says may hold anything.
#[tokio::test]
async fn nothing_that_a_layer_says_is_shown() {
    let builder = Client::builder().token("token").service(|_| {
        service_fn(|request: HttpRequest| async move {
            Err::<_, BoxError>(format!("CANARY {}", request.url.expose()).into())
        })
    });
    let error = fails(builder).await;
    assert_eq!(error.phase(), Phase::OutcomeUnknown);
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
}

#[tokio::test]
async fn a_proxy_sees_the_host_and_no_token() {
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let proxy = serving(move |mut socket, _| {
        let told = told.clone();
        async move {
            told.send(read_request(&mut socket).await.unwrap_or_default()).expect("a listener");
            let _ = socket.write_all(b"HTTP/1.1 502 Bad Gateway\r\n\r\n").await;
        }
    })
    .await;
    let builder = Client::builder().token("CANARY").deadline(Duration::from_secs(5));
    let error = fails(builder.proxy(format!("http://{proxy}"))).await;
    assert_eq!((error.phase(), error.cause()), (Phase::NotSent, Some(&Cause::Connect)));
    let request = heard.recv().await.expect("a request");
    assert!(request.starts_with("CONNECT api.weixin.qq.com:443 "), "{request}");
    assert!(!request.contains("CANARY"), "{request}");
    assert!(Client::builder().proxy("no address").build().is_err());
}
