//! The transport as a service of tower, and services of tower as a transport: timeouts, limits and layers
//! of others apply. What a layer says is dropped, because it may hold anything.

use std::error::Error;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use tower_service::Service;

use crate::Cause;
use crate::client::{
    BoxFuture, HttpAnswer, HttpRequest, Progress, ReqwestTransport, Transport, TransportError,
};

/// Any error of a service.
pub type BoxError = Box<dyn Error + Send + Sync>;

impl Service<HttpRequest> for ReqwestTransport {
    type Response = HttpAnswer;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<HttpAnswer, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        let transport = self.clone();
        Box::pin(async move { transport.carry(request).await })
    }
}

/// A service that carries the requests of a client. Every call gets a clone of it.
pub(super) struct Carrier<S>(Mutex<S>);

impl<S> Carrier<S> {
    pub(super) fn new(service: S) -> Self {
        Carrier(Mutex::new(service))
    }
}

impl<S> Transport for Carrier<S>
where
    S: Service<HttpRequest, Response = HttpAnswer> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
{
    fn exchange(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let progress = request.progress.clone();
            // Whoever waits for a service has not sent anything.
            progress.hold();
            let ready = poll_fn(|context| service.poll_ready(context)).await;
            ready.map_err(|error| failure(error.into(), &progress))?;
            progress.release();
            let answer = service.call(request).await;
            answer.map_err(|error| failure(error.into(), &progress))
        })
    }
}

/// What a service failed of: what the transport under it says, or a decision of a layer.
fn failure(error: BoxError, progress: &Progress) -> TransportError {
    let mut source: Option<&(dyn Error + 'static)> = Some(&*error);
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<TransportError>() {
            return error.clone();
        }
        source = error.source();
    }
    let cause = Cause::Other("a layer around the transport gave up");
    if progress.abandon() {
        TransportError::not_sent(cause)
    } else {
        TransportError::outcome_unknown(cause)
    }
}
