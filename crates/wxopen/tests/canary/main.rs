//! Every secret of a platform holds a marker, the platform is used and fails in every way, and the
//! marker is searched in whatever anybody could come to see: `Debug`, `Display`, the chain of sources,
//! the logs of all crates at TRACE, the texts of panics.

mod capture;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use wxopen::Platform;
use wxopen::platform::{AuthorizationPage, PlatformBuilder};
use wxopen::push::{MessageCrypto, Push, Signed};
use wxopen::store::{Key, MemoryStore, Record, RedisStore, SqliteStore, Store};
use wxopen_api::events::AuthorizationEvent;
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::ticket::StartPushTicket;
use wxopen_api::{Client, Secret};
use wxopen_mock::Mock;

use capture::Capture;

/// In every secret. It looks like no word of ours, and has characters that a query must escape.
const MARKER: &str = "cAnArY+/";

const MERCHANT: &str = "wx-merchant";

fn secret(name: &str) -> String {
    format!("{MARKER}{name}")
}

fn encoding_aes_key() -> String {
    format!("{MARKER}{}", "A".repeat(43 - MARKER.len()))
}

/// What the marker looks like where it was written in another way.
fn disguises() -> Vec<String> {
    let mut found = vec!["cAnArY".to_owned()];
    for shift in 0..3 {
        let bytes = [b" ".repeat(shift), MARKER.as_bytes().to_vec()].concat();
        let text = STANDARD.encode(bytes);
        // The characters at both ends also depend on the neighbours.
        found.push(text[4..8].to_owned() + &text[8..text.len() - 4]);
    }
    found
}

fn assert_clean(what: &str, text: &str) {
    for disguise in disguises() {
        if let Some(at) = text.find(&disguise) {
            let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
            panic!("{what} holds a secret: {}", &text[start..at]);
        }
    }
}

fn builder(mock: &Mock) -> PlatformBuilder {
    let client = Client::builder().base_url(mock.base_url()).allow_http_on_loopback();
    Platform::builder("wx-platform", secret("appsecret")).client(client)
}

fn component() -> Value {
    json!({"component_access_token": secret("component"), "expires_in": 7200})
}

fn traded() -> Value {
    json!({"authorization_info": {"authorizer_appid": MERCHANT,
        "authorizer_access_token": secret("merchant"), "expires_in": 7200,
        "authorizer_refresh_token": secret("refresh"), "func_info": []}})
}

fn messages() -> Vec<Value> {
    let common = json!({"AppId": "wx-platform", "CreateTime": 1_700_000_000,
        "AuthorizerAppid": MERCHANT, "ComponentVerifyTicket": secret("ticket"),
        "AuthorizationCode": secret("code"), "PreAuthCode": secret("pre-auth-code"),
        "appid": MERCHANT, "status": 0, "auth_code": secret("auth_code")});
    let names = ["component_verify_ticket", "authorized", "updateauthorized", "unauthorized"];
    let named = names.into_iter().chain(["notify_third_fasteregister", "of_tomorrow"]);
    let messages = named.map(|name| {
        let mut message = common.clone();
        message["InfoType"] = name.into();
        message
    });
    messages.collect()
}

#[tokio::test]
async fn no_secret_is_seen_anywhere() {
    let capture = Capture::install();
    let mock = Mock::start().await.expect("a free port");
    succeed(&capture, &mock).await;
    fail_in_every_way(&capture, &mock).await;
    show_what_is_stored(&capture).await;
    show_messages(&capture);
    push(&capture).await;
    mock.stop().await;

    let logs = capture.logs();
    assert!(logs.contains("reqwest") || logs.contains("hyper"), "the capture hears the transport");
    assert_clean("a log", &logs);
    for (what, text) in capture.shown() {
        assert_clean(&what, &text);
    }
    assert!(capture.shown().len() > 40);
}

