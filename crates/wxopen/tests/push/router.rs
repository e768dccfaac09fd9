//! The router over a real socket.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use wxopen::push::{Push, PushSettings, axum::router};

use crate::wechat::{Handled, KEY, Sent, crypto, event, now, receiver_with, verification};

/// A running server: its address, and what was handled.
struct Server {
    address: SocketAddr,
    receiver: wxopen::push::PushReceiver,
    handled: Handled,
}

impl Server {
    async fn start() -> Server {
        let (receiver, handled) = receiver_with(crypto(KEY), PushSettings::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = router(receiver.clone(), "/wechat/authorization", "/wechat/{appid}/message");
        tokio::spawn(async move { axum::serve(listener, app).await });
        Server { address, receiver, handled }
    }

    async fn post(&self, path: &str, sent: &Sent, content_type: &str) -> (u16, String) {
        let url = format!("http://{}{path}?{}", self.address, sent.query);
        let request = reqwest::Client::new().post(url).header("Content-Type", content_type);
        let answer = request.body(sent.body.clone()).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    }

    async fn get(&self, path: &str, query: &str) -> (u16, String) {
        let url = format!("http://{}{path}?{query}", self.address);
        let answer = reqwest::get(url).await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    }
}

#[tokio::test]
async fn both_addresses_answer() {
    let server = Server::start().await;
    let text = "<xml><AppId>wx-platform</AppId><CreateTime>1</CreateTime>\
                <InfoType>unauthorized</InfoType><AuthorizerAppid>wx1</AuthorizerAppid></xml>";
    let success = (200, "success".to_owned());
    // No Content-Type is believed.
    for content_type in ["text/xml", "application/json", "image/png"] {
        let sent = Sent::authorization(text);
        assert_eq!(server.post("/wechat/authorization", &sent, content_type).await, success);
        let sent = Sent::message(&event(1));
        assert_eq!(server.post("/wechat/wx-account/message", &sent, content_type).await, success);
    }
    server.receiver.idle().await;
    let pushes = server.handled.take();
    assert_eq!(pushes.len(), 2, "{pushes:?}");
    let of_account =
        |push: &Push| matches!(push, Push::Account(push) if push.appid == "wx-account");
    assert!(pushes.iter().any(of_account), "{pushes:?}");
}

#[tokio::test]
async fn refusals_have_a_status_and_nothing_else() {
    let server = Server::start().await;
    let (good, empty) = (Sent::authorization("<xml/>"), String::new());
    let stale = Sent::sealed(&crypto(KEY), "<xml/>", now() - 1000, "");
    let long = Sent { body: "x".repeat(300_000), ..good.clone() };
    let unsigned = Sent { query: String::new(), ..good.clone() };
    for (sent, status) in [(good, 403), (stale, 403), (unsigned, 403), (long, 413)] {
        let answer = server.post("/wechat/authorization", &sent, "text/xml").await;
        assert_eq!(answer, (status, empty.clone()));
        let answer = server.post("/wechat/wx-account/message", &sent, "text/xml").await;
        assert_eq!(answer, (status, empty.clone()));
    }
}

#[tokio::test]
async fn an_address_is_verified() {
    let server = Server::start().await;
    for path in ["/wechat/authorization", "/wechat/wx-account/message"] {
        let good = verification(now(), "echo-1");
        assert_eq!(server.get(path, &good).await, (200, "echo-1".to_owned()));
        let bad = good.replace("signature=", "signature=0");
        assert_eq!(server.get(path, &bad).await, (403, String::new()));
    }
}
