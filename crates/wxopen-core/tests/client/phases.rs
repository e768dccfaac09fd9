//! How far a call got, as the error tells it, held against what the server has seen.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wxopen_core::{CallError, Cause, Client, Code, Phase};

use super::support::{
    SHORT, Write, answering, black_hole, client, hung_up, nobody, ok, read_request, serving,
};

async fn fails(client: &Client) -> CallError<Code> {
    client.send(Write).await.expect_err("no good answer")
}

async fn fails_at(address: SocketAddr) -> CallError<Code> {
    fails(&client(address).build().expect("a client")).await
}

async fn fails_soon_at(address: SocketAddr) -> CallError<Code> {
    fails(&client(address).deadline(SHORT).build().expect("a client")).await
}

fn outcome(error: &CallError<Code>) -> (Phase, Option<&Cause>, Option<u16>) {
    (error.phase(), error.cause(), error.status())
}

#[tokio::test]
async fn nothing_is_sent_where_nobody_listens() {
    let error = fails_at(nobody().await).await;
    assert_eq!(outcome(&error), (Phase::NotSent, Some(&Cause::Connect), None));
}

#[tokio::test]
async fn nothing_is_sent_to_a_name_that_is_not_known() {
    let unknown = Client::builder().base_url("https://wxopen.invalid").token("token").build();
    let error = fails(&unknown.expect("a client")).await;
    assert_eq!(outcome(&error), (Phase::NotSent, Some(&Cause::Connect), None));
}

#[tokio::test]
async fn nothing_is_sent_when_connecting_takes_too_long() {
    let (address, _full) = black_hole().await;
    let error = fails_soon_at(address).await;
    assert_eq!(outcome(&error), (Phase::NotSent, Some(&Cause::Deadline), None));
    let impatient = client(address).connect_timeout(SHORT).build().expect("a client");
    let error = fails(&impatient).await;
    assert_eq!(outcome(&error), (Phase::NotSent, Some(&Cause::Connect), None));
}

#[tokio::test]
async fn nothing_is_sent_before_tls_is_agreed_on() {
    let silent = serving(|mut socket, _| async move { hung_up(&mut socket).await }).await;
    let garbage = answering(b"this is no TLS\r\n\r\n").await;
    let tls = |address| {
        Client::builder().base_url(format!("https://{address}")).token("token").deadline(SHORT)
    };
    let error = fails(&tls(silent).build().expect("a client")).await;
    assert_eq!(outcome(&error), (Phase::NotSent, Some(&Cause::Deadline), None));
    let error = fails(&tls(garbage).build().expect("a client")).await;
    assert_eq!(error.phase(), Phase::NotSent, "{error}");
}

#[tokio::test]
async fn the_outcome_is_unknown_once_a_byte_was_written() {
    let lost = (Phase::OutcomeUnknown, Some(&Cause::ConnectionLost), None);
    assert_eq!(outcome(&fails_at(answering(b"").await).await), lost);
    assert_eq!(outcome(&fails_at(answering(b"HTTP/1.1 200 OK\r\nConte").await).await), lost);
    let reset = serving(|mut socket, _| async move {
        // What is left unread turns the end of the connection into a reset.
        socket.read_u8().await.expect("a byte");
    });
    assert_eq!(outcome(&fails_at(reset.await).await), lost);
    let silent = serving(|mut socket, _| async move { hung_up(&mut socket).await }).await;
    let error = fails_soon_at(silent).await;
    assert_eq!(outcome(&error), (Phase::OutcomeUnknown, Some(&Cause::Deadline), None));
    assert_eq!(error.reconcile(), Some("read"));
}

