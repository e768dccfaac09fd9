//! Answers that are not framed as HTTP wants, that point elsewhere, that nobody can read, that refuse,
//! or that are good in odd clothes. Every one of them comes to its end.

use wxopen_tests::faults::Step::{self, Pour, Read, Write};
use wxopen_tests::faults::answers::{
    answer, chunked, doubled, good, gzip, half_of_gzip, off_by, redirect, with_length, with_note,
};

use super::{CAP, Fault, MALFORMED, REJECTED, REPLY, Scene, UNKNOWN, half, text};
use crate::canary::MARK;

pub(super) fn faults() -> Vec<Fault> {
    [misframed(), elsewhere(), unreadable(), refusing(), odd()].concat()
}

/// The answer is not framed as HTTP wants it.
fn misframed() -> Vec<Fault> {
    vec![
        text("Content-Length too long", UNKNOWN, |it| vec![Read, Write(off_by(it.reply, 1))]),
        text("Content-Length too short", MALFORMED, |it| vec![Read, Write(off_by(it.reply, -1))])
            .passing(),
        text("Content-Length of 1 GiB", MALFORMED, |_| {
            vec![Read, Write(answer("200 OK", "Content-Length: 1073741824", b"{"))]
        }),
        text("Content-Length that is no number", MALFORMED, |it| {
            vec![Read, Write(answer("200 OK", "Content-Length: many", it.reply.as_bytes()))]
        })
        .passing(),
        text("a bad chunk", MALFORMED, |it| vec![Read, Write(chunked(it.reply, "?"))]).passing(),
        text("a chunk beyond all bounds", MALFORMED, |it| {
            vec![Read, Write(chunked(it.reply, "fffffffffffffffff"))]
        })
        .passing(),
        text("no HTTP", MALFORMED, |_| vec![Read, Write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n".to_vec())])
            .passing(),
        text("an answer over the cap", MALFORMED, |_| {
            vec![Read, Write(answer("200 OK", UNTIL_CLOSE, b"{")), Pour(2 * CAP)]
        }),
        text("gzip, cut", MALFORMED, |it| vec![Read, Write(half_of_gzip(it.reply.as_bytes()))])
            .passing(),
        text("gzip, a bomb", MALFORMED, |_| vec![Read, Write(gzip(&[b' '; 2 * CAP]))]),
    ]
}

/// The answer points to another host.
fn elsewhere() -> Vec<Fault> {
    vec![
        text("a redirect: 301", MALFORMED, |it| vec![Read, away(301, it)]),
        text("a redirect: 302", MALFORMED, |it| vec![Read, away(302, it)]),
        text("a redirect: 303", MALFORMED, |it| vec![Read, away(303, it)]),
        text("a redirect: 307", MALFORMED, |it| vec![Read, away(307, it)]),
        text("a redirect: 308", MALFORMED, |it| vec![Read, away(308, it)]),
    ]
}

/// The body is no reply.
fn unreadable() -> Vec<Fault> {
    vec![
        text("an empty 200", MALFORMED, |_| vec![Read, Write(good(""))]),
        text("HTML: 200", MALFORMED, |_| vec![Read, html("200 OK")]),
        text("HTML: 412", MALFORMED, |_| vec![Read, html("412 Precondition Failed")]),
        text("HTML: 502", MALFORMED, |_| vec![Read, html("502 Bad Gateway")]).passing(),
        text("a good reply with status 500", MALFORMED, |it| {
            vec![Read, Write(with_length(&format!("500 {MARK}"), JSON, it.reply.as_bytes()))]
        })
        .passing(),
        text("NaN", MALFORMED, |it| note(it, b"NaN")),
        text("10 000 lists in each other", MALFORMED, |_| vec![Read, body(&[b'['; 10_000])])
            .passing(),
        text("JSON, cut", MALFORMED, |it| vec![Read, body(half(it.reply))]).passing(),
        text("bytes that are no text, outside of any string", MALFORMED, |_| {
            vec![Read, body(b"\xff\xfe{\0}\0")]
        }),
    ]
}

/// The body is a code, and its message repeats what it was sent.
fn refusing() -> Vec<Fault> {
    vec![
        text("a code", REJECTED, |_| vec![Read, body(code().as_bytes())]),
        text("a code with status 503", REJECTED, |_| {
            vec![Read, Write(with_length("503 Busy", JSON, code().as_bytes()))]
        }),
    ]
}

/// The body is a reply in odd clothes.
fn odd() -> Vec<Fault> {
    vec![
        text("text/plain", REPLY, |it| {
            vec![Read, Write(with_length("200 OK", "text/plain", it.reply.as_bytes()))]
        }),
        text("gzip", REPLY, |it| vec![Read, Write(gzip(it.reply.as_bytes()))]),
        text("a body without length", REPLY, |it| {
            vec![Read, Write(answer("200 OK", UNTIL_CLOSE, it.reply.as_bytes()))]
        }),
        text("members that come twice", REPLY, |it| vec![Read, body(doubled(it.reply).as_bytes())]),
        text("a byte order mark", REPLY, |it| {
            vec![Read, body(format!("\u{feff}{}", it.reply).as_bytes())]
        }),
        text("a new member of 10 000 lists in each other", REPLY, |it| {
            note(it, &[[b'['; 10_000], [b']'; 10_000]].concat())
        }),
        text("raw control characters", REPLY, |it| note(it, b"\"\x14\n\0\"")),
        text("a string that is not UTF-8", REPLY, |it| note(it, b"\"\xf0\x9f\x98\"")),
        text("charset=gbk, and it is true", REPLY, |it| {
            let kind = "application/json; charset=gbk";
            vec![Read, Write(with_length("200 OK", kind, &with_note(it.reply, GBK)))]
        }),
    ]
}

const JSON: &str = "application/json";
const UNTIL_CLOSE: &str = "Connection: close";
/// "茶" in GBK.
const GBK: &[u8] = b"\"\xb2\xe8\"";

fn code() -> String {
    format!(r#"{{"errcode":99999,"errmsg":"bad {MARK} hint: [{MARK}] rid: {MARK}"}}"#)
}

fn away(status: u16, scene: &Scene<'_>) -> Step {
    Write(redirect(status, &format!("http://localhost:{}/?{MARK}", scene.elsewhere.port())))
}

fn html(status: &str) -> Step {
    let page = format!("<html><title>{MARK}</title>{MARK}</html>");
    Write(with_length(status, "text/html", page.as_bytes()))
}

fn body(bytes: &[u8]) -> Step {
    Write(with_length("200 OK", JSON, bytes))
}

fn note(scene: &Scene<'_>, value: &[u8]) -> Vec<Step> {
    vec![Read, body(&with_note(scene.reply, value))]
}
