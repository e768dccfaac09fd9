//! From an answer to a reply, or to the reason why it is none: strictly first, and once more if its
//! bytes can be mended. Which bytes mean what is decided in `wire`.

use std::sync::{Mutex, PoisonError};

use crate::client::HttpAnswer;
use crate::client::excerpt::excerpt;
use crate::client::telemetry::{self, COUNTS_FINDINGS};
use crate::wire::repair;
use crate::{Answer, CallError, Cause, Code, Endpoint, EndpointMeta, Finding, Observer, Phase};

/// A reply, and whether its answer had to be repaired.
pub(super) type Read<R> = (R, bool);

/// Reads the reply in an answer.
pub(super) fn read<E: Endpoint>(
    answer: &HttpAnswer,
    observer: Option<&dyn Observer>,
) -> Result<Read<E::Reply>, CallError<Code>> {
    let strict = match std::str::from_utf8(&answer.body) {
        Ok(text) => read_text::<E>(text, answer, observer),
        Err(_) => Err(malformed(E::META, answer, Cause::NotUtf8)),
    };
    let error = match strict {
        Err(error) if may_be_mended(&error) => error,
        decided => return decided.map(|reply| (reply, false)),
    };
    let mended = repair(&answer.body).map(|text| read_text::<E>(&text, answer, observer));
    match mended {
        Some(Err(still)) if may_be_mended(&still) => Err(error),
        Some(decided) => {
            tell(E::META.interface, observer, Finding::Repaired);
            decided.map(|reply| (reply, true))
        }
        None => Err(error),
    }
}

fn read_text<E: Endpoint>(
    text: &str,
    answer: &HttpAnswer,
    observer: Option<&dyn Observer>,
) -> Result<E::Reply, CallError<Code>> {
    if text.is_empty() {
        return Err(malformed(E::META, answer, Cause::Empty));
    }
    let findings = Findings::default();
    let mut reader = Answer::new(text);
    if observer.is_some() || COUNTS_FINDINGS {
        reader = reader.observed(E::META.interface, &findings);
    }
    let outcome = match E::decode(&mut reader) {
        Ok(reply) if matches!(answer.status, 200..=299) => Ok(reply),
        Ok(_) => Err(malformed(E::META, answer, Cause::Status)),
        Err(error) if error.code().is_some() => {
            let envelope = reader.envelope().clone();
            Err(CallError::rejected(E::META, envelope).with_status(answer.status))
        }
        Err(error) => Err(malformed(E::META, answer, Cause::Reply(error))),
    };
    // What was noticed in a text that is about to be mended would be told twice.
    if !outcome.as_ref().is_err_and(may_be_mended) {
        for finding in findings.0.into_inner().unwrap_or_else(PoisonError::into_inner) {
            tell(E::META.interface, observer, finding);
        }
    }
    outcome
}

fn may_be_mended(error: &CallError<Code>) -> bool {
    match error.cause() {
        Some(Cause::NotUtf8) => true,
        Some(Cause::Reply(error)) => error.is_syntax(),
        _ => false,
    }
}

fn malformed(meta: &'static EndpointMeta, answer: &HttpAnswer, cause: Cause) -> CallError<Code> {
    let error = CallError::new(meta, Phase::Malformed, cause).with_status(answer.status);
    error.with_excerpt(excerpt(&answer.body))
}

/// What was noticed, until it is known whether it counts.
#[derive(Default)]
struct Findings(Mutex<Vec<Finding>>);

impl Observer for Findings {
    fn found(&self, _: &'static str, finding: Finding) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    }
}

fn tell(interface: &'static str, observer: Option<&dyn Observer>, finding: Finding) {
    telemetry::lenient(interface, &finding);
    if let Some(observer) = observer {
        observer.found(interface, finding);
    }
}
