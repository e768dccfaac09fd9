//! The checks a call must pass, in the order of the table in the crate's documentation. Reads the
//! call and notes what it saw; answers nothing.

use hyper::body::Bytes;
use hyper::http::request::Parts;
use serde_json::Value;
use wxopen_core::{EndpointMeta, Method, TokenKind};

use crate::blueprint::{Blueprint, Entry, Route};
use crate::call::{Call, TokenSeen};
use crate::gate::Gate;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::registry::Bearer;
use crate::schema;

/// A request with its whole body; `None` if that is too long.
pub(crate) struct Arrival {
    pub(crate) parts: Parts,
    pub(crate) body: Option<Bytes>,
}

/// A call that has passed.
pub(crate) struct Passed {
    /// The index of the operation that is to answer.
    pub(crate) index: usize,
    /// Whom the token speaks for, if it was issued here.
    pub(crate) bearer: Option<Bearer>,
}

/// Who calls what, if the call passes.
pub(crate) fn check(
    blueprint: &Blueprint,
    gate: &Gate<'_>,
    arrival: &Arrival,
    query: &Query,
    call: &mut Call,
) -> Result<Passed, Refusal> {
    let body = arrival.body.as_deref();
    call.body = body.and_then(|body| serde_json::from_slice(body).ok());

    let index = route(blueprint, arrival, query)?;
    let entry = blueprint.entry(index);
    call.interface = Some(entry.meta().interface);
    let bearer = check_token(entry.meta(), gate, query, call)?;
    if entry.meta().method == Method::Get {
        check_members(entry, query, call)?;
    } else {
        check_body(entry, body, call)?;
    }
    Ok(Passed { index, bearer })
}

fn route(blueprint: &Blueprint, arrival: &Arrival, query: &Query) -> Result<usize, Refusal> {
    let Parts { method, uri, .. } = &arrival.parts;
    match blueprint.route(method.as_str(), uri.path(), query) {
        Route::Found(index) => Ok(index),
        Route::WrongMethod(wanted) => Err(Refusal::wrong_method(wanted)),
        Route::Nowhere => Err(Refusal::nowhere()),
    }
}

fn check_token(
    meta: &EndpointMeta,
    gate: &Gate<'_>,
    query: &Query,
    call: &mut Call,
) -> Result<Option<Bearer>, Refusal> {
    if meta.token == TokenKind::None {
        return Ok(None);
    }
    let seen = |parameter| query.get(parameter).map(|value| (parameter, value));
    let Some((parameter, value)) = parameters(meta).into_iter().find_map(seen) else {
        return Err(Refusal::no_token());
    };
    let admitted = gate.admit(meta, value);
    call.token = Some(TokenSeen { parameter, accepted: admitted.is_ok() });
    admitted
}

/// WeChat's documents know two names for the token of a component, so both are read.
fn parameters(meta: &EndpointMeta) -> Vec<&'static str> {
    match meta.token {
        TokenKind::Authorizer => vec![meta.token_query],
        _ => vec![meta.token_query, "access_token", "component_access_token"],
    }
}

/// The members of a request without a body: the parameters that are neither fixed nor a token.
fn check_members(entry: &Entry, query: &Query, call: &mut Call) -> Result<(), Refusal> {
    let mut others = parameters(entry.meta());
    others.extend(entry.meta().query.iter().map(|(name, _)| *name));
    let member = |(name, text): (&str, &str)| (name.to_owned(), entry.read(name, text));
    let members = Value::Object(query.without(&others).map(member).collect());
    let violations = violations(entry, &members);
    call.body = Some(members);
    if violations.is_empty() { Ok(()) } else { Err(Refusal::bad_data(violations)) }
}

fn check_body(entry: &Entry, body: Option<&[u8]>, call: &Call) -> Result<(), Refusal> {
    if !call.content_length {
        return Err(Refusal::no_length());
    }
    let body = body.ok_or_else(Refusal::too_long)?;
    if body.is_empty() {
        return Err(Refusal::empty());
    }
    if std::str::from_utf8(body).is_err() {
        return Err(Refusal::not_utf8());
    }
    let violations = match &call.body {
        Some(value) if value.is_object() => violations(entry, value),
        Some(_) => vec!["the body is no JSON object".to_owned()],
        None => vec!["the body is no JSON".to_owned()],
    };
    if violations.is_empty() { Ok(()) } else { Err(Refusal::bad_data(violations)) }
}

fn violations(entry: &Entry, body: &Value) -> Vec<String> {
    entry.request.as_ref().map_or_else(Vec::new, |request| schema::violations(request, body))
}
