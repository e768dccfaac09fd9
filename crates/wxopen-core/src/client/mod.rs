//! The client: a token, a transport and a deadline around an endpoint. What a code means and how
//! bytes are read is none of its business.

mod builder;
mod failure;
mod over_reqwest;
mod progress;
mod token;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    Answer, Body, CallError, Cause, DecodeError, Endpoint, EndpointError, EndpointMeta, Envelope,
    Method, Observer, Phase, Secret, TokenKind,
};

pub use builder::{BuildError, ClientBuilder};
pub use over_reqwest::ReqwestTransport;
pub use progress::Progress;
pub use token::{TokenCell, TokenSource};
pub use transport::{BoxFuture, HttpAnswer, HttpRequest, Transport, TransportError};

/// Calls endpoints. Cheap to clone; clones share connections and tokens.
///
/// | setting | default |
/// | --- | --- |
/// | address | `https://api.weixin.qq.com` |
/// | time to connect | 3 s |
/// | time for a call | 10 s, or what the endpoint asks for if that is more |
/// | idle connections | closed after 15 s |
/// | size of an answer | 4 MiB, unpacked (gzip) |
/// | HTTP | 1.1; 2 with the feature `http2` |
/// | redirects, `Referer`, proxies, cookies | none |
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Arc<dyn Transport>,
    tokens: Arc<dyn TokenSource>,
    observer: Option<Arc<dyn Observer>>,
    base: String,
    deadline: Duration,
}

impl Client {
    /// Starts a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with other tokens and the same everything else, connections included.
    #[must_use]
    pub fn with_token_source(&self, tokens: Arc<dyn TokenSource>) -> Client {
        let Inner { transport, observer, base, deadline, .. } = &*self.inner;
        let inner = Inner {
            transport: Arc::clone(transport),
            tokens,
            observer: observer.clone(),
            base: base.clone(),
            deadline: *deadline,
        };
        Client { inner: Arc::new(inner) }
    }

    /// Calls an endpoint, within the client's deadline or the endpoint's, whichever is longer.
    ///
    /// # Errors
    ///
    /// [`CallError::phase`] tells how far the call got, [`CallError::error`] what the endpoint's
    /// page calls it.
    pub async fn send<E: Endpoint>(&self, request: E) -> Result<E::Reply, CallError<E::Error>> {
        let deadline = self.inner.deadline.max(E::META.deadline.unwrap_or_default());
        self.send_within(request, deadline).await
    }

    /// Calls an endpoint within a deadline of the caller's own.
    ///
    /// # Errors
    ///
    /// As [`Client::send`].
    pub async fn send_within<E: Endpoint>(
        &self,
        request: E,
        deadline: Duration,
    ) -> Result<E::Reply, CallError<E::Error>> {
        let mut body = Body::new();
        request.encode(&mut body);
        drop(request);
        let answer = match self.inner.exchange(E::META, body, deadline).await {
            Ok(answer) => answer,
            Err(TransportError { phase, cause, status }) => {
                let error = CallError::new(E::META, phase, cause);
                return Err(status.into_iter().fold(error, CallError::with_status));
            }
        };
        self.inner.read::<E>(&answer)
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base", &self.inner.base).finish_non_exhaustive()
    }
}

impl Inner {
    async fn exchange(
        &self,
        meta: &'static EndpointMeta,
        body: Body,
        deadline: Duration,
    ) -> Result<HttpAnswer, TransportError> {
        let wrong = |what| TransportError::not_sent(Cause::Request(what));
        let (pairs, body) = match meta.method {
            Method::Get => (body.into_pairs().map_err(wrong)?, None),
            Method::Post => (Vec::new(), Some(body.into_bytes().map_err(wrong)?.into())),
        };
        let no_token = || TransportError::new(Phase::NoCredential, Cause::NoToken);
        let url = self.url(meta, &pairs).ok_or_else(no_token)?;
        let progress = Progress::default();
        let request = HttpRequest { method: meta.method, url, body, progress: progress.clone() };
        match tokio::time::timeout(deadline, self.transport.exchange(request)).await {
            Ok(outcome) => outcome,
            Err(_) if progress.abandon() => Err(TransportError::not_sent(Cause::Deadline)),
            Err(_) => Err(TransportError::outcome_unknown(Cause::Deadline)),
        }
    }

    fn read<E: Endpoint>(&self, answer: &HttpAnswer) -> Result<E::Reply, CallError<E::Error>> {
        let text = match text(answer) {
            Ok(text) => text,
            Err(cause) => return Err(malformed(E::META, answer.status, cause)),
        };
        let mut reader = Answer::new(text);
        if let Some(observer) = &self.observer {
            reader = reader.observed(E::META.interface, &**observer);
        }
        match E::decode(&mut reader) {
            Ok(reply) if matches!(answer.status, 200..=299) => Ok(reply),
            Ok(_) => Err(malformed(E::META, answer.status, Cause::Status)),
            Err(error) => Err(failed(E::META, answer.status, error, &reader)),
        }
    }

    /// The address of a call. It holds the token, so it is a secret from here on.
    fn url(&self, meta: &EndpointMeta, pairs: &[(String, Secret)]) -> Option<Secret> {
        let mut url = String::with_capacity(self.base.len() + meta.path.len() + 256);
        url.push_str(&self.base);
        url.push_str(meta.path);
        let mut separator = '?';
        let fixed = meta.query.iter().copied();
        let own = pairs.iter().map(|(name, value)| (name.as_str(), value.expose()));
        for (name, value) in fixed.chain(own) {
            push_pair(&mut url, separator, name, value);
            separator = '&';
        }
        if meta.token != TokenKind::None {
            let found = self.tokens.with_token(meta.token, &mut |token| {
                push_pair(&mut url, separator, meta.token_query, token.expose());
            });
            if !found {
                return None;
            }
        }
        Some(Secret::from(url))
    }
}

fn text(answer: &HttpAnswer) -> Result<&str, Cause> {
    if answer.body.is_empty() {
        return Err(Cause::Empty);
    }
    std::str::from_utf8(&answer.body).map_err(|_| Cause::NotUtf8)
}

fn malformed<E: EndpointError>(
    meta: &'static EndpointMeta,
    status: u16,
    cause: Cause,
) -> CallError<E> {
    CallError::new(meta, Phase::Malformed, cause).with_status(status)
}

fn failed<E: EndpointError>(
    meta: &'static EndpointMeta,
    status: u16,
    error: DecodeError,
    answer: &Answer<'_>,
) -> CallError<E> {
    match error.code() {
        Some(_) => {
            CallError::rejected(meta, Envelope::clone(answer.envelope())).with_status(status)
        }
        None => malformed(meta, status, Cause::Reply(error)),
    }
}

/// What a query may hold as it is (RFC 3986, unreserved).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn push_pair(url: &mut String, separator: char, name: &str, value: &str) {
    url.push(separator);
    url.extend(utf8_percent_encode(name, UNRESERVED));
    url.push('=');
    url.extend(utf8_percent_encode(value, UNRESERVED));
}
