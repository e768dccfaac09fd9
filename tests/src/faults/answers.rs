//! Answers as bytes: good ones, and ones that are damaged in one exact way. None is made for a
//! particular endpoint.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

/// An answer with status 200 and its length.
#[must_use]
pub fn good(reply: &str) -> Vec<u8> {
    with_length("200 OK", "application/json", reply.as_bytes())
}

/// An answer with its length.
#[must_use]
pub fn with_length(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    answer(status, &format!("Content-Type: {kind}\r\nContent-Length: {length}"), body)
}

/// An answer with these headers.
#[must_use]
pub fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status}\r\n{headers}\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// A good answer that claims to be this much longer or shorter than it is.
#[must_use]
pub fn off_by(reply: &str, difference: isize) -> Vec<u8> {
    let length = reply.len().saturating_add_signed(difference);
    answer("200 OK", &format!("Content-Length: {length}"), reply.as_bytes())
}

/// Sends the client to another place.
#[must_use]
pub fn redirect(status: u16, location: &str) -> Vec<u8> {
    answer(
        &format!("{status} Elsewhere"),
        &format!("Location: {location}\r\nContent-Length: 0"),
        b"",
    )
}

/// A good answer in chunks, with this instead of the length of the second.
#[must_use]
pub fn chunked(reply: &str, second: &str) -> Vec<u8> {
    let (first, rest) = reply.split_at(1);
    let body = format!("{:x}\r\n{first}\r\n{second}\r\n{rest}\r\n0\r\n\r\n", first.len());
    answer("200 OK", "Transfer-Encoding: chunked", body.as_bytes())
}

/// A packed answer.
#[must_use]
pub fn gzip(body: &[u8]) -> Vec<u8> {
    labelled(pack(body))
}

/// A packed answer that ends in the middle, though its length is right.
#[must_use]
pub fn half_of_gzip(body: &[u8]) -> Vec<u8> {
    let mut packed = pack(body);
    packed.truncate(packed.len() / 2);
    labelled(packed)
}
/// A reply with one more member, `note`, in front.
#[must_use]
pub fn with_note(reply: &str, value: &[u8]) -> Vec<u8> {
    let rest = reply.strip_prefix('{').unwrap_or(reply);
    let comma: &[u8] = if rest == "}" { b"" } else { b"," };
    [b"{\"note\":", value, comma, rest.as_bytes()].concat()
}

/// A reply with every member twice, and `errcode` as well.
#[must_use]
pub fn doubled(reply: &str) -> String {
    let members = with_note(reply, b"[]");
    let members = String::from_utf8_lossy(&members[1..members.len() - 1]);
    format!(r#"{{"errcode":0,{members},"errcode":0,{members}}}"#)
}

fn labelled(packed: Vec<u8>) -> Vec<u8> {
    let headers = format!("Content-Encoding: gzip\r\nContent-Length: {}", packed.len());
    answer("200 OK", &headers, &packed)
}

fn pack(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}
