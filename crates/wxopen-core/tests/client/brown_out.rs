//! A service that fails altogether for a minute must not be hit harder for it, and must be used again
//! as soon as it is back.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, interval};

use super::stand_in::{StandIn, code, good, lost, refused};
use super::support::Read;

const PER_SECOND: usize = 1000;
const DOWN: Duration = Duration::from_secs(60);
const RECOVERY: Duration = Duration::from_secs(10);

#[tokio::test(start_paused = true)]
async fn a_minute_of_failure_is_not_amplified_and_forgotten_in_ten_seconds() {
    let back = Instant::now() + DOWN;
    let service = StandIn::new(move |number| match number % 3 {
        _ if Instant::now() >= back => good(),
        0 => refused(),
        1 => lost(),
        _ => code(-1),
    });
    let service = service.taking(Duration::from_millis(20));
    let client = service.client().build().expect("a client");
    let call = || {
        let client = client.clone();
        async move {
            let started = Instant::now();
            (started, client.send(Read).await.is_ok())
        }
    };
    let mut tasks = JoinSet::new();
    let mut ticks = interval(Duration::from_secs(1) / PER_SECOND as u32);
    let mut sent_while_down = 0;
    while Instant::now() < back + RECOVERY * 2 {
        ticks.tick().await;
        tasks.spawn(call());
        if Instant::now() < back {
            sent_while_down = service.sent();
        }
    }
    let calls = tasks.join_all().await;
    let down = calls.iter().filter(|(started, _)| *started < back).count();
    assert!(sent_while_down > 59 * PER_SECOND, "{sent_while_down}");
    assert!(sent_while_down * 10 <= down * 12, "{sent_while_down} sent for {down} calls");
    let later = calls.iter().filter(|(started, _)| *started >= back + Duration::from_millis(1));
    let (good, all) = later.fold((0, 0), |(good, all), (_, ok)| (good + usize::from(*ok), all + 1));
    assert!(good * 100 >= all * 99 && all > 9 * PER_SECOND, "{good} of {all}");
}

/// After the failure there is a budget again.
#[tokio::test(start_paused = true)]
async fn what_fails_now_and_then_is_repeated_again_after_a_brown_out() {
    let service = StandIn::new(|number| match number {
        0..1000 => lost(),
        _ if number % 10 == 0 => lost(),
        _ => good(),
    });
    let client = service.client().build().expect("a client");
    while service.sent() < 1100 {
        let _ = client.send(Read).await;
    }
    for _ in 0..1000 {
        client.clone().send(Read).await.expect("the second attempt at the latest");
    }
}
