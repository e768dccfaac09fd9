//! Setting up a client, and refusing settings that would send a token over an open wire.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tower_service::Service;

use crate::client::budget::Budget;
use crate::client::hosts::Hosts;
use crate::client::service::Carrier;
use crate::client::{
    BoxError, Client, HttpAnswer, HttpRequest, QuotaStops, ReqwestTransport, Retry, RetryPolicy,
    Shared, TokenCell, TokenSource, Transport,
};
use crate::{Observer, Secret};

type Wrap = Box<dyn FnOnce(ReqwestTransport) -> Box<dyn Transport> + Send>;
type Connections = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// The settings of a [`Client`]. Its table of defaults is there.
pub struct ClientBuilder {
    bases: Vec<String>,
    http_allowed: bool,
    connect_timeout: Duration,
    connections: Option<Connections>,
    deadline: Duration,
    reply_cap: usize,
    cell: TokenCell,
    source: Option<Arc<dyn TokenSource>>,
    proxy: Proxy,
    wrap: Option<Wrap>,
    transport: Option<Box<dyn Transport>>,
    observer: Option<Arc<dyn Observer>>,
    retry: Box<dyn RetryPolicy>,
    clock: fn() -> SystemTime,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        ClientBuilder {
            bases: vec!["https://api.weixin.qq.com".to_owned()],
            http_allowed: false,
            connect_timeout: Duration::from_secs(3),
            connections: None,
            deadline: Duration::from_secs(10),
            reply_cap: 4 << 20,
            cell: TokenCell::default(),
            source: None,
            proxy: Proxy::None,
            wrap: None,
            transport: None,
            observer: None,
            retry: Box::new(Retry::default()),
            clock: SystemTime::now,
        }
    }
}

impl ClientBuilder {
    /// The `authorizer_access_token` for calls on behalf of a merchant.
    pub fn token(self, token: impl Into<Secret>) -> Self {
        self.cell.set_authorizer(token);
        self
    }

    /// The `component_access_token` for calls of the platform itself.
    pub fn component_token(self, token: impl Into<Secret>) -> Self {
        self.cell.set_component(token);
        self
    }

    /// Takes tokens from elsewhere, instead of those given above.
    pub fn token_source(mut self, source: Arc<dyn TokenSource>) -> Self {
        self.source = Some(source);
        self
    }

    /// Another address, such as `https://api2.weixin.qq.com` or that of a mock: scheme, host and
    /// perhaps a port, nothing else.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.bases[0] = base.into();
        self
    }

    /// One more address, such as `https://api2.weixin.qq.com`, for when those before it cannot be reached.
    /// It gets what was not sent, and of endpoints that are safe to repeat also what was lost. An address
    /// to which no connection can be made rests for 30 s, and is then tried by one call.
    pub fn fallback_url(mut self, base: impl Into<String>) -> Self {
        self.bases.push(base.into());
        self
    }

    /// Allows `http` in [`base_url`](Self::base_url) if the host is this machine itself. For tests:
    /// the token travels in the open.
    pub fn allow_http_on_loopback(mut self) -> Self {
        self.http_allowed = true;
        self
    }

    /// How long connecting may take, TLS included. Default: 3 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Changes how connections are made, in the words of reqwest 0.13: certificates of one's own, DNS,
    /// the local address. Redirects, repeats and `Referer` stay off.
    pub fn connections(
        mut self,
        change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.connections = Some(Box::new(change));
        self
    }

    /// How long a call may take. Default: 10 s. Endpoints that ask for more get more.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The longest answer that is read, in bytes, unpacked if it was packed. Default: 4 MiB.
    pub fn reply_cap(mut self, bytes: usize) -> Self {
        self.reply_cap = bytes;
        self
    }

    /// What is sent again, and when. Default: [`Retry::default`], three attempts in total.
    pub fn retry(mut self, policy: impl RetryPolicy) -> Self {
        self.retry = Box::new(policy);
        self
    }

    /// Tells the time of day, on which minute and daily quotas turn: for tests.
    pub fn clock(mut self, clock: fn() -> SystemTime) -> Self {
        self.clock = clock;
        self
    }

    /// Is told what was lenient about answers.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Puts services of tower around the transport: timeouts, limits, layers of others. Every call gets a
    /// clone of the service, and counts as not sent while it waits for it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tower::ServiceBuilder;
    /// use wxopen_core::Client;
    ///
    /// # fn main() -> Result<(), wxopen_core::BuildError> {
    /// let client = Client::builder()
    ///     .service(|http| {
    ///         ServiceBuilder::new()
    ///             .concurrency_limit(64)
    ///             .timeout(Duration::from_secs(5))
    ///             .service(http)
    ///     })
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn service<S>(mut self, wrap: impl FnOnce(ReqwestTransport) -> S + Send + 'static) -> Self
    where
        S: Service<HttpRequest, Response = HttpAnswer> + Clone + Send + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
    {
        self.wrap = Some(Box::new(|http| Box::new(Carrier::new(wrap(http)))));
        self
    }

    /// Sends everything through a proxy, such as `http://proxy:3128`. It sees the host only, not the
    /// token, because TLS goes through it. Default: none, whatever the environment says.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Proxy::Of(url.into());
        self
    }

    /// Uses the proxy that the environment names (`HTTPS_PROXY`, `NO_PROXY` and so on).
    pub fn system_proxy(mut self) -> Self {
        self.proxy = Proxy::System;
        self
    }

    /// Carries requests in another way. Then `connect_timeout`, `connections` and `reply_cap`
    /// have no effect.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// If the address is not `https` and was not allowed to be anything else, the proxy is no address,
    /// or TLS cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        let hosts = Hosts::new(&self.bases, self.http_allowed).map_err(BuildError)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let settings = ReqwestTransport::settings(self.connect_timeout);
                let settings = self.proxy.apply(settings)?;
                let settings = self.connections.into_iter().fold(settings, |s, change| change(s));
                let settings = settings.https_only(!self.http_allowed);
                let http = ReqwestTransport::new(settings, self.reply_cap).map_err(BuildError)?;
                self.wrap
                    .map_or_else(|| Box::new(http.clone()) as Box<_>, |wrap| wrap(http.clone()))
            }
        };
        let shared = Shared {
            transport,
            observer: self.observer,
            hosts,
            deadline: self.deadline,
            retry: self.retry,
            budget: Budget::default(),
            quota: QuotaStops::default(),
            clock: self.clock,
        };
        let tokens = self.source.unwrap_or_else(|| Arc::new(self.cell));
        Ok(Client { shared: Arc::new(shared), tokens })
    }
}

/// Through what requests go.
enum Proxy {
    None,
    System,
    Of(String),
}

impl Proxy {
    fn apply(self, settings: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, BuildError> {
        match self {
            Proxy::None => Ok(settings.no_proxy()),
            Proxy::System => Ok(settings),
            Proxy::Of(url) => {
                let proxy = reqwest::Proxy::all(url);
                Ok(settings.proxy(proxy.map_err(|_| BuildError("the proxy is not an address"))?))
            }
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("bases", &self.bases).finish_non_exhaustive()
    }
}

/// Why a client could not be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError(&'static str);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for BuildError {}
