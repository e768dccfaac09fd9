//! `RedisStore` against servers of every kind: with a password, with rights, with TLS, shared with others,
//! in a cluster.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use wxopen::store::{
    Key, Record, RedisStore, SqliteStore, Store, StoreError, Written, conformance,
};

use crate::server::Server;

pub(crate) fn open(address: &str) -> RedisStore {
    RedisStore::open(address).expect("an address")
}

pub(crate) fn record(token: &str) -> Record {
    Record { access_token: Some(token.into()), ..Record::default() }
}

async fn store_one(store: &dyn Store, key: &Key) {
    let written = store.compare_and_set(key, None, &record("token")).await;
    assert!(matches!(written, Ok(Written::Stored(_))), "{written:?}");
}

fn unavailable(why: &str) -> StoreError {
    StoreError::Unavailable(why.to_owned())
}

#[tokio::test]
async fn conforms() {
    let Some(server) = Server::start(&[]) else { return };
    conformance::check(&open(&server.address())).await;
}

#[tokio::test]
async fn conforms_over_a_socket_and_the_later_protocol() {
    let Some(server) = Server::start(&[]) else { return };
    let address = format!("redis+unix://{}?protocol=resp3", server.socket().display());
    conformance::check(&open(&address)).await;
}

/// A server of a cluster refuses a script whose keys it might not all have.
#[tokio::test]
async fn conforms_in_a_cluster() {
    let Some(server) = Server::start(&["--cluster-enabled", "yes"]) else { return };
    let () = server.tell(&["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    while !server.tell::<String>(&["CLUSTER", "INFO"]).contains("cluster_state:ok") {
        thread::sleep(Duration::from_millis(10));
    }
    conformance::check(&open(&server.address())).await;
}

#[tokio::test]
async fn a_password_is_needed_and_never_shown() {
    let Some(server) = Server::start(&["--requirepass", "pass-word"]) else { return };
    let host = format!("127.0.0.1:{}", server.port());
    let store = open(&format!("redis://:pass-word@{host}"));
    conformance::check(&store).await;
    let shown = format!("{store:?}");
    assert!(!shown.contains("pass-word") && shown.contains(&host), "{shown}");

    let key = Key::Ticket("wx".into());
    let wrong = open(&format!("redis://:wrong-word@{host}"));
    assert_eq!(wrong.load(&key).await, Err(unavailable("authentication failed")));
    let without = open(&format!("redis://{host}"));
    assert_eq!(without.load(&key).await, Err(unavailable("the server answered NOAUTH")));
}

/// The rights that the documentation of the store names are enough.
#[tokio::test]
async fn a_user_needs_few_rights() {
    let Some(server) = Server::start(&[]) else { return };
    let rights =
        "~wxopen:* +eval +hmget +hget +hset +zadd +zrangebylex +get +set +del +pexpire +time";
    let user: Vec<&str> = ["ACL", "SETUSER", "shop", "on", ">word", "-@all"]
        .into_iter()
        .chain(rights.split(' '))
        .collect();
    let () = server.tell(&user);
    let address = format!("redis://shop:word@127.0.0.1:{}", server.port());
    conformance::check(&open(&address)).await;
    let elsewhere = open(&address).with_prefix("elsewhere").load(&Key::Ticket("wx".into())).await;
    assert_eq!(elsewhere, Err(unavailable("the server answered NOPERM")));
}

#[tokio::test]
async fn only_a_server_with_a_trusted_certificate_is_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = certify(folder.path());
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (certificate, key) = (file("server.pem"), file("server.key"));
    let files = ["--tls-cert-file", &certificate, "--tls-key-file", &key];
    let options = [&files[..], &["--tls-ca-cert-file", &certificate, "--tls-auth-clients", "no"]];
    let Some(server) = Server::start_encrypted(&options.concat()) else { return };
    let address = format!("rediss://127.0.0.1:{}", server.port());

    let trusting = open(&address).with_root_certificates(root.clone()).expect("certificates");
    conformance::check(&trusting).await;

    let doubting = open(&address).load(&Key::Ticket("wx".into())).await;
    assert_eq!(doubting, Err(unavailable("invalid peer certificate: UnknownIssuer")));
    let in_the_clear = open(&format!("redis://127.0.0.1:{}", server.port()));
    assert!(matches!(
        in_the_clear.load(&Key::Ticket("wx".into())).await,
        Err(StoreError::Unavailable(_))
    ));
    open("redis://127.0.0.1").with_root_certificates(root).expect_err("there is no TLS");
}

