//! The transport over reqwest. The only file that touches a reqwest error: it drops the address
//! there, because the address holds the token.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderValue};

use crate::client::transport::{BoxFuture, HttpAnswer, HttpRequest, Transport, TransportError};
use crate::{Cause, Method};

/// Carries requests with reqwest: pooled connections, TLS, no redirects, no repeats.
pub struct ReqwestTransport {
    client: reqwest::Client,
    cap: usize,
}

/// WeChat's idle limit is not published; sockets that rest longer than this are not trusted.
const IDLE: Duration = Duration::from_secs(15);

impl ReqwestTransport {
    /// A transport with a time limit for connecting and a cap for answers, in bytes.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up on this machine.
    pub fn new(connect: Duration, cap: usize, https_only: bool) -> Result<Self, &'static str> {
        let client = reqwest::Client::builder()
            .connect_timeout(connect)
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .no_proxy()
            .https_only(https_only)
            .user_agent(concat!("wxopen/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| "the HTTP client cannot be set up: no usable TLS configuration")?;
        Ok(ReqwestTransport { client, cap })
    }

    async fn carry(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let request = prepare(request)?;
        let mut response = self.client.execute(request).await.map_err(classify)?;
        let status = response.status().as_u16();
        let body = self.collect(&mut response).await?;
        Ok(HttpAnswer { status, body })
    }

    async fn collect(&self, response: &mut reqwest::Response) -> Result<Bytes, TransportError> {
        let announced = response.content_length().unwrap_or(0);
        if announced > self.cap as u64 {
            return Err(self.too_long());
        }
        let Some(first) = response.chunk().await.map_err(classify)? else {
            return Ok(Bytes::new());
        };
        if first.len() as u64 == announced {
            return Ok(first);
        }
        let mut body = BytesMut::with_capacity((announced as usize).max(2 * first.len()));
        body.extend_from_slice(&first);
        while let Some(chunk) = response.chunk().await.map_err(classify)? {
            if body.len() + chunk.len() > self.cap {
                return Err(self.too_long());
            }
            body.extend_from_slice(&chunk);
        }
        if body.len() > self.cap { Err(self.too_long()) } else { Ok(body.freeze()) }
    }

    fn too_long(&self) -> TransportError {
        TransportError::malformed(Cause::TooLong(self.cap))
    }
}

impl Transport for ReqwestTransport {
    fn exchange(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, TransportError>> {
        Box::pin(self.carry(request))
    }
}

fn prepare(request: HttpRequest) -> Result<reqwest::Request, TransportError> {
    let url = reqwest::Url::parse(request.url.expose())
        .map_err(|_| TransportError::not_sent(Cause::Request("the address is not valid")))?;
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut out = reqwest::Request::new(method, url);
    if let Some(body) = request.body {
        out.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *out.body_mut() = Some(body.into());
    }
    Ok(out)
}

/// A failure to connect is the only one after which certainly nothing was written.
fn classify(error: reqwest::Error) -> TransportError {
    if error.is_connect() {
        TransportError::not_sent(Cause::Connect)
    } else if error.is_builder() {
        TransportError::not_sent(Cause::Request("the request cannot be built"))
    } else if error.is_timeout() {
        TransportError::outcome_unknown(Cause::Deadline)
    } else {
        TransportError::outcome_unknown(Cause::ConnectionLost)
    }
}
