//! One caller in a process of its own, calling for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use wxopen_api::Client;
use wxopen_api::official_account::GetLinkMiniprogram;
use wxopen_api::open_platform::GetOpenAccount;

use crate::client::by_hand::ByHand;
use crate::client::{Caller, Cost, Target};
use crate::{Outcome, clock};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const WARM_UP: Duration = Duration::from_millis(200);
const TIME: Duration = Duration::from_millis(700);

/// Calls for a while and prints what it has cost, as JSON.
///
/// # Errors
///
/// If a call fails.
pub fn run_one(caller: Caller, target: Target, at_once: usize, port: u16) -> Outcome<()> {
    let base = format!("http://127.0.0.1:{port}");
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let cost = runtime.block_on(async {
        match caller {
            Caller::ByHand => {
                let by_hand = ByHand::new(base, TOKEN)?;
                load(at_once, move || {
                    let by_hand = by_hand.clone();
                    async move { by_hand.call(target).await.is_ok() }
                })
                .await
            }
            Caller::Client => {
                let client = Client::builder()
                    .base_url(base)
                    .allow_http_on_loopback()
                    .token(TOKEN)
                    .build()?;
                load(at_once, move || call(client.clone(), target)).await
            }
        }
    })?;
    println!("{}", serde_json::to_string(&cost)?);
    Ok(())
}

async fn call(client: Client, target: Target) -> bool {
    match target {
        Target::Open => {
            client.send(GetOpenAccount::new()).await.is_ok_and(|open| !open.open_appid.is_empty())
        }
        Target::List => client
            .send(GetLinkMiniprogram::new())
            .await
            .is_ok_and(|list| list.wxopens.items.len() == 50),
    }
}

async fn load<F, C>(at_once: usize, call: C) -> Outcome<Cost>
where
    C: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = bool> + Send + 'static,
{
    spend(at_once, WARM_UP, call.clone()).await?;
    let started = Instant::now();
    let cpu = clock::of_process();
    let calls = spend(at_once, TIME, call).await? as f64;
    let cpu = clock::of_process().saturating_sub(cpu);
    Ok(Cost {
        rate: calls / started.elapsed().as_secs_f64(),
        cpu: cpu.as_secs_f64() * 1e6 / calls,
        peak: clock::peak_mib(),
    })
}

async fn spend<F, C>(at_once: usize, time: Duration, call: C) -> Outcome<u64>
where
    C: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = bool> + Send + 'static,
{
    let calls = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + time;
    let caller = |_| {
        let (calls, call) = (Arc::clone(&calls), call.clone());
        tokio::spawn(async move {
            while Instant::now() < end {
                if !call().await {
                    return false;
                }
                calls.fetch_add(1, Ordering::Relaxed);
            }
            true
        })
    };
    for task in (0..at_once).map(caller).collect::<Vec<_>>() {
        if !task.await? {
            return Err("a call failed".into());
        }
    }
    Ok(calls.load(Ordering::Relaxed))
}
