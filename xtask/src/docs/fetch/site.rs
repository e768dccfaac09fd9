//! Asks the site for one page at a time, with a rest between any two requests. Must never leave the
//! host it was sent to, nor read without end.

use std::time::{Duration, SystemTime};

use ureq::http::header::{HeaderMap, LOCATION, RETRY_AFTER};
use ureq::{Agent, Body, http::Response};
use wxopen_pages::LARGEST_INPUT;

use super::memory::Remembered;
use super::{Terminal, Visit};
use crate::Result;

/// How often a page may send on to another address of the same site.
const MOST_REDIRECTS: usize = 3;

/// The longest rest that is remembered. A slip of the site must not end fetching for good.
const LONGEST_REST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

const USER_AGENT: &str = concat!("wxopen/", env!("CARGO_PKG_VERSION"), " (cargo xtask docs fetch)");

/// The site of the documents.
pub(super) struct Site<'a> {
    agent: Agent,
    visit: &'a Visit,
    asked: bool,
}

/// What the site has to say about a page.
pub(super) enum Answer {
    Page(Fresh),
    NotModified,
    /// It wants rest, possibly until a moment that it names.
    Busy {
        status: u16,
        until: Option<SystemTime>,
    },
}

/// A page that just came, and what the site calls this state of it.
pub(super) struct Fresh {
    pub(super) text: String,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

impl<'a> Site<'a> {
    pub(super) fn new(visit: &'a Visit) -> Site<'a> {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .timeout_global(Some(visit.timeout))
            .http_status_as_error(false)
            // Redirects are followed here, where it can be seen where they lead.
            .max_redirects(0);
        Site { agent: config.build().new_agent(), visit, asked: false }
    }

    /// Asks for a page, unless it is still what is known.
    pub(super) fn ask(
        &mut self,
        address: &str,
        known: Option<&Remembered>,
        terminal: &mut dyn Terminal,
    ) -> Result<Answer> {
        let mut url = format!("{}{address}", self.visit.site);
        for _ in 0..=MOST_REDIRECTS {
            let mut response = self.send(&url, known, terminal)?;
            let (status, headers) = (response.status().as_u16(), response.headers());
            match status {
                200 => return Ok(Answer::Page(fresh(&mut response)?)),
                304 if known.is_some() => return Ok(Answer::NotModified),
                429 | 503 => return Ok(Answer::Busy { status, until: retry_after(headers) }),
                301 | 302 | 303 | 307 | 308 => {
                    url = self.next(text_of(headers, LOCATION.as_str()))?
                }
                _ => return Err(format!("the site answered {status}")),
            }
        }
        Err(format!("the site sent on more than {MOST_REDIRECTS} times"))
    }

    fn send(
        &mut self,
        url: &str,
        known: Option<&Remembered>,
        terminal: &mut dyn Terminal,
    ) -> Result<Response<Body>> {
        if self.asked {
            terminal.rest(self.visit.pause);
        }
        self.asked = true;
        let mut request = self.agent.get(url);
        if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
            request = request.header("If-None-Match", etag);
        }
        if let Some(date) = known.and_then(|known| known.last_modified.as_deref()) {
            request = request.header("If-Modified-Since", date);
        }
        request.call().map_err(|error| error.to_string())
    }

    /// The address a redirect leads to, which must be on the same site.
    fn next(&self, location: Option<String>) -> Result<String> {
        let location = location.ok_or("the site sent on, but did not say where to")?;
        let site = &self.visit.site;
        let path = location.strip_prefix(site.as_str()).unwrap_or(&location);
        if path.starts_with('/') && !path.starts_with("//") {
            return Ok(format!("{site}{path}"));
        }
        Err(format!("the site sent on to `{location}`, which is not on `{site}`"))
    }
}

/// The page, if it is a text of tolerable length that came to its end.
fn fresh(response: &mut Response<Body>) -> Result<Fresh> {
    let etag = text_of(response.headers(), "ETag");
    let last_modified = text_of(response.headers(), "Last-Modified");
    let body = response.body_mut().with_config().limit(LARGEST_INPUT as u64).read_to_vec();
    let body = body.map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(most) => format!("the page is larger than {most} bytes"),
        error => error.to_string(),
    })?;
    let text = String::from_utf8(body).map_err(|_| "what came is no text in UTF-8")?;
    Ok(Fresh { text, etag, last_modified })
}

fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The moment that `Retry-After` names, as a date or as a number of seconds.
fn retry_after(headers: &HeaderMap) -> Option<SystemTime> {
    let (text, now) = (text_of(headers, RETRY_AFTER.as_str())?, SystemTime::now());
    let longest = now.checked_add(LONGEST_REST)?;
    let named = match text.trim().parse() {
        Ok(seconds) => now.checked_add(Duration::from_secs(seconds)).unwrap_or(longest),
        Err(_) => httpdate::parse_http_date(text.trim()).ok()?,
    };
    Some(named.min(longest))
}
