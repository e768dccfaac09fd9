//! From an answer to a reply, or to the reason why it is none. Which bytes mean what is decided in
//! `wire`.

use crate::client::HttpAnswer;
use crate::{Answer, CallError, Cause, Code, DecodeError, Endpoint, EndpointMeta, Observer, Phase};

/// Reads the reply in an answer.
pub(super) fn read<E: Endpoint>(
    answer: &HttpAnswer,
    observer: Option<&dyn Observer>,
) -> Result<E::Reply, CallError<Code>> {
    let text = text(answer).map_err(|cause| malformed(E::META, answer, cause))?;
    let mut reader = Answer::new(text);
    if let Some(observer) = observer {
        reader = reader.observed(E::META.interface, observer);
    }
    match E::decode(&mut reader) {
        Ok(reply) if matches!(answer.status, 200..=299) => Ok(reply),
        Ok(_) => Err(malformed(E::META, answer, Cause::Status)),
        Err(error) => Err(failed(E::META, answer, error, &reader)),
    }
}

fn text(answer: &HttpAnswer) -> Result<&str, Cause> {
    if answer.body.is_empty() {
        return Err(Cause::Empty);
    }
    std::str::from_utf8(&answer.body).map_err(|_| Cause::NotUtf8)
}

fn malformed(meta: &'static EndpointMeta, answer: &HttpAnswer, cause: Cause) -> CallError<Code> {
    CallError::new(meta, Phase::Malformed, cause).with_status(answer.status)
}

fn failed(
    meta: &'static EndpointMeta,
    answer: &HttpAnswer,
    error: DecodeError,
    reader: &Answer<'_>,
) -> CallError<Code> {
    match error.code() {
        Some(_) => CallError::rejected(meta, reader.envelope().clone()).with_status(answer.status),
        None => malformed(meta, answer, Cause::Reply(error)),
    }
}
