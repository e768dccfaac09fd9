//! Reading a token while others read it and somebody replaces it.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use wxopen::credential::{Credential, Fetch, FetchError, Fetched, Keeper, Settings};
use wxopen::store::{Key, MemoryStore, Record};
use wxopen_api::{BoxFuture, Secret, TokenCell, TokenKind, TokenSource};

use crate::table::Table;
use crate::{Outcome, clock, rounds};

const TASKS: usize = 64;
const READS: usize = 20_000;
const ROUNDS: usize = 9;

/// Prints what one read costs.
///
/// # Errors
///
/// If the runtime cannot be set up.
pub fn run() -> Outcome<()> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    let title = format!(
        "Reading a token, {TASKS} tasks on 2 workers, replaced every 5 ms (required: tens of \
         nanoseconds)"
    );
    let mut table = Table::new(title, &["", "wall, ns per read", "CPU, ns per read"]);
    let candidates: [(&str, Arc<dyn Subject>); 2] = [
        ("the cell of a client", Arc::new(TokenCell::default())),
        ("the keeper of a platform: checked, and copied", Arc::new(Kept::new())),
    ];
    for (name, subject) in candidates {
        let mut wall = Vec::new();
        let mut cpu = Vec::new();
        for _ in 0..ROUNDS {
            let (round_wall, round_cpu) = runtime.block_on(read_all(&subject));
            wall.push(round_wall);
            cpu.push(round_cpu);
        }
        let figure = |figures: &[f64]| format!("{:.1}", rounds::median(figures));
        table.row(&[name, &figure(&wall), &figure(&cpu)]);
    }
    table.print();
    Ok(())
}

/// Something that lends a token.
trait Subject: Send + Sync {
    /// Reads the token `turns` times.
    fn read(&self, turns: usize) -> BoxFuture<'_, ()>;

    /// Replaces the token.
    fn replace(&self) -> BoxFuture<'_, ()>;
}

impl Subject for TokenCell {
    fn read(&self, turns: usize) -> BoxFuture<'_, ()> {
        for _ in 0..turns {
            self.with_token(TokenKind::Authorizer, &mut |token| {
                black_box(token.expose());
            });
        }
        Box::pin(async {})
    }

    fn replace(&self) -> BoxFuture<'_, ()> {
        self.set_authorizer("another");
        Box::pin(async {})
    }
}

/// A keeper with one credential.
struct Kept {
    credential: Credential,
}

impl Kept {
    fn new() -> Self {
        let store = Arc::new(MemoryStore::new());
        let keeper = Keeper::new(store, Arc::new(Constant), Settings::default());
        Kept { credential: keeper.credential(&Key::authorizer("wx-platform", "wx-account")) }
    }
}

impl Subject for Kept {
    fn read(&self, turns: usize) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            for _ in 0..turns {
                let _ = black_box(self.credential.token().await);
            }
        })
    }

    fn replace(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let refused = Secret::from("another");
            let _ = self.credential.renew(&refused).await;
        })
    }
}

/// Gives the same token always, so that it is always the refused one.
struct Constant;

impl Fetch for Constant {
    fn fetch<'a>(
        &'a self,
        _: &'a Key,
        _: &'a Record,
    ) -> BoxFuture<'a, Result<Fetched, FetchError>> {
        Box::pin(async {
            Ok(Fetched {
                access_token: "another".into(),
                lifetime: Duration::from_secs(7200),
                refresh_token: None,
                permission_sets: None,
            })
        })
    }
}

/// Nanoseconds of wall and of CPU time per read.
async fn read_all(subject: &Arc<dyn Subject>) -> (f64, f64) {
    subject.replace().await;
    let done = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn(replace(Arc::clone(subject), Arc::clone(&done)));
    let started = Instant::now();
    let cpu = clock::of_process();
    let readers: Vec<_> = (0..TASKS).map(|_| tokio::spawn(read(Arc::clone(subject)))).collect();
    for reader in readers {
        // A reader that panicked would show in the figures of all.
        let _ = reader.await;
    }
    let (wall, cpu) = (started.elapsed(), clock::of_process().saturating_sub(cpu));
    done.store(true, Ordering::Relaxed);
    let _ = writer.await;
    let each = |time: Duration| time.as_secs_f64() * 1e9 / (TASKS * READS) as f64;
    (each(wall), each(cpu))
}

async fn read(subject: Arc<dyn Subject>) {
    for _ in 0..READS / 1000 {
        subject.read(1000).await;
        tokio::task::yield_now().await;
    }
}

async fn replace(subject: Arc<dyn Subject>, done: Arc<AtomicBool>) {
    while !done.load(Ordering::Relaxed) {
        subject.replace().await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
