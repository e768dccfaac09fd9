//! Makes answers: bytes, labels and waiting. Why an answer is given is decided elsewhere.

use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use crate::blueprint::Entry;
use crate::refusal::Refusal;
use crate::script::{Action, Step};

/// What happens on the connection, and after how long.
pub(crate) struct Answer {
    pub(crate) delay: Duration,
    /// `None` closes the connection.
    pub(crate) response: Option<Response<Full<Bytes>>>,
}

/// Counts the answers that carry a `rid`, so that no two are the same.
#[derive(Default)]
pub(crate) struct Rids(u32);

/// The answer of a script, or of nothing but the examples.
pub(crate) fn scripted(step: Step, entry: &Entry, rids: &mut Rids) -> Answer {
    let response = match step.action {
        Action::Example(number) => Some(labelled(example(entry, number))),
        Action::Code(code) => Some(labelled(failure(code, errmsg(entry, code), rids))),
        Action::Reply(body) => Some(labelled(body)),
        Action::Raw(status, content_type, body) => Some(response(status, content_type, body)),
        Action::Drop => None,
    };
    Answer { delay: step.delay, response }
}

/// The answer to a call that is refused.
pub(crate) fn refused(refusal: &Refusal, rids: &mut Rids) -> Answer {
    let mut response = match &refusal.code {
        Some((code, errmsg)) => labelled(failure(*code, errmsg, rids)),
        None => response(StatusCode::OK, HeaderValue::from_static("text/html"), PAGE),
    };
    *response.status_mut() =
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer { delay: Duration::ZERO, response: Some(response) }
}

const PAGE: Bytes =
    Bytes::from_static(b"<html><body>The gateway refuses the request.</body></html>");

fn example(entry: &Entry, number: usize) -> Value {
    let stand_in = || json!({ "errcode": 0, "errmsg": "ok" });
    entry.examples.get(number).cloned().unwrap_or_else(stand_in)
}

fn errmsg(entry: &Entry, code: i64) -> &'static str {
    entry.meta().error(code).map_or("", |error| error.errmsg)
}

fn failure(code: i64, errmsg: &str, rids: &mut Rids) -> Value {
    if code == 0 {
        return json!({ "errcode": 0, "errmsg": "ok" });
    }
    json!({ "errcode": code, "errmsg": format!("{errmsg} rid: {}", rids.next()) })
}

/// JSON under a wrong label, as WeChat sends it.
fn labelled(body: Value) -> Response<Full<Bytes>> {
    let bytes = Bytes::from(body.to_string());
    response(StatusCode::OK, HeaderValue::from_static("text/plain"), bytes)
}

fn response(status: StatusCode, label: HeaderValue, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, label);
    response
}

impl Rids {
    fn next(&mut self) -> String {
        self.0 = self.0.wrapping_add(1);
        format!("6a000000-77786f70-{:08x}", self.0)
    }
}
