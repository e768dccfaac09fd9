//! Ten thousand calls at once, without sockets: how often each is sent, and how often a token is fetched.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::task::JoinSet;
use wxopen::Platform;
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::{BoxFuture, Client, HttpAnswer, HttpRequest, Transport, TransportError};

use super::MERCHANT;

const CALLS: usize = 10_000;

/// A race has many outcomes, so it is run many times; where time is no matter, more often.
fn repeats() -> usize {
    let strict = std::env::var("WXOPEN_STRICT").is_ok_and(|wish| wish == "1");
    if strict { 100 } else { 10 }
}

/// A WeChat that has revoked the first token of the account, and counts.
#[derive(Clone, Default)]
struct Counting {
    sent: Arc<Mutex<HashMap<String, usize>>>,
}

impl Counting {
    fn answer(&self, path: &str, query: &str, body: &str) -> Value {
        let mut sent = self.sent.lock().expect("nobody panics with it");
        let name = if path.ends_with("/open/get") { body } else { path };
        let times = sent.entry(name.to_owned()).or_default();
        *times += 1;
        match path.rsplit('/').next() {
            Some("api_component_token") => {
                json!({"component_access_token": "component", "expires_in": 7200})
            }
            Some("api_authorizer_token") => json!({"expires_in": 7200,
                "authorizer_access_token": format!("merchant {times}")}),
            _ if query.ends_with("merchant%201") => json!({"errcode": 40001, "errmsg": "stale"}),
            _ => json!({"open_appid": "wx-open"}),
        }
    }

    fn count(&self, name: &str) -> usize {
        self.sent.lock().expect("nobody panics with it").get(name).copied().unwrap_or_default()
    }
}

impl Transport for Counting {
    fn exchange(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, TransportError>> {
        Box::pin(async move {
            // Everybody gets a chance to send with the token that is about to be refused.
            tokio::task::yield_now().await;
            let address = request.url.expose().trim_start_matches("https://api.weixin.qq.com");
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            let body = String::from_utf8(request.body.unwrap_or_default().into()).expect("UTF-8");
            let answer = self.answer(path, query, &body);
            Ok(HttpAnswer::new(200, answer.to_string()))
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_calls_each_is_sent_twice_at_most_and_one_refreshes() {
    for _ in 0..repeats() {
        let counting = Counting::default();
        let client = Client::builder().transport(counting.clone());
        let platform = Platform::builder("wx-platform", "the secret").client(client);
        let platform = platform.build().expect("a platform");
        platform.store_ticket("the ticket").await.expect("stores");
        platform.import(MERCHANT, "refresh 0").await.expect("stores");
        let merchant = platform.authorizer(MERCHANT);
        let mut tasks = JoinSet::new();
        for number in 0..CALLS {
            let merchant = merchant.clone();
            let request = GetOpenAccount::new().with_appid(format!("wx-{number}"));
            tasks.spawn(async move { merchant.send(request).await.is_ok() });
        }
        assert!(tasks.join_all().await.into_iter().all(|answered| answered));
        assert_eq!(counting.count("/cgi-bin/component/api_component_token"), 1);
        assert_eq!(counting.count("/cgi-bin/component/api_authorizer_token"), 2);
        let sent = counting.sent.lock().expect("nobody panics with it");
        let calls = sent.iter().filter(|(name, _)| name.starts_with('{'));
        assert!(calls.clone().count() == CALLS && calls.clone().all(|(_, times)| *times <= 2));
    }
}
