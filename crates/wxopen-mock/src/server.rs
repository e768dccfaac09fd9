//! Sockets and HTTP/1.1: reads whole requests, writes what `world` says, and delivers
//! pushes. Understands none of them.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use crate::check::Arrival;
use crate::push::Push;
use crate::world::World;

pub(crate) struct Server {
    address: SocketAddr,
    /// The server stops when this is dropped.
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves calls, and delivers what comes out of the outbox.
    pub(crate) async fn start(
        port: u16,
        world: Arc<World>,
        outbox: UnboundedReceiver<Push>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, world, outbox, stopped));
        Ok(Server { address, stop, task })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) async fn stop(self) {
        drop(self.stop);
        // The task ends in no other way than well; there is nothing to learn from it.
        let _ = self.task.await;
    }
}

/// The largest body that is read.
const CAP: usize = 4 * 1024 * 1024;

/// How long to wait after an `accept` that failed, for instance for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(10);

async fn serve(
    listener: TcpListener,
    world: Arc<World>,
    mut outbox: UnboundedReceiver<Push>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            Some(_) = tasks.join_next() => {}
            Some(push) = outbox.recv() => {
                tasks.spawn(deliver(push, Arc::clone(&world)));
            }
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    tasks.spawn(converse(stream, Arc::clone(&world)));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
        }
    }
    drop(listener);
    tasks.shutdown().await;
}

async fn converse(stream: TcpStream, world: Arc<World>) {
    // Neither of the two can be told to anybody but the client, who notices by itself.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| respond(request, &world));
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn deliver(push: Push, world: Arc<World>) {
    world.deliver(push).await;
}

async fn respond(
    request: Request<Incoming>,
    world: &World,
) -> Result<Response<Full<Bytes>>, Closed> {
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    let answer = world.receive(&Arrival { parts, body });
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    answer.response.ok_or(Closed)
}

/// The whole body, or `None` if it is too long.
async fn read(body: Incoming) -> Result<Option<Bytes>, Closed> {
    match Limited::new(body, CAP).collect().await {
        Ok(body) => Ok(Some(body.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => Ok(None),
        Err(_) => Err(Closed),
    }
}

/// Makes hyper close the connection without an answer.
#[derive(Debug)]
struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed without an answer")
    }
}

impl std::error::Error for Closed {}
