//! Addresses at which no connection can be made, without any network but this machine's own. Each must
//! stay unusable for as long as it is held.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

/// An address that leads nowhere.
pub struct Nowhere {
    /// Scheme, host and port.
    pub base_url: String,
    _held: Held,
}

#[allow(dead_code, reason = "held, so that nobody else gets the address")]
enum Held {
    Nothing,
    Port(TcpSocket),
    Backlog(TcpListener, Vec<TcpStream>),
}

impl Nowhere {
    /// A name with a label that is too long to be asked for.
    #[must_use]
    pub fn unknown_name() -> Self {
        let base_url = format!("https://{}.invalid", "x".repeat(64));
        Nowhere { base_url, _held: Held::Nothing }
    }

    /// A port at which nobody listens.
    ///
    /// # Errors
    ///
    /// If there is no free port.
    pub fn closed_port() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        Ok(Self::at(socket.local_addr()?, Held::Port(socket)))
    }

    /// A port at which everybody waits: nobody accepts, and the queue is full.
    ///
    /// # Errors
    ///
    /// If there is no free port.
    pub async fn black_hole() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        let listener = socket.listen(1)?;
        let address = listener.local_addr()?;
        let mut waiting = Vec::new();
        // Whoever is not let in within this time never is.
        while let Ok(stream) =
            timeout(Duration::from_millis(300), TcpStream::connect(address)).await
        {
            waiting.push(stream?);
        }
        Ok(Self::at(address, Held::Backlog(listener, waiting)))
    }

    fn at(address: SocketAddr, held: Held) -> Self {
        Nowhere { base_url: format!("http://{address}"), _held: held }
    }
}
