//! Reading a token while others read it and somebody replaces it.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use wxopen_api::{TokenCell, TokenKind, TokenSource};

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
    let mut wall = Vec::new();
    let mut cpu = Vec::new();
    for _ in 0..ROUNDS {
        let (round_wall, round_cpu) = runtime.block_on(read_all());
        wall.push(round_wall);
        cpu.push(round_cpu);
    }
    let title = format!(
        "Reading a token, {TASKS} tasks on 2 workers, replaced every 5 ms (required: tens of \
         nanoseconds)"
    );
    let mut table = Table::new(title, &["", "ns per read"]);
    table.row(&["wall", &format!("{:.1}", rounds::median(&wall))]);
    table.row(&["CPU", &format!("{:.1}", rounds::median(&cpu))]);
    table.print();
    Ok(())
}

/// Nanoseconds of wall and of CPU time per read.
async fn read_all() -> (f64, f64) {
    let tokens = Arc::new(TokenCell::default());
    tokens.set_authorizer("first");
    let done = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn(replace(Arc::clone(&tokens), Arc::clone(&done)));
    let started = Instant::now();
    let cpu = clock::of_process();
    let readers: Vec<_> = (0..TASKS).map(|_| tokio::spawn(read(Arc::clone(&tokens)))).collect();
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

async fn read(tokens: Arc<TokenCell>) {
    for turn in 0..READS {
        tokens.with_token(TokenKind::Authorizer, &mut |token| {
            black_box(token.expose());
        });
        if turn % 1000 == 0 {
            tokio::task::yield_now().await;
        }
    }
}

async fn replace(tokens: Arc<TokenCell>, done: Arc<AtomicBool>) {
    while !done.load(Ordering::Relaxed) {
        tokens.set_authorizer("another");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
