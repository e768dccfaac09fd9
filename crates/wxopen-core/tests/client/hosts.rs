//! Several addresses of the service: which one gets a request, which one rests, and that all addresses
//! behind a name are tried.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::task::JoinSet;
use wxopen_core::{Client, Phase};

use super::stand_in::{StandIn, good, lost, refused};
use super::support::{Read, Write, answering, client, nobody, ok};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn what_was_not_sent_goes_to_the_fallback_and_so_does_what_follows() {
    let fallback = answering(ok("{}")).await;
    let client = client(nobody().await).fallback_url(format!("http://{fallback}"));
    let client = client.build().expect("a client");
    let first = client.send_traced(Write, None).await.expect("the fallback").attempts;
    let told: Vec<_> = first.iter().map(|it| (it.host, it.phase)).collect();
    assert_eq!(told, [(0, Some(Phase::NotSent)), (1, None)]);
    let second = client.send_traced(Write, None).await.expect("the fallback").attempts;
    assert_eq!(second.iter().map(|it| it.host).collect::<Vec<_>>(), [1]);
}

/// A service with two addresses, of which the first can be made to fail.
struct Two {
    service: StandIn,
    client: Client,
    fails: Arc<AtomicBool>,
    first: Arc<AtomicUsize>,
}

fn two(failure: fn() -> super::stand_in::Outcome) -> Two {
    let (fails, first) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let (is_down, count) = (Arc::clone(&fails), Arc::clone(&first));
    let service = StandIn::by_path(move |_, url| {
        if url.starts_with("https://second/") {
            return good();
        }
        count.fetch_add(1, Ordering::SeqCst);
        if is_down.load(Ordering::SeqCst) { failure() } else { good() }
    });
    let service = service.taking(SECOND / 10);
    let client = service.client().base_url("https://first").fallback_url("https://second");
    Two { client: client.build().expect("a client"), service, fails, first }
}

impl Two {
    /// How often the first address is called by some calls at once.
    async fn calls(&self, count: usize) -> usize {
        let before = self.first.load(Ordering::SeqCst);
        let mut tasks = JoinSet::new();
        for _ in 0..count {
            let client = self.client.clone();
            tasks.spawn(async move { client.send(Write).await.is_ok() });
        }
        assert!(tasks.join_all().await.into_iter().all(|answered| answered));
        self.first.load(Ordering::SeqCst) - before
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_that_cannot_be_reached_rests_and_is_tried_by_one_call() {
    let two = two(refused);
    assert_eq!(two.calls(1).await, 1);
    assert_eq!(two.calls(10).await, 0, "it rests");
    tokio::time::sleep(SECOND * 31).await;
    assert_eq!(two.calls(10).await, 1, "one call tries it");
    assert_eq!(two.calls(10).await, 0, "it rests again");
    two.fails.store(false, Ordering::SeqCst);
    tokio::time::sleep(SECOND * 31).await;
    assert_eq!(two.calls(10).await, 1, "one call tries it");
    assert_eq!(two.calls(10).await, 10, "it is back");
}

#[tokio::test(start_paused = true)]
async fn what_was_lost_goes_to_the_fallback_only_if_it_is_safe_to_repeat() {
    let two = two(lost);
    let error = two.client.send(Write).await.expect_err("lost");
    assert_eq!((error.phase(), two.service.sent()), (Phase::OutcomeUnknown, 1));
    let attempts = two.client.send_traced(Read, None).await.expect("the fallback").attempts;
    assert_eq!(attempts.iter().map(|it| it.host).collect::<Vec<_>>(), [0, 1]);
}

#[tokio::test]
async fn all_addresses_behind_a_name_are_tried() {
    let behind = [nobody().await, nobody().await, answering(ok("{}")).await];
    let named = Client::builder().base_url("http://localhost").allow_http_on_loopback();
    let named = named.connections(move |http| http.resolve_to_addrs("localhost", &behind));
    let client = named.token("token").build().expect("a client");
    let exchange = client.send_traced(Write, None).await.expect("the third address");
    assert_eq!(exchange.attempts.len(), 1);
}

/// Knows another address each time it is asked.
struct Moving(Vec<SocketAddr>, AtomicUsize);

impl Resolve for Moving {
    fn resolve(&self, _: Name) -> Resolving {
        let address = self.0[self.1.fetch_add(1, Ordering::SeqCst) % self.0.len()];
        Box::pin(async move { Ok(Box::new([address].into_iter()) as Addrs) })
    }
}

#[tokio::test]
async fn a_name_is_looked_up_for_every_connection() {
    let old = answering(ok(r#"{"at":"old"}"#)).await;
    let new = answering(ok(r#"{"at":"new"}"#)).await;
    let moving = Arc::new(Moving(vec![old, new], AtomicUsize::new(0)));
    let named = Client::builder().base_url("http://localhost").allow_http_on_loopback();
    let named = named.connections(move |http| http.dns_resolver(moving).pool_max_idle_per_host(0));
    let client = named.token("token").build().expect("a client");
    for place in ["old", "new"] {
        assert_eq!(client.send(Read).await.expect("an answer")["at"], place);
    }
}
