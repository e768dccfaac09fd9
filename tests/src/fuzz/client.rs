//! What must hold for whole answers, as a client reads and mends them. The network is left out.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use wxopen_api::{
    Answer, Body, BoxFuture, CallError, Client, Code, DecodeError, Endpoint, EndpointMeta,
    HttpAnswer, HttpRequest, Json, Method, Phase, Transport, TransportError,
};

use crate::Notes;
use crate::fuzz::is_clean;

/// Strict JSON is read as it stands; what had to be mended says so, and needs no mending again; of anything
/// else, no value is shown. The first byte is the status.
pub(super) fn answer(bytes: &[u8]) {
    thread_local!(static CALLER: RefCell<Caller> = RefCell::new(Caller::new()));
    let Some((status, body)) = bytes.split_first() else { return };
    let status = [200, 200, 404, 502][usize::from(status % 4)];
    CALLER.with_borrow(|caller| match caller.call(status, body) {
        (Ok(reply), repaired) => {
            assert_eq!(status, 200);
            let strict = std::str::from_utf8(body).ok();
            let strict = strict.and_then(|text| serde_json::from_str::<Value>(text).ok());
            assert_eq!(strict.is_none(), repaired);
            assert!(strict.is_none_or(|strict| strict == reply));
            let text = reply.to_string();
            assert!(!caller.call(200, text.as_bytes()).1);
            let raw = with_raw_controls(&text);
            let (again, repaired) = caller.call(200, raw.as_bytes());
            assert_eq!(repaired, raw != text);
            assert!(again.is_ok_and(|again| again == reply));
        }
        (Err(error), _) => {
            assert!(matches!(error.phase(), Phase::Malformed | Phase::Rejected), "{error}");
            assert!(is_clean(&format!("{error} {error:?}")), "{error} {error:?}");
        }
    });
}

/// The same text with its control characters as they are, and not as escapes.
fn with_raw_controls(text: &str) -> String {
    let mut raw = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let length = if rest[at + 1..].starts_with('u') { 6 } else { 2 };
        let (before, escape) = rest[..at + length].split_at(at);
        raw.push_str(before);
        let char: Option<char> = serde_json::from_str(&format!("\"{escape}\"")).ok();
        match char.filter(char::is_ascii_control) {
            Some(char) => raw.push(char),
            None => raw.push_str(escape),
        }
        rest = &rest[at + length..];
    }
    raw + rest
}

struct Caller {
    runtime: Runtime,
    client: Client,
    line: Line,
    notes: Arc<Notes>,
}

impl Caller {
    fn new() -> Caller {
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let (line, notes) = (Line::default(), Notes::new());
        let builder = Client::builder().token("token").transport(line.clone());
        let client = builder.observer(notes.clone()).build().expect("no TLS needed");
        Caller { runtime, client, line, notes }
    }

    /// The reply, and whether its answer was repaired.
    fn call(&self, status: u16, body: &[u8]) -> (Result<Value, CallError<Code>>, bool) {
        *self.line.0.lock().expect("nobody panics with it") = (status, body.to_vec());
        let reply = self.runtime.block_on(self.client.send(Anything));
        let notes = self.notes.take();
        (reply, notes.iter().any(|note| note.contains("Repaired")))
    }
}

/// An endpoint whose reply may be any object.
struct Anything;

impl Endpoint for Anything {
    type Reply = Json;
    type Error = Code;
    const META: &'static EndpointMeta = &EndpointMeta::new("anything", Method::Post, "/anything");

    fn encode(&self, _: &mut Body) {}

    fn decode(answer: &mut Answer<'_>) -> Result<Json, DecodeError> {
        answer.json()
    }
}

/// Answers with what was put on it.
#[derive(Clone, Default)]
struct Line(Arc<Mutex<(u16, Vec<u8>)>>);

impl Transport for Line {
    fn exchange(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, TransportError>> {
        let (status, body) = self.0.lock().expect("nobody panics with it").clone();
        Box::pin(async move { Ok(HttpAnswer::new(status, body)) })
    }
}