/// The canary sings: what is not redacted is found.
#[test]
fn a_secret_that_is_shown_is_found() {
    for text in [
        secret("plain"),
        format!("token={}", "cAnArY%2B%2Fx"),
        STANDARD.encode(secret("0123456789")),
        STANDARD.encode(format!("x{}", secret("0123456789"))),
        STANDARD.encode(format!("xy{}", secret("0123456789"))),
    ] {
        assert!(std::panic::catch_unwind(|| assert_clean("it", &text)).is_err(), "{text}");
    }
}

/// From the ticket to a call, and everything that is made on the way.
async fn succeed(capture: &Capture, mock: &Mock) {
    let platform = builder(mock).build().expect("a platform");
    mock.script("getComponentAccessToken").reply(component());
    mock.script("getPreAuthCode").reply(json!({"pre_auth_code": secret("pre"), "expires_in": 600}));
    mock.script("getAuthorizerRefreshToken").reply(traded()).times(4);
    capture.show("a builder", &builder(mock));
    capture.show("a platform", &platform);
    for message in messages() {
        let event = AuthorizationEvent::from_value(message).expect("a name");
        capture.show("an event", &event);
        capture.show("noting an event", &platform.note(&event).await);
        capture.show("following an event up", &platform.follow_up(&event).await);
    }
    let page = AuthorizationPage::new("https://example.com/back").expect("an address");
    let link = platform.authorization_link(&page).await.expect("a link");
    assert!(link.desktop().contains("cAnArY"), "the marker does get there");
    capture.show("a link", &link);
    capture.show("a page", &page);
    let merchant = platform.authorize(secret("code")).await.expect("a merchant");
    capture.show("a merchant", &merchant);
    capture.show("a request", &StartPushTicket::new("wx-platform", secret("appsecret")));
    let sent = merchant.send(GetOpenAccount::new()).await;
    capture.show("a reply", &sent.is_ok());
}

/// Every way in which a credential or a call can fail, one platform each.
async fn fail_in_every_way(capture: &Capture, mock: &Mock) {
    let odd = [
        json!({"errcode": 40125, "errmsg": secret("errmsg")}),
        json!({"errcode": 61006, "errmsg": secret("errmsg")}),
        json!({"component_access_token": {"is": secret("nested")}, "expires_in": secret("time")}),
        json!(secret("text")),
    ];
    for reply in odd {
        let platform = with_ticket(mock).await;
        mock.script("getComponentAccessToken").reply(reply);
        fail(capture, &platform).await;
    }
    for body in [secret("html"), format!("{{\"component_access_token\": \"{MARKER}"), String::new()]
    {
        let platform = with_ticket(mock).await;
        mock.script("getComponentAccessToken").raw(502, "text/html", body);
        fail(capture, &platform).await;
    }
    let platform = with_ticket(mock).await;
    mock.script("getComponentAccessToken").drop_connection();
    fail(capture, &platform).await;
    for code in [61023, 61003, -1, 40001, 48001, 99_999] {
        let platform = with_ticket(mock).await;
        platform.import(MERCHANT, secret("refresh")).await.expect("stores");
        mock.script("getComponentAccessToken").reply(component()).times(2);
        mock.script("getAuthorizerAccessToken").code(code).times(2);
        mock.script("getAuthorizerInfo").code(code).times(3);
        mock.script("getAuthorizerList").code(code).times(3);
        fail(capture, &platform).await;
        mock.script("getAuthorizerRefreshToken").code(code);
        show_error(capture, platform.authorize(secret("code")).await.err());
    }
    let nobody = Client::builder().base_url("https://127.0.0.1:9");
    let platform = Platform::builder("wx-platform", secret("appsecret")).client(nobody);
    let platform = platform.build().expect("a platform");
    platform.store_ticket(secret("ticket")).await.expect("stores");
    fail(capture, &platform).await;
}

async fn with_ticket(mock: &Mock) -> Platform {
    let platform = builder(mock).build().expect("a platform");
    platform.store_ticket(secret("ticket")).await.expect("stores");
    platform
}

async fn fail(capture: &Capture, platform: &Platform) {
    let error = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await.err();
    show_error(capture, error);
    show_error(capture, platform.recover(MERCHANT).await.err());
    show_error(capture, platform.reconcile(|_| {}).await.err());
}

