//! What every store must do, as a check that anybody can run against a store of their own.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use wxopen::store::{MemoryStore, conformance};
//!
//! conformance::check(&MemoryStore::new()).await;
//! # }
//! ```

use std::time::Duration;

use crate::store::{Key, Record, Store, Version, Written};

/// Runs every check against an empty store, which holds the records of the check afterwards.
///
/// # Panics
///
/// If the store fails, or does something else than it must.
pub async fn check(store: &dyn Store) {
    an_empty_store_has_nothing(store).await;
    a_record_comes_back_whole(store).await;
    only_the_expected_version_is_replaced(store).await;
    credentials_do_not_mix(store).await;
    authorizers_are_listed_in_pages(store).await;
    of_many_writers_one_wins_each_round(store).await;
    a_lease_is_its_holders(store).await;
}

fn record(token: &str) -> Record {
    Record { access_token: Some(token.into()), ..Record::default() }
}

async fn stored(store: &dyn Store, key: &Key) -> Option<(u64, Record)> {
    let found = store.load(key).await.expect("the store can be read");
    found.map(|stored| (stored.version.get(), stored.record))
}

async fn set(store: &dyn Store, key: &Key, expected: Option<u64>, record: &Record) -> Option<u64> {
    let expected = expected.and_then(Version::new);
    match store.compare_and_set(key, expected, record).await.expect("the store can be written") {
        Written::Stored(version) => Some(version.get()),
        Written::Conflict => None,
    }
}

async fn an_empty_store_has_nothing(store: &dyn Store) {
    assert_eq!(stored(store, &Key::Ticket("nobody".into())).await, None);
    let none = store.authorizers("nobody", None, 10).await.expect("the store can be listed");
    assert!(none.is_empty(), "{none:?}");
}

async fn a_record_comes_back_whole(store: &dyn Store) {
    let key = Key::authorizer("wx-whole", "wx-account");
    let full = Record {
        access_token: Some("token \"茶\" \u{1f600}".into()),
        expires_at: Some(u64::from(u32::MAX) + 1),
        refresh_token: Some("x".repeat(4096).into()),
        previous_refresh_token: Some("".into()),
        permission_sets: Some(vec![1, 33, u16::MAX]),
    };
    let first = set(store, &key, None, &full).await.expect("nothing is stored yet");
    assert_eq!(stored(store, &key).await, Some((first, full)));
    let second = set(store, &key, Some(first), &Record::default()).await.expect("is expected");
    assert_eq!(stored(store, &key).await, Some((second, Record::default())));
}

async fn only_the_expected_version_is_replaced(store: &dyn Store) {
    let key = Key::Component("wx-versions".into());
    assert_eq!(set(store, &key, Some(1), &record("out of nowhere")).await, None);
    let first = set(store, &key, None, &record("first")).await.expect("nothing is stored yet");
    assert_eq!(set(store, &key, None, &record("again")).await, None);
    assert_eq!(set(store, &key, Some(first + 1), &record("too early")).await, None);
    let second = set(store, &key, Some(first), &record("second")).await.expect("is expected");
    assert!(second > first, "{second} after {first}");
    assert_eq!(set(store, &key, Some(first), &record("too late")).await, None);
    assert_eq!(stored(store, &key).await, Some((second, record("second"))));
}

async fn credentials_do_not_mix(store: &dyn Store) {
    let keys = [
        Key::Ticket("wx-mix".into()),
        Key::Component("wx-mix".into()),
        Key::authorizer("wx-mix", "a"),
        Key::authorizer("wx-mix", "b"),
        Key::authorizer("wx-mix2", "a"),
    ];
    let mut versions = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        versions.push(set(store, key, None, &record(&index.to_string())).await);
    }
    for (index, (key, version)) in keys.iter().zip(versions).enumerate() {
        let version = version.unwrap_or_else(|| panic!("{key} is another's"));
        assert_eq!(stored(store, key).await, Some((version, record(&index.to_string()))), "{key}");
    }
}

async fn authorizers_are_listed_in_pages(store: &dyn Store) {
    for appid in ["wx3", "wx1", "wx2"] {
        let key = Key::authorizer("wx-pages", appid);
        let version = set(store, &key, None, &record(appid)).await;
        set(store, &key, version, &record("written again, and listed once")).await;
    }
    set(store, &Key::authorizer("wx-pages-of-another", "wx0"), None, &record("other")).await;
    let page = async |after, limit| store.authorizers("wx-pages", after, limit).await;
    assert_eq!(page(None, 2).await, Ok(vec!["wx1".to_owned(), "wx2".to_owned()]));
    assert_eq!(page(Some("wx2"), 2).await, Ok(vec!["wx3".to_owned()]));
    assert_eq!(page(Some("wx3"), 2).await, Ok(Vec::new()));
}

async fn of_many_writers_one_wins_each_round(store: &dyn Store) {
    let key = Key::Component("wx-race".into());
    let mut expected = None;
    for round in 1..=10 {
        let texts: Vec<Record> =
            (0..8).map(|writer| record(&format!("{round}.{writer}"))).collect();
        let writes = texts.iter().map(|text| store.compare_and_set(&key, expected, text));
        let outcomes = join(writes.collect()).await;
        let won = |outcome: &Result<Written, _>| match outcome {
            Ok(Written::Stored(version)) => Some(*version),
            _ => None,
        };
        let winners: Vec<Version> = outcomes.iter().filter_map(won).collect();
        let [winner] = winners[..] else { panic!("round {round}: {outcomes:?}") };
        assert!(Some(winner) > expected, "round {round}: {winner:?} after {expected:?}");
        assert_eq!(stored(store, &key).await.map(|(version, _)| version), Some(winner.get()));
        expected = Some(winner);
    }
}

/// All futures at once, without a runtime of a kind.
async fn join<F: Future + Unpin>(mut futures: Vec<F>) -> Vec<F::Output> {
    let mut outputs: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (future, output) in futures.iter_mut().zip(&mut outputs) {
            if output.is_none()
                && let std::task::Poll::Ready(value) = std::pin::Pin::new(future).poll(context)
            {
                *output = Some(value);
            }
        }
        match outputs.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(outputs.iter_mut().filter_map(Option::take).collect()),
            false => std::task::Poll::Pending,
        }
    })
    .await
}

/// A store without leases gives them to everybody, which is right, too.
async fn a_lease_is_its_holders(store: &dyn Store) {
    let key = Key::Component("wx-lease".into());
    let lease = async |holder, length| store.lease(&key, holder, length).await.expect("leases");
    let long = Duration::from_secs(60);
    assert!(lease("one", long).await);
    assert!(lease("one", long).await, "a holder may ask again");
    if lease("two", long).await {
        return;
    }
    store.release(&key, "two").await.expect("leases");
    assert!(!lease("two", long).await, "nobody gives back what is not theirs");
    store.release(&key, "one").await.expect("leases");
    assert!(lease("two", Duration::ZERO).await);
    assert!(lease("three", long).await, "a lease ends by itself");
    store.release(&key, "three").await.expect("leases");
}
