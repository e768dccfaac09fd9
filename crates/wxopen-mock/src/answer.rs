//! Makes answers: bytes, labels and waiting. Why an answer is given is decided elsewhere.

use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use crate::blueprint::Entry;
use crate::refusal::Refusal;
use crate::script::Action;

/// What happens on the connection, and after how long.
pub(crate) struct Answer {
    pub(crate) delay: Duration,
    /// `None` closes the connection.
    pub(crate) response: Option<Response<Full<Bytes>>>,
}

/// Counts the answers that carry a `rid`, so that no two are the same.
#[derive(Default)]
pub(crate) struct Rids(u32);

impl Answer {
    /// No answer at all.
    pub(crate) fn lost() -> Self {
        Answer { delay: Duration::ZERO, response: None }
    }

    pub(crate) fn after(self, delay: Duration) -> Self {
        Answer { delay, ..self }
    }

    fn at_once(response: Response<Full<Bytes>>) -> Self {
        Answer { delay: Duration::ZERO, response: Some(response) }
    }
}

/// The answer of a script, or of nothing but the examples.
pub(crate) fn scripted(action: Action, entry: &Entry, rids: &mut Rids) -> Answer {
    Answer::at_once(match action {
        Action::Example(number) => labelled(example(entry, number)),
        Action::Code(code) => labelled(failure(code, errmsg(entry, code), rids)),
        Action::Reply(body) => labelled(body),
        Action::Raw(status, content_type, body) => response(status, content_type, body),
        // As usual where nothing is remembered.
        Action::AsUsual => labelled(example(entry, 0)),
        Action::Drop | Action::Lose => return Answer::lost(),
    })
}

/// The answer of the registry.
pub(crate) fn remembered(body: Value) -> Answer {
    Answer::at_once(labelled(body))
}

/// Sends a browser on.
pub(crate) fn redirect(to: &str) -> Answer {
    let Ok(to) = HeaderValue::from_str(to) else {
        return page("the redirect_uri cannot be in a header");
    };
    let mut response = response(StatusCode::FOUND, HTML, Bytes::new());
    response.headers_mut().insert(LOCATION, to);
    Answer::at_once(response)
}

/// What a browser shows when it cannot be sent on.
pub(crate) fn page(problem: &str) -> Answer {
    let body = format!("<html><body>{problem}</body></html>");
    Answer::at_once(response(StatusCode::OK, HTML, body.into()))
}

/// The answer to a call that is refused.
pub(crate) fn refused(refusal: &Refusal, rids: &mut Rids) -> Answer {
    let mut response = match &refusal.code {
        Some((code, errmsg)) => labelled(failure(*code, errmsg, rids)),
        None => response(StatusCode::OK, HTML, PAGE),
    };
    *response.status_mut() =
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer::at_once(response)
}

const HTML: HeaderValue = HeaderValue::from_static("text/html");

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
