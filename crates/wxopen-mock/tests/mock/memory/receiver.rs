//! The server of a platform, as small as it can be: takes pushes and opens them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use sha1::{Digest, Sha1};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::caller::APPID;

pub(crate) const TOKEN: &str = "the token";
pub(crate) const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE";
/// No answer, on a connection that stays open.
pub(crate) const SILENT: &str = "silent";
pub(crate) const TAKEN: &str = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess";

pub(crate) struct Receiver {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

/// A push as it came.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Received {
    pub(crate) target: String,
    pub(crate) body: String,
}

impl Receiver {
    /// Gives these answers in turn, and the last of them for ever. An empty one closes the connection.
    pub(crate) async fn start(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/events", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        let task = tokio::spawn(async move {
            let mut open = Vec::new();
            for number in 0.. {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let push = read(&mut stream).await;
                kept.lock().expect("whole").push(push);
                let answer = answers[usize::min(number, answers.len() - 1)];
                if answer == SILENT {
                    open.push(stream);
                    continue;
                }
                // The mock need not read to the end.
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Receiver { url, received, task }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().expect("whole").clone()
    }

    /// The event of the last push.
    pub(crate) fn last(&self) -> String {
        self.received().last().expect("a push").open()
    }

    /// Waits until so many pushes have come.
    pub(crate) async fn wait_for(&self, count: usize) {
        let come = async {
            while self.received().len() < count {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), come).await.expect("the pushes come");
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Received {
    /// The event, if everything about the push is right.
    pub(crate) fn open(&self) -> String {
        let sealed = member(&self.body, "Encrypt");
        assert_eq!(member(&self.body, "AppId"), APPID);
        let (timestamp, nonce) = (self.parameter("timestamp"), self.parameter("nonce"));
        assert_eq!(self.parameter("encrypt_type"), "aes");
        assert_eq!(self.parameter("signature"), sign(&[TOKEN, &timestamp, &nonce]));
        assert_eq!(self.parameter("msg_signature"), sign(&[TOKEN, &timestamp, &nonce, &sealed]));

        let key = STANDARD.decode(format!("{KEY}=")).expect("Base64");
        let mut bytes = STANDARD.decode(sealed).expect("Base64");
        let cipher = Decryptor::<Aes256>::new_from_slices(&key, &key[..16]).expect("lengths");
        let plain = cipher.decrypt_padded::<NoPadding>(&mut bytes).expect("whole blocks");
        assert!(plain.len() % 32 == 0);
        let (filling, rest) = (usize::from(plain[plain.len() - 1]), &plain[16..]);
        assert!((1..=32).contains(&filling));
        let length = u32::from_be_bytes(rest[..4].try_into().expect("four bytes")) as usize;
        let (text, appid) = rest[4..rest.len() - filling].split_at(length);
        assert_eq!(appid, APPID.as_bytes());
        String::from_utf8(text.to_vec()).expect("UTF-8")
    }

    pub(crate) fn parameter(&self, name: &str) -> String {
        let (_, query) = self.target.split_once('?').expect("a query");
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.into_iter().find(|pair| pair.0 == name);
        found.unwrap_or_else(|| panic!("there is no {name}")).1.to_owned()
    }
}

/// What stands in an element, with or without a CDATA section.
pub(crate) fn member(xml: &str, name: &str) -> String {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{name}: {xml}"));
    let (inner, _) = rest.split_once(&format!("</{name}>")).expect("an end");
    let section = inner.strip_prefix("<![CDATA[").and_then(|inner| inner.strip_suffix("]]>"));
    section.unwrap_or(inner).to_owned()
}

fn sign(parts: &[&str]) -> String {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    Sha1::digest(parts.concat()).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn read(stream: &mut TcpStream) -> Received {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let length = stream.read(&mut part).await.expect("the mock writes");
        assert!(length > 0, "the mock writes to the end");
        bytes.extend_from_slice(&part[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let announced = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if announced.and_then(|length| length.parse().ok()) == Some(body.len()) {
            let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
            assert!(head.starts_with("POST "), "{head}");
            return Received { target, body: body.to_owned() };
        }
    }
}
