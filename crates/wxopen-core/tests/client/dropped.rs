//! A call whose future is dropped: at whatever point, nothing of it is left, and the client goes on.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::time::{sleep, timeout};
use wxopen_core::Client;

use super::stand_in::{StandIn, code, good};
use super::support::{AMPLE, Read, Write, client, hung_up, ok, read_request, serving};

/// The connections that a server has open.
#[derive(Clone, Default)]
struct Open(Arc<AtomicUsize>);

impl Open {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    async fn is_none(&self) {
        let none = async {
            while self.count() > 0 {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(AMPLE, none).await.expect("every connection is closed");
    }
}

/// Answers in pieces, with a pause between them. Counts its connections.
async fn slow(open: Open) -> Client {
    const PIECES: [&[u8]; 4] =
        [b"HTTP/1.1 200 OK\r\nContent-", b"Length: 14\r\n\r\n", b"{\"errcode\"", b":0}  "];
    let address = serving(move |mut socket, _| {
        let open = open.clone();
        async move {
            open.0.fetch_add(1, Ordering::SeqCst);
            while read_request(&mut socket).await.is_some() {
                for piece in PIECES {
                    sleep(Duration::from_millis(2)).await;
                    if socket.write_all(piece).await.is_err() {
                        break;
                    }
                }
            }
            open.0.fetch_sub(1, Ordering::SeqCst);
        }
    })
    .await;
    let client = client(address).connections(|http| http.pool_idle_timeout(None));
    client.build().expect("a client")
}

/// Polls a future some times and drops it. Tells whether it was ready before that.
async fn ready_after<F: Future>(polls: usize, future: F) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn after_any_number_of_polls_nothing_is_left() {
    let open = Open::default();
    let client = slow(open.clone()).await;
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    client.send(Write).await.expect("an answer");
    let mut polls = 0;
    while !ready_after(polls, client.send(Write)).await {
        polls += 1;
        assert!(polls < 1000, "it is never ready");
        client.send(Write).await.expect("the client goes on");
    }
    assert!(polls >= 2, "it was dropped before it was sent and after: {polls}");
    drop(client);
    open.is_none().await;
    let ended = async {
        while tasks() > 1 {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(AMPLE, ended).await.expect("only the listener is left");
}

/// The connection of a dropped call cannot be used again, so it is closed.
#[tokio::test]
async fn the_connection_of_a_dropped_call_is_closed() {
    let open = Open::default();
    let stalls = Arc::new(AtomicBool::new(true));
    let (counted, told) = (open.clone(), Arc::clone(&stalls));
    let address = serving(move |mut socket, number| {
        let (open, stalls) = (counted.clone(), Arc::clone(&told));
        async move {
            open.0.fetch_add(1, Ordering::SeqCst);
            read_request(&mut socket).await;
            let whole = ok("{}");
            let stalls = stalls.load(Ordering::SeqCst);
            let sent = if stalls { &whole[..number] } else { &whole[..] };
            let _ = socket.write_all(sent).await;
            hung_up(&mut socket).await;
            open.0.fetch_sub(1, Ordering::SeqCst);
        }
    })
    .await;
    let client = client(address).build().expect("a client");
    for _ in 0..20 {
        assert!(timeout(Duration::from_millis(20), client.send(Write)).await.is_err());
    }
    open.is_none().await;
    stalls.store(false, Ordering::SeqCst);
    client.send(Write).await.expect("the client goes on");
    assert_eq!(open.count(), 1);
}

/// Dropped while it waits for the next attempt: nothing is sent any more, and the budget and the quota
/// are as they were.
#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_between_attempts_sends_nothing_more() {
    let service = StandIn::new(|number| if number == 1 { code(45011) } else { good() });
    let client = service.client().build().expect("a client");
    let waiting = client.send_within(Read, Duration::from_secs(60));
    assert!(timeout(Duration::from_secs(1), waiting).await.is_err());
    sleep(Duration::from_secs(120)).await;
    assert_eq!(service.sent(), 1);
    client.send(Read).await.expect("the client goes on");
    assert!(client.quota_stops().list().is_empty());
}

/// The request is given up before a connection is there: it must not go out once there is one.
#[tokio::test]
async fn what_is_dropped_before_it_was_sent_never_arrives() {
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let address = serving(move |mut socket, _| {
        let count = Arc::clone(&count);
        async move {
            if read_request(&mut socket).await.is_some() {
                count.fetch_add(1, Ordering::SeqCst);
            }
            hung_up(&mut socket).await;
        }
    })
    .await;
    let client = client(address).build().expect("a client");
    for _ in 0..20 {
        assert!(!ready_after(1, client.send(Write)).await);
    }
    sleep(Duration::from_millis(100)).await;
    assert_eq!(arrived.load(Ordering::SeqCst), 0);
}
