//! Sends a push until it is taken, at most four times: whoever answers anything but 200 and
//! `success` within five seconds is asked again. Follows no redirect.

use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::push::{Push, Sealed};

/// What became of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The appid of the component.
    pub component: String,
    /// The `InfoType` of the event, such as `component_verify_ticket`.
    pub info_type: &'static str,
    /// Each time it was sent, at most four.
    pub attempts: Vec<Attempt>,
}

/// What came of sending a push once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attempt {
    /// The answer was 200 with nothing but `success`.
    Taken,
    /// The answer was another one, with this status.
    Refused(u16),
    /// There was no whole answer within five seconds.
    Unanswered,
}

impl Delivery {
    /// Whether the push was taken in the end.
    pub fn taken(&self) -> bool {
        self.attempts.last() == Some(&Attempt::Taken)
    }
}

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Once, and three times again.
pub(crate) const ATTEMPTS: usize = 4;

/// What is read of an answer.
const CAP: usize = 1024;

impl Push {
    /// Sends it until it is taken.
    pub(crate) async fn deliver(self) -> Delivery {
        let mut attempts = Vec::new();
        while attempts.len() < ATTEMPTS && attempts.last() != Some(&Attempt::Taken) {
            let Some(sealed) = self.sealed.get(attempts.len()).or(self.sealed.last()) else {
                break;
            };
            let answer = timeout(PATIENCE, sealed.send()).await.ok().flatten();
            attempts.push(answer.unwrap_or(Attempt::Unanswered));
        }
        Delivery { component: self.component, info_type: self.info_type, attempts }
    }
}

impl Sealed {
    async fn send(&self) -> Option<Attempt> {
        let (host, port) = (self.to.host()?, self.to.port_u16().unwrap_or(80));
        let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await.ok()?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        let exchange = async {
            let response = sender.send_request(self.request()?).await.ok()?;
            let status = response.status();
            match Limited::new(response.into_body(), CAP).collect().await {
                Ok(body) => Some((status, body.to_bytes())),
                // What is that long is not what is asked for.
                Err(error) if error.is::<LengthLimitError>() => Some((status, Bytes::new())),
                Err(_) => None,
            }
        };
        // When the connection has ended, the exchange still has what came over it.
        let work = async {
            let _ = connection.await;
            std::future::pending().await
        };
        let (status, body) = tokio::select! {
            answer = exchange => answer?,
            never = work => never,
        };
        let taken = status == StatusCode::OK && body == b"success"[..];
        Some(if taken { Attempt::Taken } else { Attempt::Refused(status.as_u16()) })
    }

    fn request(&self) -> Option<Request<Full<Bytes>>> {
        let target = self.to.path_and_query()?.as_str();
        let request = Request::post(target)
            .header(HOST, self.to.authority()?.as_str())
            .header(CONTENT_TYPE, "text/xml");
        request.body(Full::new(self.body.clone())).ok()
    }
}