fn show_error<E: std::error::Error>(capture: &Capture, error: Option<E>) {
    let Some(error) = error else { return };
    capture.show("an error", &error);
    let mut next: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = next {
        capture.say("an error or its source", error.to_string());
        capture.show("an error or its source", &error);
        next = error.source();
    }
}

async fn show_what_is_stored(capture: &Capture) {
    let folder = tempfile::tempdir().expect("a folder");
    let sqlite = SqliteStore::open(folder.path().join("wxopen.db")).expect("opens");
    let record = Record {
        access_token: Some(secret("token").into()),
        expires_at: Some(1),
        refresh_token: Some(secret("refresh").into()),
        previous_refresh_token: Some(secret("previous").into()),
        permission_sets: None,
    };
    capture.show("a record", &record);
    let memory = MemoryStore::new();
    for store in [&sqlite as &dyn Store, &memory] {
        let key = Key::authorizer("wx-platform", MERCHANT);
        let written = store.compare_and_set(&key, None, &record).await;
        capture.show("what became of a write", &written);
        capture.show("what was stored", &store.load(&key).await);
        capture.show("a listing", &store.authorizers("wx-platform", None, 10).await);
        capture.say("a key", key.to_string());
    }
    capture.show("a store in SQLite", &sqlite);
    capture.show("a store in memory", &memory);
    let address = format!("redis://:{}@127.0.0.1:1", MARKER.replace('/', "%2F"));
    let redis = RedisStore::open(&address).expect("an address");
    let failed = redis.load(&Key::Ticket("wx-platform".to_owned())).await;
    show_error(capture, failed.err());
    capture.show("a store in Redis", &redis);
    for wrong in [address.replace("1:1", "1:x"), address.replace("redis", "cAnArY")] {
        show_error(capture, RedisStore::open(&wrong).err());
    }
    capture.show("a secret", &Secret::from(secret("itself")));
}

/// Pushes that are received, repeated, tampered with and not stored.
async fn push(capture: &Capture) {
    let key = encoding_aes_key();
    let platform = Platform::builder("wx-platform", secret("appsecret"))
        .message_crypto(secret("token"), key.as_str())
        .previous_key(key.as_str())
        .build()
        .expect("a platform");
    let heard = capture.clone();
    let receiver = platform.receiver(move |push: Push| {
        heard.show("a push", &push);
        async {}
    });
    let receiver = receiver.expect("the keys are there");
    capture.show("a receiver", &receiver);
    let crypto = MessageCrypto::new("wx-platform", secret("token"), &key).expect("a key");
    let now = std::time::UNIX_EPOCH.elapsed().expect("a clock that is set").as_secs();
    for message in messages() {
        let sealed = crypto.seal(&message.to_string(), now, "nonce").expect("random bytes");
        let query = format!("timestamp={now}&nonce=nonce&msg_signature={}", sealed.signature);
        let body = json!({"Encrypt": sealed.encrypt}).to_string();
        for (query, body) in [(&*query, &*body), (&*query, &*body), (&query[1..], &body), ("", "{")]
        {
            capture.show("a receipt", &receiver.authorization(query, body.as_bytes()).await);
        }
    }
    receiver.idle().await;
}

fn show_messages(capture: &Capture) {
    let key = encoding_aes_key();
    let crypto = MessageCrypto::new("wx-platform", secret("token"), &key).expect("a key");
    capture.show("a crypto", &crypto);
    let sealed = crypto.seal(&secret("message"), 1_700_000_000, "nonce").expect("random bytes");
    let signed = Signed {
        encrypt: &sealed.encrypt,
        signature: &sealed.signature,
        timestamp: &sealed.timestamp,
        nonce: &sealed.nonce,
    };
    capture.show("a sealed message", &sealed);
    capture.show("a signed message", &signed);
    capture.show("an opened message", &crypto.open(&signed));
    capture.show("a refused message", &crypto.open(&Signed { nonce: "other", ..signed }));
    for wrong in [&key[1..], &format!("{}\u{fc}", &key[..41])] {
        capture.show("no key", &MessageCrypto::new("wx-platform", secret("token"), wrong).err());
    }
}
