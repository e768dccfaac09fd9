//! A listener that does with each connection what its script says. One server fails one call: what it
//! has seen is all about that call.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::server::TlsStream;

use crate::faults::play::Player;
use crate::faults::tally::Ledger;
use crate::faults::{Certificate, Seen, Step};

/// What a server speaks.
#[derive(Clone)]
pub enum Wire {
    /// HTTP/1.1 on a bare socket.
    Plain,
    /// TLS that never gets to an end: no byte of it is a request.
    Handshake,
    /// HTTP/1.1 in TLS.
    Tls(Certificate),
    /// HTTP/2 in TLS.
    Http2(Certificate),
}

/// What a server does.
#[derive(Clone)]
pub struct Script {
    /// What it speaks.
    pub wire: Wire,
    /// What it does with the first connection.
    pub first: Vec<Step>,
    /// What it does with all others.
    pub later: Vec<Step>,
}

/// A server that plays a script until it is stopped or dropped.
pub struct Server {
    base_url: String,
    address: SocketAddr,
    ledger: Ledger,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Server {
    /// Starts a server on a free port.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn start(script: Script) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let scheme = if matches!(script.wire, Wire::Plain) { "http" } else { "https" };
        let ledger = Ledger::default();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(run(listener, script, ledger.clone(), stopped));
        Ok(Server { base_url: format!("{scheme}://{address}"), address, ledger, stop, running })
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Host and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it was sent so far.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.ledger.read()
    }

    /// Lets nobody in any more, waits until all clients have gone, and tells what they have sent.
    pub async fn stop(self) -> Seen {
        let Server { ledger, stop, running, .. } = self;
        drop(stop);
        // What panicked in there was heard elsewhere.
        let _ = running.await;
        ledger.read()
    }
}

async fn run(
    listener: TcpListener,
    script: Script,
    ledger: Ledger,
    mut stopped: oneshot::Receiver<()>,
) {
    // Connections end with the server, should it be dropped.
    let mut connections = JoinSet::new();
    let mut steps = script.first;
    loop {
        let socket = tokio::select! {
            biased;
            Ok((socket, _)) = listener.accept() => socket,
            _ = &mut stopped => break,
        };
        ledger.entry().connections += 1;
        let steps = std::mem::replace(&mut steps, script.later.clone());
        connections.spawn(serve(
            socket,
            script.wire.clone(),
            steps,
            Player::new(&script.wire, &ledger),
        ));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve(socket: TcpStream, wire: Wire, steps: Vec<Step>, player: Player) {
    let played = match wire {
        Wire::Plain | Wire::Handshake => player.play(&steps, socket).await,
        Wire::Tls(certificate) | Wire::Http2(certificate) => {
            match certificate.acceptor().accept(socket).await {
                Ok(stream) => player.play(&steps, stream).await,
                Err(error) => Err(error),
            }
        }
    };
    // A client may go away at any time: that is no failure of the server.
    drop(played);
}

/// A connection that can be ended by force.
pub(super) trait Socket: AsyncRead + AsyncWrite + Send + Unpin {
    /// The socket itself, without TLS.
    fn bare(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn bare(&self) -> &TcpStream {
        self
    }
}

impl Socket for TlsStream<TcpStream> {
    fn bare(&self) -> &TcpStream {
        self.get_ref().0
    }
}