#[tokio::test]
async fn a_body_that_ends_early_leaves_the_outcome_unknown() {
    let lost = (Phase::OutcomeUnknown, Some(&Cause::ConnectionLost), Some(200));
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"errcode\":0";
    assert_eq!(outcome(&fails_at(answering(short).await).await), lost);
    let chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"er";
    assert_eq!(outcome(&fails_at(answering(chunks).await).await), lost);
    let packed =
        [&b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 400\r\n\r\n"[..], GZIP];
    assert_eq!(outcome(&fails_at(answering(packed.concat()).await).await), lost);
}

#[tokio::test]
async fn an_answer_that_breaks_the_rules_is_malformed() {
    let garbled = |status| (Phase::Malformed, Some(&Cause::Garbled), status);
    let greeting = answering(b"SSH-2.0-OpenSSH\r\n\r\n").await;
    assert_eq!(outcome(&fails_at(greeting).await), garbled(None));
    let chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
    assert_eq!(outcome(&fails_at(answering(chunks).await).await), garbled(Some(200)));
    let cut = packed(&GZIP[..GZIP.len() - 12]);
    assert_eq!(outcome(&fails_at(answering(cut).await).await), garbled(Some(200)));
    let no_gzip = packed(b"{\"errcode\":0}");
    assert_eq!(outcome(&fails_at(answering(no_gzip).await).await), garbled(Some(200)));
}

#[tokio::test]
async fn a_body_cut_at_its_close_is_malformed_and_may_have_happened() {
    let error = fails_at(answering(b"HTTP/1.1 200 OK\r\n\r\n{\"errcode\":0").await).await;
    assert_eq!(error.phase(), Phase::Malformed);
    assert!(error.may_have_happened());
    let end = "the answer is no JSON: it ends too early; it may have taken effect: ask read";
    assert!(error.to_string().ends_with(end), "{error}");
}

#[tokio::test]
async fn a_packed_answer_is_read_up_to_the_cap() {
    let plain = answering(packed(GZIP)).await;
    let reply = client(plain).build().expect("a client").send(Write).await.expect("unpacked");
    assert_eq!(reply["errmsg"], "x".repeat(200));
    let capped = client(answering(packed(GZIP)).await).reply_cap(100).build().expect("a client");
    let error = fails(&capped).await;
    assert_eq!(outcome(&error), (Phase::Malformed, Some(&Cause::TooLong(100)), Some(200)));
}

/// The server reads the second request of a connection and closes without an answer. Nobody may send
/// that request again by himself.
#[tokio::test]
async fn a_request_on_a_reused_connection_is_never_repeated_silently() {
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    let address = serving(move |mut socket, _| {
        let requests = Arc::clone(&counter);
        async move {
            read_request(&mut socket).await.expect("a request");
            requests.fetch_add(1, Ordering::SeqCst);
            socket.write_all(&ok("{}")).await.expect("an answer");
            if read_request(&mut socket).await.is_some() {
                requests.fetch_add(1, Ordering::SeqCst);
            }
        }
    })
    .await;
    let client = client(address).build().expect("a client");
    client.send(Write).await.expect("the first is answered");
    let error = fails(&client).await;
    assert_eq!(outcome(&error), (Phase::OutcomeUnknown, Some(&Cause::ConnectionLost), None));
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}

/// The server closes an idle connection. Whatever the client notices first, it says what is true.
#[tokio::test]
async fn an_idle_connection_that_was_closed_is_replaced_or_the_outcome_is_unknown() {
    let address = serving(|mut socket, _| async move {
        if read_request(&mut socket).await.is_some() {
            socket.write_all(&ok("{}")).await.expect("an answer");
        }
    })
    .await;
    let client = client(address).build().expect("a client");
    for _ in 0..100 {
        match client.send(Write).await {
            Ok(_) => {}
            Err(error) => assert_eq!(error.phase(), Phase::OutcomeUnknown, "{error}"),
        }
    }
}

fn packed(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// `{"errcode":0,"errmsg":"xxx…"}` with two hundred of them.
const GZIP: &[u8] =
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x2d\x2a\x4a\xce\x4f\x49\x55\xb2\x32\
    \xd0\x01\xb1\x73\x8b\xd3\x95\xac\x94\x2a\x86\x09\x50\xaa\x05\x00\xf4\x82\x66\x96\xe1\x00\
    \x00\x00";
