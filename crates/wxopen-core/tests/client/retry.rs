//! What is sent again, when, and what is told about it. Time passes only in name.

use std::time::Duration;

use tokio::time::Instant;
use wxopen_core::{
    Attempt, CallError, Class, Client, Code, Endpoint, Failed, HttpAnswer, Json, Phase, Retry,
    RetryPolicy,
};

use super::stand_in::{Outcome, StandIn, code, good, lost, refused, says};
use super::support::{Read, Slow, Write};

const SECOND: Duration = Duration::from_secs(1);

/// How often a request is sent if its first two attempts fail like this.
async fn sends<E: Endpoint<Reply = Json, Error = Code>>(
    request: E,
    first_two: impl Fn() -> Outcome + Send + Sync + 'static,
) -> usize {
    let service = StandIn::new(move |number| if number < 3 { first_two() } else { good() });
    let client = service.client().build().expect("a client");
    let outcome = client.send(request).await;
    assert_eq!(outcome.is_ok(), service.sent() == 3);
    service.sent()
}

#[tokio::test(start_paused = true)]
async fn what_is_sent_again() {
    type Failure = fn() -> Outcome;
    let failures: [(&str, Failure, usize, usize); 12] = [
        ("not sent", refused, 3, 3),
        ("connection lost", lost, 3, 1),
        ("busy", || code(-1), 3, 1),
        ("an answer that is cut", || says(200, "{\"errcode\":"), 3, 1),
        ("bad gateway", || says(502, "<html></html>"), 3, 1),
        ("a failure without a body", || says(503, ""), 3, 1),
        ("not found", || says(404, "<html></html>"), 1, 1),
        ("a redirect", || says(302, ""), 1, 1),
        ("an empty answer", || says(200, ""), 1, 1),
        ("no reply", || says(200, "[]"), 1, 1),
        ("a stale token", || code(40001), 1, 1),
        ("a code nobody knows", || code(99999), 1, 1),
    ];
    for (name, failure, read, write) in failures {
        assert_eq!(sends(Read, failure).await, read, "{name}, read");
        assert_eq!(sends(Write, failure).await, write, "{name}, write");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reply_and_an_error_tell_how_it_went() {
    let service = StandIn::new(|number| match number {
        1 => refused(),
        2 => code(-1),
        _ => good(),
    });
    let service = service.taking(SECOND);
    let exchange = service.client().build().expect("a client").send_traced(Read, None).await;
    let exchange = exchange.expect("the third attempt");
    let told = |attempts: &[Attempt]| {
        let told = |it: &Attempt| (it.phase, it.class, it.code);
        attempts.iter().map(told).collect::<Vec<_>>()
    };
    let not_sent = (Some(Phase::NotSent), Some(Class::Unknown), None);
    let busy = (Some(Phase::Rejected), Some(Class::Transient), Some(-1));
    assert_eq!(told(&exchange.attempts), [not_sent, busy, (None, None, None)]);
    let longest = [Duration::ZERO, SECOND / 10, SECOND / 5];
    for (attempt, longest) in exchange.attempts.iter().zip(longest) {
        assert!(attempt.waited <= longest, "{attempt:?}");
        assert!(attempt.took >= SECOND && attempt.took < SECOND * 2, "{attempt:?}");
    }
    let service = StandIn::new(|_| code(-1));
    let error = service.client().build().expect("a client").send(Read).await;
    assert_eq!(told(error.expect_err("always busy").attempts()), [busy, busy, busy]);
}

/// The wait that a failure with `Retry-After` is followed by, and how many attempts there were.
async fn after_pause(pause: Duration, deadline: Duration) -> (Duration, usize) {
    let service = StandIn::new(move |number| match number {
        1 => Ok(HttpAnswer::new(503, "").with_retry_after(pause)),
        _ => good(),
    });
    let client = service.client().build().expect("a client");
    let started = Instant::now();
    let _ = client.send_within(Read, deadline).await;
    (started.elapsed(), service.sent())
}

#[tokio::test(start_paused = true)]
async fn the_service_may_ask_for_a_longer_pause_but_the_deadline_wins() {
    let (waited, sent) = after_pause(SECOND * 4, SECOND * 10).await;
    assert!(waited >= SECOND * 4 && waited < SECOND * 5, "{waited:?}");
    assert_eq!(sent, 2);
    for pause in [SECOND * 10, SECOND * 11, Duration::MAX] {
        assert_eq!(after_pause(pause, SECOND * 10).await, (Duration::ZERO, 1), "{pause:?}");
    }
    assert_eq!(after_pause(SECOND, Duration::MAX).await.1, 2);
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_may_ask_for_a_longer_pause_between_what_it_has_seen() {
    let service = StandIn::new(|number| match number {
        1 => refused(),
        2 => lost(),
        _ => good(),
    });
    let exchange = service.client().build().expect("a client").send_traced(Slow, None).await;
    let attempts = exchange.expect("the third attempt").attempts;
    assert!(attempts[1].waited < SECOND, "the first was not sent");
    assert_eq!(attempts[2].waited, SECOND * 5);
}

#[tokio::test(start_paused = true)]
async fn a_call_too_many_waits_for_the_next_minute_if_there_is_time() {
    for (deadline, sent) in [(SECOND * 60, 2), (SECOND * 10, 1)] {
        let service = StandIn::new(|number| if number == 1 { code(45011) } else { good() });
        let client = service.client().build().expect("a client");
        let outcome = client.send_traced(Write, deadline).await;
        assert_eq!(service.sent(), sent);
        match outcome {
            Ok(exchange) => {
                let waited = exchange.attempts[1].waited;
                assert!(waited >= SECOND * 40 && waited <= SECOND * 41, "{waited:?}");
            }
            Err(error) => {
                assert_eq!((error.phase(), error.class()), (Phase::Rejected, Class::Throttled));
            }
        }
    }
}

/// Would send everything again, for ever.
struct Stubborn;

impl RetryPolicy for Stubborn {
    fn wait(&self, failed: &Failed<'_>) -> Option<Duration> {
        (failed.attempts < 7).then_some(Duration::ZERO)
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_can_be_replaced_but_cannot_do_harm() {
    async fn sent(policy: impl RetryPolicy, failure: fn() -> Outcome) -> (usize, usize) {
        let service = StandIn::new(move |_| failure());
        let client = service.client().retry(policy).build().expect("a client");
        let error: CallError<Code> = client.send(Write).await.expect_err("always");
        let written = service.sent();
        assert_eq!(error.attempts().len(), written);
        client.send(Read).await.expect_err("always");
        (written, service.sent() - written)
    }
    assert_eq!(sent(Retry::never(), refused).await, (1, 1));
    assert_eq!(sent(Retry::up_to(2), refused).await, (2, 2));
    assert_eq!(sent(Stubborn, refused).await, (7, 7));
    assert_eq!(sent(Stubborn, lost).await, (1, 7));
    assert_eq!(sent(Stubborn, || code(-1)).await, (1, 7));
    assert_eq!(sent(Stubborn, || says(200, "{")).await, (1, 7));
}

#[tokio::test(start_paused = true)]
async fn without_a_token_there_is_nothing_to_repeat() {
    let service = StandIn::new(|_| good());
    let client = Client::builder().transport(service.clone()).retry(Stubborn).build();
    let error = client.expect("a client").send(Read).await.expect_err("no token");
    assert_eq!((error.phase(), service.sent()), (Phase::NoCredential, 0));
}

#[tokio::test(start_paused = true)]
async fn waits_are_spread_evenly() {
    fastrand::seed(6);
    let mut tenths = [0; 10];
    let service = StandIn::new(|number| if number % 6 == 1 { lost() } else { good() });
    let client = service.client().build().expect("a client");
    for _ in 0..2000 {
        let exchange = client.send_traced(Read, None).await.expect("the second attempt");
        let waited = exchange.attempts[1].waited;
        tenths[waited.as_millis() as usize / 10] += 1;
        for _ in 0..4 {
            client.send(Read).await.expect("what pays for the repeat");
        }
    }
    assert!(tenths.iter().all(|count| (140..260).contains(count)), "{tenths:?}");
}
