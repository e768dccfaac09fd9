//! One refresh, whatever happens: to the callers, to the source of tokens, to the store, and with
//! several processes at once. The clock stands still unless a test moves it.

mod edges;
mod house;
#[cfg(feature = "metrics")]
mod metered;

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::task::JoinSet;
use wxopen::credential::{CredentialError, FetchError, Remedy};

use house::{Answer, House, advance, key, now};

/// A credential that lives for two hours, as all of WeChat's do.
const LIFETIME: u64 = 7200;

async fn all_ready(house: &House, callers: usize) -> Vec<Result<(), CredentialError>> {
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let keeper = house.keeper.clone();
        tasks.spawn(async move { keeper.credential(&key()).token().await.map(drop) });
    }
    tasks.join_all().await
}

/// A race has many outcomes, so it is run many times.
const REPEATS: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_without_a_token_cause_one_refresh() {
    for _ in 0..REPEATS {
        let house = House::new().await;
        let results = all_ready(&house, 10_000).await;
        assert!(results.iter().all(Result::is_ok));
        assert_eq!((house.fetches(), house.token()), (1, Some("token 1".to_owned())));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_of_an_expired_token_cause_one_refresh() {
    for _ in 0..REPEATS {
        let house = House::expired().await;
        assert_eq!(house.token(), None, "an expired token is not lent");
        let results = all_ready(&house, 10_000).await;
        assert!(results.iter().all(Result::is_ok));
        assert_eq!((house.fetches(), house.token()), (1, Some("token 1".to_owned())));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_refusals_of_a_token_cause_one_refresh() {
    for _ in 0..REPEATS {
        let house = House::new().await;
        house.ready().await.expect("a token");
        let mut tasks = JoinSet::new();
        for _ in 0..10_000 {
            let keeper = house.keeper.clone();
            tasks.spawn(async move { keeper.credential(&key()).renew(&"token 1".into()).await });
        }
        assert!(tasks.join_all().await.iter().all(Result::is_ok));
        // Who comes late with the old token gets the new one without another refresh.
        house.credential().renew(&"token 1".into()).await.expect("the new one");
        assert_eq!((house.fetches(), house.token()), (2, Some("token 2".to_owned())));
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_strands_nobody() {
    let house = House::new().await;
    house.answer(Answer::After(Duration::from_millis(50)));
    let keeper = house.keeper.clone();
    let first = tokio::spawn(async move { keeper.credential(&key()).token().await.map(drop) });
    tokio::task::yield_now().await;
    let keeper = house.keeper.clone();
    let second = tokio::spawn(async move { keeper.credential(&key()).token().await.map(drop) });
    tokio::task::yield_now().await;
    first.abort();
    assert_eq!(second.await.expect("is not cancelled"), Ok(()));
    assert_eq!(house.fetches(), 1);
}

#[tokio::test]
async fn a_source_that_panics_strands_nobody() {
    let house = House::new().await;
    house.answer(Answer::Panic);
    let results = all_ready(&house, 100).await;
    assert!(results.iter().all(|result| *result == Err(CredentialError::Interrupted)));
    assert_eq!(house.ready().await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_source_that_hangs_strands_nobody() {
    let house = House::new().await;
    house.answer(Answer::Never);
    let results = all_ready(&house, 100).await;
    assert!(results.iter().all(|result| *result == Err(CredentialError::Timeout)));
    assert_eq!(house.ready().await, Ok(()));
    assert_eq!(house.fetches(), 2);
}

#[tokio::test]
async fn a_failure_is_shared_by_those_who_wait_and_forgotten_after_that() {
    let house = House::new().await;
    house.answer(Answer::Fail(Remedy::Wait));
    let results = all_ready(&house, 100).await;
    let failed = FetchError { what: "no luck".to_owned(), remedy: Remedy::Wait };
    assert!(results.iter().all(|result| *result == Err(CredentialError::Fetch(failed.clone()))));
    assert_eq!(house.fetches(), 1);
    assert_eq!(house.ready().await, Ok(()));
    assert_eq!(house.fetches(), 2);
}

#[tokio::test]
async fn what_has_failed_for_good_is_left_alone_for_a_while() {
    let house = House::new().await;
    house.answer(Answer::Fail(Remedy::Configure));
    house.answer(Answer::Fail(Remedy::Configure));
    for _ in 0..3 {
        assert!(house.ready().await.is_err());
    }
    assert_eq!(house.fetches(), 1);
    advance(10);
    assert!(house.ready().await.is_err());
    assert_eq!(house.fetches(), 2, "the first pause is ten seconds");
    advance(10);
    assert!(house.ready().await.is_err());
    assert_eq!(house.fetches(), 2, "the second one is twenty");
    advance(10);
    assert_eq!(house.ready().await, Ok(()));
}

#[tokio::test]
async fn a_token_is_renewed_ahead_and_served_while_that_fails() {
    let house = House::new().await;
    house.ready().await.expect("a token");
    advance(LIFETIME - 601);
    house.ready().await.expect("a token");
    assert_eq!(house.fetches(), 1, "nobody renews earlier than ten minutes ahead");
    advance(301);
    house.answer(Answer::Fail(Remedy::Wait));
    for _ in 0..5 {
        assert_eq!(house.ready().await, Ok(()));
        house.settle().await;
    }
    assert_eq!((house.fetches(), house.token()), (2, Some("token 1".to_owned())));
    advance(10);
    assert_eq!(house.ready().await, Ok(()));
    house.settle().await;
    assert_eq!((house.fetches(), house.token()), (3, Some("token 3".to_owned())));
}

#[tokio::test]
async fn a_token_is_as_old_as_its_request() {
    let house = House::new().await;
    house.answer(Answer::Slow(100));
    let asked = now();
    house.ready().await.expect("a token");
    let stored = house.stored().await;
    assert_eq!(stored.record.expires_at, Some(asked + LIFETIME));
}

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_with_the_one_before() {
    let house = House::new().await;
    for round in 1..=2 {
        house.answer(Answer::Rotate);
        advance(LIFETIME);
        house.ready().await.expect("a token");
        let record = house.stored().await.record;
        assert_eq!(record.refresh_token, Some(format!("refresh {round}").as_str().into()));
        let before = format!("refresh {}", round - 1);
        assert_eq!(record.previous_refresh_token, Some(before.as_str().into()));
        assert_eq!(record.permission_sets, Some(vec![33]));
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_or_hangs_stops_no_call() {
    let house = House::new().await;
    house.ready().await.expect("a token");
    for hanging in [false, true] {
        house.faults.hanging.store(hanging, Ordering::Relaxed);
        house.faults.failing.store(!hanging, Ordering::Relaxed);
        assert_eq!(house.ready().await, Ok(()));
        let fetched = house.fetches();
        let refused = house.token().expect("a token");
        house.credential().renew(&refused.as_str().into()).await.expect("a new one");
        assert_eq!(house.fetches(), fetched + 1);
        assert_eq!(house.token(), Some(format!("token {}", fetched + 1)));
    }
}

#[tokio::test]
async fn processes_that_share_a_store_refresh_once() {
    let first = House::new().await;
    let others: Vec<House> = (0..7).map(|_| first.neighbour()).collect();
    for round in 1..=20 {
        let mut tasks = JoinSet::new();
        for house in others.iter().chain([&first]) {
            for _ in 0..10 {
                let keeper = house.keeper.clone();
                tasks.spawn(async move { keeper.credential(&key()).token().await.map(drop) });
            }
        }
        assert!(tasks.join_all().await.iter().all(Result::is_ok));
        assert_eq!(first.fetches(), round, "the source is shared, too");
        let stored = first.stored().await;
        assert_eq!(stored.version.get(), round as u64 + 1);
        advance(LIFETIME);
    }
}

#[tokio::test]
async fn a_credential_begins_without_a_record() {
    let house = House::from_nothing();
    assert_eq!(house.ready().await, Ok(()));
    let stored = house.stored().await;
    assert_eq!((house.fetches(), stored.version.get()), (1, 1));
    advance(LIFETIME);
    assert_eq!(house.ready().await, Ok(()));
    let stored = house.stored().await;
    assert_eq!((house.fetches(), stored.version.get()), (2, 2));
}

#[tokio::test]
async fn a_store_that_has_lost_everything_gets_it_back() {
    let house = House::new().await;
    house.answer(Answer::Rotate);
    house.ready().await.expect("a token");
    house.empty_the_store();
    advance(LIFETIME);
    house.ready().await.expect("a token");
    let record = house.stored().await.record;
    assert_eq!(record.refresh_token, Some("refresh 1".into()));
    assert_eq!(record.access_token, Some("token 2".into()));
}

#[tokio::test]
async fn a_store_that_has_lost_a_write_gets_it_back() {
    let house = House::new().await;
    let earlier = house.stored().await;
    house.answer(Answer::Rotate);
    house.ready().await.expect("a token");
    house.set_back_the_store(&earlier).await;
    advance(LIFETIME);
    house.ready().await.expect("a token");
    let record = house.stored().await.record;
    assert_eq!(record.refresh_token, Some("refresh 1".into()));
    assert_eq!(record.access_token, Some("token 2".into()));
}

#[tokio::test]
async fn a_token_is_not_lost_with_the_store_that_it_was_for() {
    let house = House::new().await;
    let earlier = house.stored().await;
    house.ready().await.expect("a token");
    advance(LIFETIME);
    house.answer(Answer::After(Duration::from_millis(50)));
    let keeper = house.keeper.clone();
    let refresh = tokio::spawn(async move { keeper.credential(&key()).token().await.map(drop) });
    tokio::time::sleep(Duration::from_millis(10)).await;
    house.set_back_the_store(&earlier).await;
    assert_eq!(refresh.await.expect("is not cancelled"), Ok(()));
    assert_eq!((house.fetches(), house.token()), (2, Some("token 2".to_owned())));
}
