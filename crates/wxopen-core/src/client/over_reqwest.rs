//! The transport over reqwest: pooled connections and TLS, nothing followed and nothing repeated.
//! What its failures mean is said in `failure`.

use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};

use crate::client::failure::{before_answer, within_answer};
use crate::client::progress::WatchedBody;
use crate::client::{BoxFuture, HttpAnswer, HttpRequest, Transport, TransportError};
use crate::{Cause, Method};

/// Carries requests with reqwest: pooled connections, TLS, no redirects, no repeats. Cheap to clone;
/// clones share connections. It is a service of tower, too.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    cap: usize,
}

/// WeChat's idle limit is not published; sockets that rest longer than this are not trusted.
const IDLE: Duration = Duration::from_secs(15);

impl ReqwestTransport {
    /// The settings of connections that a transport begins with.
    pub(super) fn settings(connect_timeout: Duration) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .pool_idle_timeout(IDLE)
            .user_agent(concat!("wxopen/", env!("CARGO_PKG_VERSION")))
    }

    /// A transport with settings of reqwest and a cap for answers, in bytes, unpacked. Redirects,
    /// repeats and `Referer` are switched off whatever the settings say: they would send a token or a
    /// request where it must not go.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up on this machine.
    pub fn new(settings: reqwest::ClientBuilder, cap: usize) -> Result<Self, &'static str> {
        let client = settings
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .build()
            .map_err(|_| "the HTTP client cannot be set up: no usable TLS configuration")?;
        Ok(ReqwestTransport { client, cap })
    }

    pub(super) async fn carry(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let progress = request.progress.clone();
        progress.hold();
        let request = prepare(request)?;
        let answer = self.client.execute(request).await;
        let mut answer = answer.map_err(|error| before_answer(&error, &progress))?;
        let status = answer.status().as_u16();
        let retry_after = pause(answer.headers());
        let body = self.collect(&mut answer).await.map_err(|error| error.with_status(status))?;
        Ok(HttpAnswer { status, body, retry_after })
    }

    async fn collect(&self, answer: &mut reqwest::Response) -> Result<Bytes, TransportError> {
        let announced = answer.content_length().unwrap_or(0);
        if announced > self.cap as u64 {
            return Err(self.too_long());
        }
        let Some(first) = next_chunk(answer).await? else {
            return Ok(Bytes::new());
        };
        if first.len() as u64 == announced {
            return Ok(first);
        }
        let mut body = BytesMut::with_capacity((announced as usize).max(2 * first.len()));
        body.extend_from_slice(&first);
        while let Some(chunk) = next_chunk(answer).await? {
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
    if request.body.is_some() {
        out.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    let body = WatchedBody::new(request.body.unwrap_or_default(), request.progress);
    *out.body_mut() = Some(reqwest::Body::wrap(body));
    Ok(out)
}

async fn next_chunk(answer: &mut reqwest::Response) -> Result<Option<Bytes>, TransportError> {
    answer.chunk().await.map_err(|error| within_answer(&error))
}

/// `Retry-After`, in seconds or as a date.
fn pause(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => httpdate::parse_http_date(value).ok()?.duration_since(SystemTime::now()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause_of(value: &str) -> Option<Duration> {
        let value = HeaderValue::from_str(value).expect("a value");
        pause(&HeaderMap::from_iter([(RETRY_AFTER, value)]))
    }

    #[test]
    fn a_pause_is_a_number_of_seconds_or_a_date_to_come() {
        assert_eq!(pause_of("7"), Some(Duration::from_secs(7)));
        assert_eq!(pause_of(" 0 "), Some(Duration::ZERO));
        let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
        let asked = pause_of(&httpdate::fmt_http_date(in_an_hour)).expect("a date");
        assert!(asked > Duration::from_secs(3500) && asked <= Duration::from_secs(3600));
        assert_eq!(pause_of("Wed, 21 Oct 2015 07:28:00 GMT"), None);
        assert_eq!(pause_of("-1"), None);
        assert_eq!(pause_of("soon"), None);
        assert_eq!(pause(&HeaderMap::new()), None);
    }
}
