//! Pushes to the server of a platform: sealed, signed, sent again when they are not taken. What is
//! pushed, and when, is decided elsewhere.

mod delivery;
mod event;
mod seal;

pub(crate) use delivery::ATTEMPTS;
pub use delivery::{Attempt, Delivery};
pub(crate) use event::Event;

use hyper::Uri;
use hyper::body::Bytes;
use wxopen_core::Secret;

use seal::Key;

/// Where a component wants its events, and how they are sealed.
pub(crate) struct Receiver {
    url: Uri,
    token: Secret,
    key: Key,
}

/// An event, ready to be sent.
pub(crate) struct Push {
    component: String,
    info_type: &'static str,
    /// What is sent first, second and so on; the last of them as often as it takes.
    sealed: Vec<Sealed>,
}

/// An event under one seal.
struct Sealed {
    to: Uri,
    body: Bytes,
}

/// What no two seals have in common.
pub(crate) struct Stamp {
    /// Unix seconds.
    pub(crate) time: u64,
    pub(crate) nonce: String,
    pub(crate) filler: String,
}

impl Receiver {
    /// The error continues a sentence that began with what the receiver is for.
    pub(crate) fn new(url: &str, token: &str, key: &str) -> Result<Self, &'static str> {
        let url: Uri = url.parse().map_err(|_| "the address is none")?;
        if url.scheme_str() != Some("http") || url.host().is_none() {
            return Err("the address does not begin with http:// and a host");
        }
        let key = Key::parse(key).ok_or("the EncodingAESKey is none")?;
        Ok(Receiver { url, token: Secret::from(token), key })
    }

    /// Seals an event of a component, once for each stamp. `None` if it is too long, or if the address
    /// takes no query.
    pub(crate) fn seal(&self, component: &str, event: &Event, stamps: &[Stamp]) -> Option<Push> {
        // An event happens once, however often it is told.
        let text = event.to_xml(component, stamps.first()?.time);
        let sealed = stamps.iter().map(|stamp| self.seal_once(component, &text, stamp));
        Some(Push {
            component: component.to_owned(),
            info_type: event.info_type(),
            sealed: sealed.collect::<Option<_>>()?,
        })
    }

    fn seal_once(&self, component: &str, text: &str, stamp: &Stamp) -> Option<Sealed> {
        let sealed = seal::seal(&self.key, stamp.filler.as_bytes(), text, component)?;
        let time = stamp.time.to_string();
        let token = self.token.expose();
        let plain = seal::signature(&[token, &time, &stamp.nonce]);
        let signature = seal::signature(&[token, &time, &stamp.nonce, &sealed]);
        let query = format!(
            "signature={plain}&timestamp={time}&nonce={}&encrypt_type=aes&msg_signature={signature}",
            stamp.nonce
        );
        let body = event::envelope(component, &sealed).into();
        Some(Sealed { to: with_query(&self.url, &query)?, body })
    }
}

fn with_query(url: &Uri, query: &str) -> Option<Uri> {
    let joint = if url.query().is_some() { '&' } else { '?' };
    let target = url.path_and_query().map_or("/", |target| target.as_str());
    let mut parts = url.clone().into_parts();
    parts.path_and_query = Some(format!("{target}{joint}{query}").parse().ok()?);
    Uri::from_parts(parts).ok()
}
