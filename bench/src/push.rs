//! How long WeChat waits for the acknowledgement of a push, over loopback, while handlers are slow.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;
use tokio::runtime::Builder;
use wxopen::push::{Ledger, MessageCrypto, Push, PushReceiver, PushSettings, Sealed, axum::router};
use wxopen::store::StoreError;
use wxopen_api::BoxFuture;
use wxopen_api::events::AuthorizationEvent;

use crate::Outcome;
use crate::table::Table;

const PER_SECOND: u64 = 500;
const PUSHES: u64 = 2500;
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

/// Prints how long acknowledgements take.
///
/// # Errors
///
/// If the server cannot be set up, or does not answer.
pub fn run() -> Outcome<()> {
    let title = format!(
        "Acknowledging {PER_SECOND} pushes a second over loopback, in milliseconds (WeChat waits \
         for 5000)"
    );
    let mut table = Table::new(title, &["each handler takes", "p50", "p99", "most", "accepted"]);
    for (name, pause) in [("no time", 0), ("20 ms", 20), ("longer than the measurement", 3_600_000)]
    {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let mut times = runtime.block_on(measure(Duration::from_millis(pause)))?;
        runtime.shutdown_background();
        times.sort_unstable();
        let at = |share: usize| {
            let index = (times.len() * share / 100).min(times.len().saturating_sub(1));
            let time = times.get(index).copied().unwrap_or_default();
            format!("{:.2}", time.as_secs_f64() * 1e3)
        };
        let accepted = format!("{} of {PUSHES}", times.len());
        table.row(&[name, &at(50), &at(99), &at(100), &accepted]);
    }
    table.print();
    Ok(())
}

/// The time of each push that was accepted, from the first byte to the last.
async fn measure(pause: Duration) -> Outcome<Vec<Duration>> {
    let handler = move |_: Push| tokio::time::sleep(pause);
    let crypto = || MessageCrypto::new("wx-platform", "token", KEY);
    let mut settings = PushSettings::default();
    settings.waiting = 10_000;
    let receiver = PushReceiver::new(crypto()?, NoLedger, handler, settings);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let app = router(receiver, "/authorization", "/{appid}/message");
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let client = reqwest::Client::new();
    let requests: Vec<_> = (0..PUSHES).map(|number| request(&crypto()?, number)).collect();
    let mut turn = tokio::time::interval(Duration::from_secs(1) / PER_SECOND as u32);
    let mut calls = Vec::new();
    for request in requests {
        let (query, body) = request?;
        turn.tick().await;
        let call = client.post(format!("http://{address}/wx-account/message?{query}")).body(body);
        calls.push(tokio::spawn(async move {
            let started = Instant::now();
            let answer = call.send().await?.error_for_status()?.bytes().await?;
            Ok::<_, reqwest::Error>((&*answer == b"success").then(|| started.elapsed()))
        }));
    }
    let mut times = Vec::new();
    for call in calls {
        times.extend(call.await??);
    }
    server.abort();
    Ok(times)
}

/// The query and the body of an event.
fn request(crypto: &MessageCrypto, number: u64) -> Outcome<(String, String)> {
    let text = format!(
        "<xml><ToUserName>gh_0</ToUserName><FromUserName>o-user</FromUserName>\
         <CreateTime>1700000000</CreateTime><MsgType>event</MsgType>\
         <Event>weapp_audit_success</Event><SuccTime>{number}</SuccTime></xml>"
    );
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let Sealed { encrypt, signature, timestamp, nonce, .. } =
        crypto.seal(&text, now, &number.to_string())?;
    let plain = crypto.sign(&timestamp, &nonce);
    let query = format!(
        "signature={plain}&timestamp={timestamp}&nonce={nonce}&encrypt_type=aes\
         &msg_signature={signature}"
    );
    Ok((query, format!("<xml><Encrypt>{encrypt}</Encrypt></xml>")))
}

struct NoLedger;

impl Ledger for NoLedger {
    fn note<'a>(&'a self, _: &'a AuthorizationEvent) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}
