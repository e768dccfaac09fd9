//! One line for a failed call: interface, code, name, remedy, rid. No value of a request or an
//! answer may ever be written here.

use std::fmt;

use crate::error::{CallError, Cause, Error, Phase, Rejection};
use crate::{Class, EndpointMeta, Repeat};

impl<E> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.endpoint().interface)?;
        match self.rejection() {
            Some(rejection) => write_rejection(rejection, self.endpoint(), f)?,
            None => write_failure(self, f)?,
        }
        if self.may_have_happened() && self.endpoint().repeat == Repeat::Unsafe {
            write_doubt(self.endpoint(), f)?;
        }
        Ok(())
    }
}

impl<E> fmt::Debug for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError")
            .field("interface", &self.endpoint().interface)
            .field("phase", &self.phase())
            .field("rejection", &self.rejection())
            .field("cause", &self.cause())
            .field("status", &self.status())
            .field("excerpt", &self.excerpt())
            .field("attempts", &self.attempts())
            .finish()
    }
}

impl<E> std::error::Error for CallError<E> {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Connect => f.write_str("no connection could be made"),
            Cause::ConnectionLost => f.write_str("the connection ended too early"),
            Cause::Deadline => f.write_str("the deadline passed"),
            Cause::TooLong(cap) => write!(f, "the answer is longer than {cap} bytes"),
            Cause::Garbled => f.write_str("the answer is damaged"),
            Cause::Status => f.write_str("the HTTP status is no success"),
            Cause::Empty => f.write_str("the answer is empty"),
            Cause::NotUtf8 => f.write_str("the answer is not UTF-8"),
            Cause::Reply(error) => error.fmt(f),
            Cause::Request(what) | Cause::Other(what) => f.write_str(what),
            Cause::QuotaExhausted { .. } => f.write_str("the daily quota is used up"),
            Cause::NoToken => f.write_str("there is no token of the kind this endpoint needs"),
        }
    }
}

fn write_rejection(
    rejection: &Rejection,
    meta: &EndpointMeta,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(f, "{}", rejection.code())?;
    match (rejection.name(), rejection.remedy()) {
        (Some(name), Some(remedy)) => write!(f, " {name}: {}", remedy.en)?,
        _ => f.write_str(", a code that is not documented")?,
    }
    if rejection.class() == Class::Permission && !meta.permission_sets.is_empty() {
        write!(f, " (needs one of the permission sets {:?})", meta.permission_sets)?;
    }
    match rejection.rid() {
        Some(rid) => write!(f, " (rid {rid})"),
        None => Ok(()),
    }
}

fn write_failure<E>(error: &CallError<E>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(match error.phase() {
        Phase::NotSent => "not sent",
        Phase::OutcomeUnknown => "outcome unknown",
        Phase::Rejected => "rejected",
        Phase::Malformed => "malformed answer",
        Phase::NoCredential => "no credential",
    })?;
    if let Some(status) = error.status() {
        write!(f, " (HTTP {status})")?;
    }
    if let Some(cause) = error.cause() {
        write!(f, ": {cause}")?;
    }
    match error.excerpt() {
        Some(excerpt) => write!(f, ": “{excerpt}”"),
        None => Ok(()),
    }
}

fn write_doubt(meta: &EndpointMeta, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match meta.reconcile {
        Some(interface) => write!(f, "; it may have taken effect: ask {interface}"),
        None => f.write_str("; it may have taken effect: do not send it again"),
    }
}
