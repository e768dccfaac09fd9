//! The edges of refreshing: margins, limits, pauses, a store that has gone back in time. One caller at a
//! time; what many of them do at once is tested in `main.rs`.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use wxopen::credential::{CredentialError, FetchError, Remedy, Settings};
use wxopen::store::{Key, MemoryStore, Record, StoreError};

use crate::LIFETIME;
use crate::house::{Answer, House, advance};

/// With an empty store, and settings that differ from the defaults.
fn house_with(set: impl FnOnce(&mut Settings)) -> House {
    let mut settings = Settings::default();
    set(&mut settings);
    House::with(Arc::new(MemoryStore::new()), settings)
}

#[tokio::test]
async fn a_token_is_renewed_from_the_margin_on() {
    let house = house_with(|settings| settings.renewal_spread = Duration::ZERO);
    house.ready().await.expect("a token");
    advance(LIFETIME - 301);
    house.ready().await.expect("a token");
    house.settle().await;
    assert_eq!(house.fetches(), 1);
    advance(1);
    house.ready().await.expect("a token");
    house.settle().await;
    assert_eq!(house.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_source_may_take_its_time() {
    let house = House::new().await;
    house.answer(Answer::After(Duration::from_millis(14_900)));
    assert_eq!(house.ready().await, Ok(()));
}

#[tokio::test]
async fn a_success_makes_the_next_pause_the_first_again() {
    let house = House::new().await;
    for pause in [10, 20, 40] {
        house.answer(Answer::Fail(Remedy::Configure));
        assert!(house.ready().await.is_err());
        advance(pause);
    }
    assert_eq!(house.ready().await, Ok(()));
    advance(LIFETIME);
    house.answer(Answer::Fail(Remedy::Configure));
    assert!(house.ready().await.is_err());
    advance(10);
    assert_eq!(house.ready().await, Ok(()));
}

#[tokio::test]
async fn nothing_is_fetched_for_a_store_that_cannot_say_what_it_holds() {
    let house = House::from_nothing();
    house.faults.failing.store(true, Ordering::Relaxed);
    let down = StoreError::Unavailable("it was told to fail".to_owned());
    assert_eq!(house.ready().await, Err(CredentialError::Store(down)));
    assert_eq!(house.fetches(), 0);
}

#[tokio::test(start_paused = true)]
async fn merchants_wait_for_each_other_and_the_platform_for_nobody() {
    let house = house_with(|settings| settings.at_once = 2);
    let mut tasks = JoinSet::new();
    for number in 0..10 {
        house.answer(Answer::After(Duration::from_secs(1)));
        let credential =
            house.keeper.credential(&Key::authorizer("wx-platform", number.to_string()));
        tasks.spawn(async move { credential.token().await.map(drop) });
    }
    house.settle().await;
    assert_eq!(house.fetches(), 2);
    let platform = house.keeper.credential(&Key::Component("wx-platform".to_owned()));
    assert!(platform.token().await.is_ok());
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    assert_eq!(house.fetches(), 11);
}

#[tokio::test]
async fn a_token_of_another_process_will_do_for_a_refused_one_until_it_ends() {
    let (house, neighbour) = two_processes_with_two_tokens().await;
    advance(LIFETIME - 100);
    house.credential().renew(&"token 1".into()).await.expect("the other one");
    assert_eq!((house.fetches(), house.token()), (2, Some("token 2".to_owned())));
    assert_eq!(neighbour.token(), house.token());
}

#[tokio::test]
async fn a_token_of_another_process_is_renewed_ahead_like_its_own() {
    let (house, _) = two_processes_with_two_tokens().await;
    advance(LIFETIME - 100);
    house.ready().await.expect("a token");
    house.settle().await;
    assert_eq!((house.fetches(), house.token()), (3, Some("token 3".to_owned())));
}

/// The first knows token 1, the second token 2, which is in the store. Both end at the same time.
async fn two_processes_with_two_tokens() -> (House, House) {
    let house = House::new().await;
    house.ready().await.expect("a token");
    let neighbour = house.neighbour();
    neighbour.credential().renew(&"token 1".into()).await.expect("a token");
    assert_eq!((house.fetches(), house.token()), (2, Some("token 1".to_owned())));
    (house, neighbour)
}

#[tokio::test(start_paused = true)]
async fn what_another_process_has_stored_meanwhile_counts() {
    let house = House::new().await;
    house.answer(Answer::After(Duration::from_secs(1)));
    let credential = house.credential();
    let waiting = tokio::spawn(async move { credential.token().await });
    house.settle().await;
    let theirs = Record { access_token: Some("theirs".into()), ..Record::default() };
    house.store(&theirs).await;
    let token = waiting.await.expect("is not cancelled").expect("a token");
    assert_eq!((token.expose(), house.fetches()), ("theirs", 1));
    assert_eq!(house.stored().await.record, theirs);
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_given_back() {
    let house = House::new().await;
    house.ready().await.expect("a token");
    let began = Instant::now();
    house.neighbour().credential().renew(&"token 1".into()).await.expect("another one");
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn a_refresh_token_that_came_again_is_not_its_own_predecessor() {
    let house = House::new().await;
    house.answer(Answer::Refresh("refresh 1"));
    house.answer(Answer::Refresh("refresh 1"));
    for _ in 0..2 {
        house.ready().await.expect("a token");
        let record = house.stored().await.record;
        assert_eq!(record.refresh_token, Some("refresh 1".into()));
        assert_eq!(record.previous_refresh_token, Some("refresh 0".into()));
        advance(LIFETIME);
    }
}

/// After a failover that has lost a write, two records may have the same version.
#[tokio::test]
async fn a_refused_token_is_never_given_again() {
    let house = House::from_nothing();
    let neighbour = house.neighbour();
    house.ready().await.expect("a token");
    neighbour.ready().await.expect("the same");
    let before = house.stored().await;
    house.credential().renew(&"token 1".into()).await.expect("token 2");
    house.set_back_the_store(&before).await;
    neighbour.credential().renew(&"token 1".into()).await.expect("token 3");
    let token = house.credential().renew(&"token 2".into()).await.expect("another one");
    assert_eq!(token.expose(), "token 4");
    neighbour.credential().renew(&"token 3".into()).await.expect("the one in the store");
    assert_eq!((house.fetches(), neighbour.token()), (4, Some("token 4".to_owned())));
}

#[tokio::test]
async fn what_is_printed() {
    let house = House::new().await;
    house.ready().await.expect("a token");
    let credential = format!("{:?}", house.credential());
    assert_eq!(credential, "Credential(\"authorizer/wx-platform/wx-account\")");
    let keeper = format!("{:?}", house.keeper);
    assert_eq!(keeper, format!("Keeper {{ settings: {:?}, .. }}", Settings::default()));
}

#[test]
fn what_failures_say() {
    let fetch = FetchError { what: "no luck".to_owned(), remedy: Remedy::Wait };
    let store = StoreError::Unreadable("a riddle");
    let cases = [
        (CredentialError::Fetch(fetch.clone()), "no token could be fetched: no luck"),
        (CredentialError::Store(store.clone()), "no token in memory, and the store holds a riddle"),
        (CredentialError::Timeout, "fetching a token took too long"),
        (CredentialError::Interrupted, "fetching a token was interrupted"),
    ];
    let sources = [Some(fetch.to_string()), Some(store.to_string()), None, None];
    for ((error, text), source) in cases.into_iter().zip(sources) {
        assert_eq!(error.to_string(), text);
        assert_eq!(error.source().map(ToString::to_string), source, "{error}");
    }
    assert_eq!(fetch.to_string(), "no luck");
}
