//! One call: its attempts, the waits between them, and the deadline over all of them. What a reply is
//! is unknown here, so that all endpoints share this code.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep, timeout_at};

use crate::client::address::address;
use crate::client::quota::DAILY_QUOTA;
use crate::client::telemetry::Telemetry;
use crate::client::{Client, Failed, HttpAnswer, HttpRequest, Progress, TransportError};
use crate::{
    Attempt, Body, CallError, Cause, Class, Code, EndpointMeta, Method, Phase, Repeat, Secret,
};

/// Longer than anybody waits, and short enough to be added to the time of day.
const EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A call under way.
pub(super) struct Call<'a> {
    client: &'a Client,
    meta: &'static EndpointMeta,
    pairs: Vec<(String, Secret)>,
    body: Option<Bytes>,
    started: Instant,
    /// When the deadline passes.
    ends: Instant,
    /// Where the current attempt goes to.
    host: usize,
    /// Where the last one has found nobody.
    silent: Option<usize>,
    /// When the current attempt began.
    began: Instant,
    /// How long was waited before it.
    waited: Duration,
    /// How long the service has asked to be left alone.
    pause: Duration,
    attempts: Vec<Attempt>,
    telemetry: Telemetry,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        client: &'a Client,
        meta: &'static EndpointMeta,
        body: Body,
        deadline: Duration,
    ) -> Result<Self, CallError<Code>> {
        let wrong = |what| CallError::new(meta, Phase::NotSent, Cause::Request(what));
        let (pairs, body) = match meta.method {
            Method::Get => (body.into_pairs().map_err(wrong)?, None),
            Method::Post => (Vec::new(), Some(body.into_bytes().map_err(wrong)?.into())),
        };
        let (owner, shared) = (client.tokens.owner(), &client.shared);
        if let Some(until) = shared.quota.in_force(meta.interface, owner, shared.clock) {
            return Err(CallError::new(meta, Phase::NotSent, Cause::QuotaExhausted { until }));
        }
        let started = Instant::now();
        let (began, ends) = (started, started + deadline.min(EVER));
        let (waited, pause, attempts) = (Duration::ZERO, Duration::ZERO, Vec::new());
        let telemetry = Telemetry::new(meta);
        Ok(Call {
            client,
            meta,
            pairs,
            body,
            host: 0,
            silent: None,
            ends,
            started,
            began,
            waited,
            pause,
            attempts,
            telemetry,
        })
    }

    /// Sends the request once.
    pub(super) async fn attempt(&mut self) -> Result<HttpAnswer, CallError<Code>> {
        self.began = Instant::now();
        let Call { client, meta, ends, .. } = *self;
        let hosts = &client.shared.hosts;
        self.host = hosts.choose(self.silent);
        let url = address(hosts.base(self.host), meta, &self.pairs, &*client.tokens);
        let exchange = exchange(client, meta, url, self.body.clone(), ends);
        let exchange = self.telemetry.attempt(self.attempts.len() + 1, exchange);
        let answer = exchange.await.map_err(|error| error.of(meta))?;
        hosts.answered(self.host);
        self.pause = answer.retry_after.unwrap_or_default();
        Ok(answer)
    }

    /// The attempts, of which the last one has succeeded.
    pub(super) fn succeeded(mut self) -> Vec<Attempt> {
        self.client.shared.budget.earn();
        self.note(Attempt::succeeded(self.host, self.waited, self.began.elapsed()));
        self.telemetry.called(&self.attempts, self.started.elapsed());
        self.attempts
    }

    /// After an attempt that has failed, waits until it is time for another one. If there is to be none,
    /// gives the error back.
    pub(super) async fn recover(&mut self, error: CallError<Code>) -> Result<(), CallError<Code>> {
        self.note(Attempt::failed(self.host, self.waited, self.began.elapsed(), &error));
        self.silent = error.status().is_none().then_some(self.host);
        let client = self.client;
        if (error.phase(), error.cause()) == (Phase::NotSent, Some(&Cause::Connect)) {
            client.shared.hosts.unreachable(self.host);
        }
        if error.code() == Some(DAILY_QUOTA) && error.class() == Class::Quota {
            let (owner, now) = (client.tokens.owner(), (client.shared.clock)());
            client.shared.quota.open(self.meta.interface, owner, now);
        }
        let Some(wait) = self.wait(&error) else {
            self.telemetry.called(&self.attempts, self.started.elapsed());
            return Err(error.preceded_by(std::mem::take(&mut self.attempts)));
        };
        sleep(wait).await;
        self.waited = wait;
        self.pause = Duration::ZERO;
        Ok(())
    }

    fn note(&mut self, attempt: Attempt) {
        self.telemetry.attempted(&attempt);
        self.attempts.push(attempt);
    }

    /// How long to wait before another attempt, if that does no harm, is worth it, and there is time.
    fn wait(&self, error: &CallError<Code>) -> Option<Duration> {
        if !may_be_repeated(error) {
            return None;
        }
        let shared = &self.client.shared;
        let failed = Failed {
            endpoint: self.meta,
            attempts: self.attempts.len() as u32,
            phase: error.phase(),
            class: error.class(),
            code: error.code(),
            status: error.status(),
            cause: error.cause(),
            now: (shared.clock)(),
        };
        // The service knows nothing of an attempt that was not sent.
        let own = self.meta.repeat_pause.filter(|_| error.phase() != Phase::NotSent);
        let least = self.pause.max(own.unwrap_or_default());
        let wait = shared.retry.wait(&failed)?.max(least);
        let in_time = wait < self.ends.saturating_duration_since(Instant::now());
        (in_time && shared.budget.pay()).then_some(wait)
    }
}

/// Whether another attempt can do no harm. No policy is asked before this.
fn may_be_repeated(error: &CallError<Code>) -> bool {
    match (error.phase(), error.cause()) {
        (Phase::NoCredential, _) => false,
        (Phase::NotSent, Some(Cause::Request(_))) => false,
        (Phase::NotSent, _) => true,
        (Phase::Rejected, _) if error.class() == Class::Throttled => true,
        _ => error.endpoint().repeat == Repeat::Safe,
    }
}

/// Sends one request and waits for its answer until the deadline.
async fn exchange(
    client: &Client,
    meta: &'static EndpointMeta,
    url: Option<Secret>,
    body: Option<Bytes>,
    ends: Instant,
) -> Result<HttpAnswer, TransportError> {
    let no_token = || TransportError::new(Phase::NoCredential, Cause::NoToken);
    let url = url.ok_or_else(no_token)?;
    let progress = Progress::default();
    let request = HttpRequest { method: meta.method, url, body, progress: progress.clone() };
    match timeout_at(ends, client.shared.transport.exchange(request)).await {
        Ok(outcome) => outcome,
        Err(_) if progress.abandon() => Err(TransportError::not_sent(Cause::Deadline)),
        Err(_) => Err(TransportError::outcome_unknown(Cause::Deadline)),
    }
}
