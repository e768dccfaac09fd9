//! A router that receives pushes. Decides nothing: whatever comes is given to the receiver as it is.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::push::{Acknowledgement, PushReceiver, Refusal};

/// A router with the two addresses of a platform: the path of its authorization event URL (授权事件接收 URL),
/// and the path of its message URL (消息与事件接收 URL) with `{appid}` in it, where the address has `$APPID$`.
///
/// ```
/// # fn app(receiver: wxopen::push::PushReceiver) -> axum::Router {
/// wxopen::push::axum::router(receiver, "/wechat/authorization", "/wechat/{appid}/message")
/// # }
/// ```
///
/// # Panics
///
/// As [`Router::route`] does: if a path does not begin with `/`, or both are the same.
pub fn router(receiver: PushReceiver, authorization: &str, message: &str) -> Router {
    Router::new()
        .route(authorization, get(verification).post(on_authorization))
        .route(message, get(verification).post(on_message))
        .with_state(receiver)
}

async fn verification(State(receiver): State<PushReceiver>, query: RawQuery) -> Response {
    respond(receiver.verification(&query.0.unwrap_or_default()))
}

async fn on_authorization(
    State(receiver): State<PushReceiver>,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let Ok(body) = to_bytes(body, receiver.settings().longest).await else {
        return respond(Err(Refusal::TooLarge));
    };
    respond(receiver.authorization(&query.unwrap_or_default(), &body).await)
}

async fn on_message(
    State(receiver): State<PushReceiver>,
    Path(appid): Path<String>,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let Ok(body) = to_bytes(body, receiver.settings().longest).await else {
        return respond(Err(Refusal::TooLarge));
    };
    respond(receiver.message(&appid, &query.unwrap_or_default(), &body).await)
}

fn respond(outcome: Result<Acknowledgement, Refusal>) -> Response {
    let Acknowledgement { status, content_type, body } = outcome.unwrap_or_else(Into::into);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}
