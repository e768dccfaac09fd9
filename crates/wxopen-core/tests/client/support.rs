//! Endpoints, and servers that are told byte by byte what to do.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;
use wxopen_core::{
    Answer, Body, Class, Client, ClientBuilder, Code, DecodeError, Endpoint, EndpointMeta,
    ErrorMeta, Json, Method, Repeat, Text,
};

macro_rules! endpoint {
    ($(#[$doc:meta])* $name:ident, $meta:expr) => {
        $(#[$doc])*
        pub(crate) struct $name;

        impl Endpoint for $name {
            type Reply = Json;
            type Error = Code;
            const META: &'static EndpointMeta = &$meta.with_errors(&[], GLOBAL);

            fn encode(&self, _: &mut Body) {}

            fn decode(answer: &mut Answer<'_>) -> Result<Json, DecodeError> {
                answer.json()
            }
        }
    };
}

endpoint! {
    /// May be sent again.
    Read, EndpointMeta::new("read", Method::Get, "/read").with_repeat(Repeat::Safe)
}

endpoint! {
    /// Must not be sent twice.
    Write, EndpointMeta::new("write", Method::Post, "/write").with_reconcile("read")
}

endpoint! {
    /// May be sent again, but not within five seconds.
    Slow, EndpointMeta::new("slow", Method::Post, "/slow")
        .with_repeat(Repeat::Safe)
        .with_repeat_pause(5)
}

const GLOBAL: &[ErrorMeta] = &[
    code(-1, Class::Transient),
    code(40001, Class::StaleToken),
    code(45009, Class::Quota),
    code(45011, Class::Throttled),
    code(89004, Class::Quota),
];

const fn code(code: i64, class: Class) -> ErrorMeta {
    let text = Text { en: "", zh: "" };
    ErrorMeta { code, name: "", errmsg: "", class, meaning: text, remedy: text }
}

/// Long enough for everything that does not hang.
pub(crate) const AMPLE: Duration = Duration::from_secs(20);

/// Short enough to wait for.
pub(crate) const SHORT: Duration = Duration::from_millis(200);

pub(crate) fn client(address: SocketAddr) -> ClientBuilder {
    let builder = Client::builder().base_url(format!("http://{address}")).token("token");
    builder.allow_http_on_loopback().deadline(AMPLE)
}

pub(crate) fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// A server that answers the one request of each connection with some bytes and hangs up.
pub(crate) async fn answering(bytes: impl Into<Vec<u8>>) -> SocketAddr {
    let bytes = bytes.into();
    serving(move |mut socket, _| {
        let bytes = bytes.clone();
        async move {
            read_request(&mut socket).await;
            // A client that has seen enough may have hung up.
            let _ = socket.write_all(&bytes).await;
        }
    })
    .await
}

/// A server that does as it is told with each connection, which are counted from 0.
pub(crate) async fn serving<F>(serve: impl Fn(TcpStream, usize) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move {
        for count in 0.. {
            let Ok((socket, _)) = listener.accept().await else { return };
            tokio::spawn(serve(socket, count));
        }
    });
    address
}

/// Reads a request to its end; `None` if there comes none.
pub(crate) async fn read_request(socket: &mut TcpStream) -> Option<String> {
    let mut seen = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let complete = if seen.starts_with(b"POST") { "\r\n\r\n{}" } else { "\r\n\r\n" };
        if seen.ends_with(complete.as_bytes()) {
            return String::from_utf8(seen).ok();
        }
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => seen.extend_from_slice(&buffer[..count]),
        }
    }
}

/// Waits until the other side has hung up.
pub(crate) async fn hung_up(socket: &mut TcpStream) {
    let mut buffer = [0; 1024];
    while matches!(socket.read(&mut buffer).await, Ok(count) if count > 0) {}
}

/// Where nobody listens.
pub(crate) async fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("bound")
}

/// Where connecting never ends: a queue of connections that is full. It lasts as long as what is
/// returned beside the address.
pub(crate) async fn black_hole() -> (SocketAddr, Full) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let listener = socket.listen(1).expect("listens");
    let address = listener.local_addr().expect("bound");
    let mut waiting = Vec::new();
    while let Ok(Ok(socket)) = timeout(SHORT, TcpStream::connect(address)).await {
        waiting.push(socket);
    }
    (address, Full { _listener: listener, _waiting: waiting })
}

/// A queue of connections that nobody takes.
pub(crate) struct Full {
    _listener: TcpListener,
    _waiting: Vec<TcpStream>,
}
