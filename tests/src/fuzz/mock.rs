//! What must hold for whatever is sent to the mock: it answers, and its log tells what was wrong. Knows no
//! interface.

use std::cell::RefCell;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use wxopen_mock::{Call, Mock, MockBuilder};

use crate::fuzz::{CANARY, is_clean};

/// How long an answer may take. Only a mock that hangs takes it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Every request is answered and logged, is accepted only if nothing is wrong with it, and its values are
/// not printed, by a mock that remembers and by one that does not. The first line is the method and the target, the rest is the body.
pub(super) fn mock_request(bytes: &[u8]) {
    thread_local!(static RUNTIME: RefCell<Runtime> = RefCell::new(runtime()));
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, body) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    // Other lines are refused by the HTTP library, and are its business.
    let Some(line) = std::str::from_utf8(line).ok().filter(|line| is_request(line)) else { return };
    RUNTIME.with_borrow(|runtime| {
        for builder in [Mock::builder(), Mock::builder().component("wx-platform", CANARY)] {
            let (answer, calls) = runtime.block_on(exchange(builder, line, body));
            assert_is_answered(&answer, &calls);
        }
    });
}

fn assert_is_answered(answer: &str, calls: &[Call]) {
    let (head, answer) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    // The HTTP library has refused it.
    if head.starts_with("HTTP/1.1 400") {
        return;
    }
    let [call] = calls else { panic!("{} calls", calls.len()) };
    let printed = format!("{call:?}");
    let named = format!("{} {} {:?} {}", call.method, call.path, call.query, names(call));
    assert!(is_clean(&printed) || !is_clean(&named), "{printed}");
    if head.starts_with("HTTP/1.1 200") {
        let answer: Value = serde_json::from_str(answer).expect("an answer is JSON");
        let accepted = answer.get("errcode").is_none_or(|code| code == 0);
        assert!(!accepted || call.violations.is_empty(), "{:?}", call.violations);
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn is_request(line: &str) -> bool {
    let mut words = line.split(' ');
    let is_method = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase());
    let is_target =
        |word: &str| word.starts_with('/') && word.bytes().all(|b| b.is_ascii_graphic());
    words.next().is_some_and(is_method)
        && words.next().is_some_and(is_target)
        && words.next().is_none()
}

/// The names of the members of a body, which may be printed.
fn names(call: &Call) -> String {
    let members = call.body.as_ref().and_then(Value::as_object);
    members.into_iter().flat_map(|members| members.keys().cloned()).collect()
}

async fn exchange(builder: MockBuilder, line: &str, body: &[u8]) -> (String, Vec<Call>) {
    let mock = builder.start().await.expect("a free port");
    let address = mock.base_url();
    let address = address.trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).await.expect("the mock listens");
    let length = body.len();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: mock\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, async {
        // The mock may have answered and closed before it has read a body that it does not want.
        let _ = socket.write_all(head.as_bytes()).await;
        let _ = socket.write_all(body).await;
        let _ = socket.read_to_end(&mut answer).await;
    })
    .await
    .expect("the mock answers");
    let calls = mock.calls();
    mock.stop().await;
    (String::from_utf8_lossy(&answer).into_owned(), calls)
}
