//! Endpoints whose daily quota is used up. It is 20 seconds past noon in Greenwich, so the next
//! midnight in China is four hours away.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use wxopen_core::{Cause, Client, Phase, Secret, TokenKind, TokenSource};

use super::stand_in::{StandIn, code, good};
use super::support::{Read, Write};

const MIDNIGHT: Duration = Duration::from_secs(16 * 60 * 60);

/// The tokens of one account.
struct Of(&'static str);

impl TokenSource for Of {
    fn with_token(&self, _: TokenKind, read: &mut dyn FnMut(&Secret)) -> bool {
        read(&Secret::from(self.0));
        true
    }

    fn owner(&self) -> &str {
        self.0
    }
}

fn of(client: &Client, owner: &'static str) -> Client {
    client.with_token_source(Arc::new(Of(owner)))
}

/// A service in which `poor` has no quota for `write`.
fn service() -> (StandIn, Client) {
    let service = StandIn::by_path(|_, url| match url.split_once("/write?") {
        Some((_, query)) if query.ends_with("=poor") => code(45009),
        _ => good(),
    });
    let client = service.client().build().expect("a client");
    (service, client)
}

#[tokio::test(start_paused = true)]
async fn nothing_more_is_sent_to_an_endpoint_without_quota_until_midnight() {
    let (service, client) = service();
    let (poor, rich) = (of(&client, "poor"), of(&client, "rich"));
    let error = poor.send(Write).await.expect_err("no quota");
    assert_eq!((error.phase(), error.code(), service.sent()), (Phase::Rejected, Some(45009), 1));
    let error = poor.send(Write).await.expect_err("no quota");
    let until = UNIX_EPOCH + MIDNIGHT;
    assert_eq!((error.phase(), service.sent()), (Phase::NotSent, 1));
    assert_eq!(error.cause(), Some(&Cause::QuotaExhausted { until }));
    assert!(error.attempts().is_empty());
    assert_eq!(error.to_string(), "write: not sent: the daily quota is used up");
    rich.send(Write).await.expect("an account with quota");
    poor.send(Read).await.expect("an endpoint with quota");
    assert_eq!(service.sent(), 3);
    assert_eq!(client.quota_stops().until("write", "poor"), Some(until));
    tokio::time::sleep(Duration::from_secs(4 * 60 * 60)).await;
    poor.send(Write).await.expect_err("no quota today either");
    assert_eq!(service.sent(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_stop_can_be_lifted() {
    let (service, client) = service();
    let poor = of(&client, "poor");
    poor.send(Write).await.expect_err("no quota");
    assert!(client.quota_stops().lift("write", "poor"));
    poor.send(Write).await.expect_err("still no quota");
    assert_eq!(service.sent(), 2);
    client.quota_stops().lift_all("poor");
    poor.send(Write).await.expect_err("still no quota");
    assert_eq!((service.sent(), client.quota_stops().list().len()), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_something_else_stops_nothing() {
    let service = StandIn::new(|_| code(89004));
    let client = service.client().build().expect("a client");
    for sent in [1, 2] {
        client.send(Write).await.expect_err("a limit");
        assert_eq!(service.sent(), sent);
    }
}
