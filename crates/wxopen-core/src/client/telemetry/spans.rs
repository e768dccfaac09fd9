//! Spans: `wxopen.call` at level INFO, and in it one `wxopen.attempt` for each attempt at level DEBUG.

use std::time::Duration;

use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::{Instrument, Span, debug_span, info_span};

use crate::{Attempt, EndpointMeta};

pub(super) struct Spans {
    call: Span,
    attempt: Span,
}

impl Spans {
    pub(super) fn new(meta: &EndpointMeta) -> Self {
        let call = info_span!(
            "wxopen.call",
            interface = meta.interface,
            outcome = Empty,
            class = Empty,
            code = Empty,
            attempts = Empty,
            latency_ms = Empty,
        );
        Spans { call, attempt: Span::none() }
    }

    pub(super) fn attempt<F: Future>(&mut self, number: usize, sending: F) -> Instrumented<F> {
        self.attempt = debug_span!(
            parent: &self.call,
            "wxopen.attempt",
            number,
            outcome = Empty,
            class = Empty,
            code = Empty,
            waited_ms = Empty,
            latency_ms = Empty,
        );
        sending.instrument(self.attempt.clone())
    }

    pub(super) fn attempted(&mut self, attempt: &Attempt) {
        let span = std::mem::replace(&mut self.attempt, Span::none());
        record(&span, attempt);
        span.record("waited_ms", millis(attempt.waited));
        span.record("latency_ms", millis(attempt.took));
    }

    pub(super) fn called(&self, attempts: &[Attempt], took: Duration) {
        if let Some(last) = attempts.last() {
            record(&self.call, last);
        }
        self.call.record("attempts", attempts.len());
        self.call.record("latency_ms", millis(took));
    }
}

fn record(span: &Span, attempt: &Attempt) {
    span.record("outcome", attempt.phase.map_or("ok", |phase| phase.as_str()));
    if let Some(class) = attempt.class {
        span.record("class", class.as_str());
    }
    if let Some(code) = attempt.code {
        span.record("code", code);
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
