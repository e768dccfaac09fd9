//! Answers whose bytes are broken: mended where only strings are, and named where nothing helps.

use std::sync::{Arc, Mutex};

use wxopen_core::{Finding, HttpAnswer, Observer, Phase};

use super::stand_in::StandIn;
use super::support::{Write, answering, client};

/// What is found, in order.
#[derive(Default)]
struct Found(Mutex<Vec<Finding>>);

impl Observer for Found {
    fn found(&self, _: &'static str, finding: Finding) {
        self.0.lock().expect("nobody panics").push(finding);
    }
}

#[tokio::test]
async fn broken_strings_are_mended_and_that_is_told() {
    let cases: [(&[u8], &str); 5] = [
        (b"\xef\xbb\xbf{\"a\":\"x\"}", "x"),
        (b"{\"a\":\"x\x14\ny\"}", "x\u{14}\ny"),
        (b"{\"a\":\"\xff\"}", "\u{fffd}"),
        // GBK, in a string and without bytes that JSON knows.
        (b"{\"a\":\"\xc4\xe3\"}", "\u{fffd}\u{fffd}"),
        (b"{\"a\":\"\xe8\x8c\xb6\xff\"}", "\u{8336}\u{fffd}"),
    ];
    for (body, expected) in cases {
        let found = Arc::new(Found::default());
        let service = StandIn::new(move |_| Ok(HttpAnswer::new(200, body)));
        let client = service.client().observer(found.clone()).build().expect("a client");
        let exchange = client.send_traced(Write, None).await.expect("it was mended");
        assert_eq!((&exchange.reply["a"], exchange.repaired), (&expected.into(), true));
        assert_eq!(*found.0.lock().expect("nobody panics"), [Finding::Repaired]);
    }
    let service = StandIn::new(|_| Ok(HttpAnswer::new(200, "{}")));
    let client = service.client().build().expect("a client");
    assert!(!client.send_traced(Write, None).await.expect("nothing to mend").repaired);
}

#[tokio::test]
async fn a_code_is_read_from_broken_bytes_as_well() {
    let service = StandIn::new(|_| Ok(HttpAnswer::new(200, "{\"errcode\":7,\"errmsg\":\"\x07\"}")));
    let error = service.client().build().expect("a client").send(Write).await;
    assert_eq!(error.expect_err("a code").code(), Some(7));
}

#[tokio::test]
async fn what_cannot_be_mended_is_named() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let cases: [(&[u8], &str); 10] = [
        (b"", "the answer is empty"),
        (b"\xc4\xe3\xba\xc3", "the answer is not UTF-8"),
        (b"{\"a\":\xff}", "the answer is not UTF-8"),
        // GBK whose second byte is a backslash.
        (b"{\"a\":\"\x95\\\"}", "the answer is no JSON: it ends too early"),
        (b"\xef\xbb\xbf", "the answer is no JSON (line 1, column 1)"),
        (b"{\"a\":NaN}", "the answer is no JSON (line 1, column 6)"),
        (b"{\"a\":\"\x01\",}", "the answer is no JSON (line 1, column 6)"),
        (b"{\"a\":\"", "the answer is no JSON: it ends too early"),
        (
            b"<h1>502 Bad Gateway</h1>",
            "the answer is no JSON (line 1, column 1): \u{201c}502 Bad Gateway\u{201d}",
        ),
        (deep.as_bytes(), "the answer is nested too deeply"),
    ];
    for (body, verdict) in cases {
        let answer = body.to_vec();
        let service = StandIn::new(move |_| Ok(HttpAnswer::new(200, answer.clone())));
        let error = service.client().build().expect("a client").send(Write).await;
        let error = error.expect_err(verdict);
        assert_eq!((error.phase(), error.status()), (Phase::Malformed, Some(200)));
        let line = format!(
            "write: malformed answer (HTTP 200): {verdict}; it may have taken effect: ask read"
        );
        assert_eq!(error.to_string(), line, "{}", body.escape_ascii());
    }
}

#[tokio::test]
async fn an_excerpt_shows_no_value() {
    let body = "HTTP/1.1 404 Not Found\r\nContent-Length: 60\r\n\r\n\
        <title>Not Found: /write?access_token=CANARY not</title>     ";
    let error = client(answering(body).await).build().expect("a client").send(Write).await;
    let error = error.expect_err("a page");
    assert_eq!(error.excerpt(), Some("Not Found: … not"));
    assert!(!format!("{error:?} {error}").contains("CANARY"));
}
