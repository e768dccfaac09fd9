//! A transport without a network, for tests in which only time passes, and a clock that goes with it.

use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;
use wxopen_core::{
    BoxFuture, Cause, Client, ClientBuilder, HttpAnswer, HttpRequest, Transport, TransportError,
};

pub(crate) type Outcome = Result<HttpAnswer, TransportError>;

type Answers = dyn Fn(usize, &str) -> Outcome + Send + Sync;

/// Answers as it is told, and counts. It is told the number of each request, from 1, and its path.
#[derive(Clone)]
pub(crate) struct StandIn {
    answer: Arc<Answers>,
    sent: Arc<AtomicUsize>,
    takes: Duration,
}

impl StandIn {
    pub(crate) fn new(answer: impl Fn(usize) -> Outcome + Send + Sync + 'static) -> Self {
        Self::by_path(move |number, _| answer(number))
    }

    pub(crate) fn by_path(answer: impl Fn(usize, &str) -> Outcome + Send + Sync + 'static) -> Self {
        StandIn { answer: Arc::new(answer), sent: Arc::default(), takes: Duration::ZERO }
    }

    /// Lets every answer take some time.
    pub(crate) fn taking(mut self, time: Duration) -> Self {
        self.takes = time;
        self
    }

    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    pub(crate) fn client(&self) -> ClientBuilder {
        Client::builder().token("token").transport(self.clone()).clock(clock)
    }
}

impl Transport for StandIn {
    fn exchange(&self, request: HttpRequest) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            let number = self.sent.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::time::sleep(self.takes).await;
            (self.answer)(number, request.url.expose())
        })
    }
}

pub(crate) fn good() -> Outcome {
    says(200, "{}")
}

pub(crate) fn says(status: u16, body: &'static str) -> Outcome {
    Ok(HttpAnswer::new(status, body))
}

pub(crate) fn code(code: i64) -> Outcome {
    Ok(HttpAnswer::new(200, format!("{{\"errcode\":{code}}}")))
}

pub(crate) fn lost() -> Outcome {
    Err(TransportError::outcome_unknown(Cause::ConnectionLost))
}

pub(crate) fn refused() -> Outcome {
    Err(TransportError::not_sent(Cause::Connect))
}

/// When the first call of a test looks at the clock, it is 20 seconds past noon in Greenwich.
pub(crate) const START: Duration = Duration::from_secs(12 * 60 * 60 + 20);

/// The time of day, which passes as tokio's does. Each test has a thread of its own.
pub(crate) fn clock() -> SystemTime {
    thread_local!(static FIRST: OnceCell<Instant> = const { OnceCell::new() });
    let passed = FIRST.with(|first| first.get_or_init(Instant::now).elapsed());
    UNIX_EPOCH + START + passed
}
