//! The addresses of the service: which one a request goes to, and which of them rests. Never an address
//! over which a token would travel in the open.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// How long an address is left alone to which no connection could be made.
const REST: Duration = Duration::from_secs(30);

/// Addresses in the order in which they are preferred, at least one.
pub(super) struct Hosts {
    hosts: Vec<Host>,
    began: Instant,
}

struct Host {
    base: String,
    /// Until when it rests, in milliseconds since the beginning; 0 if it does not.
    rests_until: AtomicU64,
}

impl Hosts {
    pub(super) fn new(bases: &[String], http_allowed: bool) -> Result<Self, &'static str> {
        let host = |base: &String| {
            let base = check_base(base, http_allowed)?;
            Ok::<_, &str>(Host { base, rests_until: AtomicU64::new(0) })
        };
        let hosts = bases.iter().map(host).collect::<Result<_, _>>()?;
        Ok(Hosts { hosts, began: Instant::now() })
    }

    pub(super) fn base(&self, host: usize) -> &str {
        &self.hosts[host].base
    }

    /// The first address that does not rest; the one that has just failed comes last. One whose rest is
    /// over is tried by one call; the others wait until that has been answered.
    pub(super) fn choose(&self, failed: Option<usize>) -> usize {
        if self.hosts.len() == 1 {
            return 0;
        }
        let others = (0..self.hosts.len()).filter(|host| Some(*host) != failed);
        let mut order = others.chain(failed);
        let preferred = order.clone().find(|host| self.may_try(*host));
        preferred.or_else(|| order.next()).unwrap_or_default()
    }

    /// No connection could be made.
    pub(super) fn unreachable(&self, host: usize) {
        let until = self.now() + REST.as_millis() as u64;
        self.hosts[host].rests_until.store(until, Ordering::Relaxed);
    }

    /// There was an answer.
    pub(super) fn answered(&self, host: usize) {
        let rest = &self.hosts[host].rests_until;
        if rest.load(Ordering::Relaxed) != 0 {
            rest.store(0, Ordering::Relaxed);
        }
    }

    fn may_try(&self, host: usize) -> bool {
        let rest = &self.hosts[host].rests_until;
        let until = rest.load(Ordering::Relaxed);
        if until == 0 {
            return true;
        }
        let now = self.now();
        let next = now + REST.as_millis() as u64;
        let mine =
            || rest.compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        now >= until && mine()
    }

    fn now(&self) -> u64 {
        self.began.elapsed().as_millis() as u64
    }
}

fn check_base(base: &str, http_allowed: bool) -> Result<String, &'static str> {
    let url = reqwest::Url::parse(base).map_err(|_| "the base URL is not an absolute address")?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return Err("the base URL may hold a scheme, a host and a port, nothing else");
    }
    match url.scheme() {
        "https" => {}
        "http" if !http_allowed => {
            return Err("the base URL must be https (see allow_http_on_loopback)");
        }
        "http" if !is_loopback(&url) => {
            return Err("http is allowed for loopback addresses only");
        }
        "http" => {}
        _ => return Err("the base URL must be https"),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::check_base;

    fn check(base: &str, http_allowed: bool, verdict: Result<&str, &str>) {
        let found = check_base(base, http_allowed);
        assert_eq!(found.as_deref().map_err(|error| *error), verdict, "{base}");
    }

    #[test]
    fn only_https_leaves_the_machine() {
        check("https://api2.weixin.qq.com/", false, Ok("https://api2.weixin.qq.com"));
        check("http://127.0.0.1:80", true, Ok("http://127.0.0.1"));
        check("http://[::1]:8080", true, Ok("http://[::1]:8080"));
        check("http://localhost:1", true, Ok("http://localhost:1"));
        let closed = "the base URL must be https (see allow_http_on_loopback)";
        check("http://127.0.0.1:80", false, Err(closed));
        let loopback = "http is allowed for loopback addresses only";
        check("http://api.weixin.qq.com", true, Err(loopback));
        check("http://127.0.0.1.example.com", true, Err(loopback));
        check("ftp://127.0.0.1", true, Err("the base URL must be https"));
        let bare = "the base URL may hold a scheme, a host and a port, nothing else";
        check("https://user@host", false, Err(bare));
        check("https://host/path", false, Err(bare));
        check("https://host?x=1", false, Err(bare));
        check("api.weixin.qq.com", false, Err("the base URL is not an absolute address"));
    }
}