/// Makes an authority and a server that it vouches for, and tells the certificate of the authority.
fn certify(folder: &Path) -> String {
    let key = KeyPair::generate().expect("a key");
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = authority.self_signed(&key).expect("a certificate").pem();
    let authority = Issuer::new(authority, key);
    let key = KeyPair::generate().expect("a key");
    let server = CertificateParams::new(["127.0.0.1".to_owned()]).expect("an address");
    let server = server.signed_by(&key, &authority).expect("a certificate");
    fs::write(folder.join("server.pem"), server.pem()).expect("writes");
    fs::write(folder.join("server.key"), key.serialize_pem()).expect("writes");
    root
}

#[tokio::test]
async fn prefixes_and_databases_do_not_mix() {
    let Some(server) = Server::start(&[]) else { return };
    let key = Key::authorizer("wx-platform", "wx-account");
    let stores = [
        open(&server.address()),
        open(&server.address()).with_prefix("another"),
        open(&format!("{}/1", server.address())),
    ];
    for store in &stores {
        assert_eq!(store.load(&key).await, Ok(None));
        assert_eq!(store.authorizers("wx-platform", None, 10).await, Ok(Vec::new()));
        store_one(store, &key).await;
        assert_eq!(store.lease(&key, "one of them", Duration::from_secs(60)).await, Ok(true));
    }
    let keys = server.tell::<Vec<String>>(&["KEYS", "another:*"]);
    assert_eq!(keys.len(), 3, "{keys:?}");
}

/// What one store has written, another can take over.
#[tokio::test]
async fn a_record_has_the_bytes_that_it_has_in_a_file() {
    let Some(server) = Server::start(&[]) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wxopen.db");
    let key = Key::authorizer("wx-platform", "wx-account");
    store_one(&open(&server.address()), &key).await;
    store_one(&SqliteStore::open(&path).expect("opens"), &key).await;
    let file = rusqlite::Connection::open(&path).expect("opens");
    let in_file: String =
        file.query_row("SELECT record FROM credential", [], |row| row.get(0)).expect("a record");
    let name = "wxopen:{wx-platform}:authorizer:wx-account";
    assert_eq!(server.tell::<String>(&["HGET", name, "record"]), in_file);
}

#[tokio::test]
async fn what_is_no_record_is_not_taken_for_one() {
    let Some(server) = Server::start(&[]) else { return };
    let store = open(&server.address());
    let name = |kind: &str| format!("wxopen:{{wx}}:{kind}");
    let () = server.tell(&["SET", &name("ticket"), "a ticket"]);
    let () = server.tell(&["HSET", &name("component"), "version", "one", "record", "{}"]);
    let () = server.tell(&["HSET", &name("authorizer:a"), "version", "1", "record", "a token"]);
    let () = server.tell(&["HSET", &name("authorizer:b"), "record", "{\"format\":1}"]);
    for (key, what) in [
        (Key::Ticket("wx".into()), "a value that is none of wxopen's"),
        (Key::Component("wx".into()), "a version that no write has"),
        (Key::authorizer("wx", "a"), "a record that is none of wxopen's"),
        (Key::authorizer("wx", "b"), "a version that no write has"),
    ] {
        assert_eq!(store.load(&key).await, Err(StoreError::Unreadable(what)), "{key}");
    }
}

#[test]
fn an_address_that_is_none_is_not_shown() {
    for (address, why) in [
        ("", "Redis URL did not parse"),
        ("pass-word", "Redis URL did not parse"),
        ("http://:pass-word@host", "Redis URL did not parse"),
        ("redis://:pass-word@", "Redis URL did not parse"),
        ("redis://:pass-word@host/first", "Invalid database number"),
        ("redis://host?protocol=pass-word", "Invalid protocol version"),
    ] {
        let refused = RedisStore::open(address).expect_err(address);
        assert_eq!(refused, unavailable(why), "{address}");
    }
}
