//! One endpoint against one fault: the call, and the verdict on it. Looks at the table for what is
//! right, and at the server for what was sent.

use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;
use wxopen_api::{Client, Error, Phase, Repeat};
use wxopen_tests::case::Case;
use wxopen_tests::faults::Step::{Again, Frames, Read, Write};
use wxopen_tests::faults::answers::good;
use wxopen_tests::faults::frames::Frame;
use wxopen_tests::faults::{Nowhere, Script, Seen, Server, Step, Wire};
use wxopen_tests::values::Values;

use crate::canary::{self, MARK};
use crate::marked::reply;
use crate::matrix::{Certificates, Way};
use crate::table::{CAP, Fault, Haste, Place, Scene};

/// An endpoint and what it meets.
pub(super) struct Cell {
    /// The endpoint.
    pub case: Box<dyn Case>,
    /// What it meets.
    pub fault: Fault,
    /// How it meets that.
    pub way: Way,
    /// What servers show in TLS.
    pub certificates: Certificates,
    /// Where nobody may go.
    pub elsewhere: SocketAddr,
}

/// Time enough for everything.
pub(super) const LONG: Duration = Duration::from_secs(60);
/// Time for what cannot be sent, however long anybody tries: too short for the pauses of some endpoints.
const FRUITLESS: Duration = Duration::from_secs(3);
/// Time enough for what is in time; where it was not, the cell is tried again with more.
const SHORT: Duration = Duration::from_millis(400);
/// How late a call may end. Both clocks run on the same thread: a busy machine does not matter.
const LATE: Duration = Duration::from_millis(250);
/// How long it may take until the connections of a client that is gone are closed.
const CLOSING: Duration = Duration::from_secs(30);
/// How often a request may be sent that may be sent again.
const ATTEMPTS: usize = 3;

impl Cell {
    /// Makes the call, and complains if it does not end as it should.
    pub(super) async fn run(self) -> Result<(), String> {
        let mut short = SHORT;
        loop {
            let met = self.meet(short).await.map_err(|error| self.complaint(&error.to_string()))?;
            let too_short = self.fault.haste == Haste::Calling && met.seen.begun == 0;
            if !too_short || self.fault.phase == Some(Phase::NotSent) || short > LONG {
                return self.judge(&met).map_err(|what| self.complaint(&what));
            }
            short *= 2;
        }
    }

    fn complaint(&self, what: &str) -> String {
        format!("{}: {what}", self.case.meta().interface)
    }

    async fn meet(&self, short: Duration) -> io::Result<Met> {
        let site = self.open().await?;
        let patience = if self.fault.haste == Haste::Connecting { short } else { LONG };
        let client = client(site.base_url(), patience);
        if self.way == Way::Reused {
            let first = self.case.send_within(&client, &mut Values::marked(MARK), LONG).await;
            first.map_err(|error| io::Error::other(format!("the first call: {error}")))?;
        }
        let before = site.begun();
        let deadline = self.deadline(short);
        let call = self.case.send_within(&client, &mut Values::marked(MARK), deadline);
        let outcome = timeout(deadline + LATE, call).await.ok();
        drop(client);
        let mut seen = timeout(CLOSING, site.close()).await?;
        seen.begun -= before;
        Ok(Met { outcome, seen })
    }

    fn deadline(&self, short: Duration) -> Duration {
        match self.fault.place {
            _ if self.fault.haste == Haste::Calling => short,
            Place::Text | Place::Frames => LONG,
            _ => FRUITLESS,
        }
    }

    async fn open(&self) -> io::Result<Site> {
        let Certificates { text, frames, stranger } = &self.certificates;
        let wire = match self.fault.place {
            Place::UnknownName => return Ok(Site::Nowhere(Nowhere::unknown_name())),
            Place::ClosedPort => return Ok(Site::Nowhere(Nowhere::closed_port()?)),
            Place::BlackHole => return Ok(Site::Nowhere(Nowhere::black_hole().await?)),
            Place::Handshake => Wire::Handshake,
            Place::Stranger => Wire::Tls(stranger.clone()),
            Place::Text if self.way == Way::Sealed => Wire::Tls(text.clone()),
            Place::Text => Wire::Plain,
            Place::Frames => Wire::Http2(frames.clone()),
        };
        let reply = reply(&*self.case);
        let steps = (self.fault.steps)(&Scene { reply: &reply, elsewhere: self.elsewhere });
        let (first, later) = match self.way {
            Way::Fresh | Way::Sealed => (steps.clone(), steps),
            Way::Reused => ([self.service(&reply), steps.clone()].concat(), steps),
            Way::Once => (steps, [self.service(&reply), vec![Again]].concat()),
        };
        Server::start(Script { wire, first, later }).await.map(Site::Server)
    }

    /// What a server does that serves well.
    fn service(&self, reply: &str) -> Vec<Step> {
        let body = Frame::Body { bytes: reply.into(), last: true };
        match self.fault.place {
            Place::Frames => vec![Read, Frames(vec![Frame::Head, body])],
            _ => vec![Read, Write(good(reply))],
        }
    }

    fn judge(&self, met: &Met) -> Result<(), String> {
        let outcome = met.outcome.as_ref().ok_or("it has not ended")?;
        let found = outcome.as_ref().err().map(|error| error.phase());
        let right = if self.is_cured() { None } else { self.fault.phase };
        if found != right {
            return Err(format!("{found:?} where {right:?} is right ({outcome:?})"));
        }
        let sends = self.sends();
        if !sends.contains(&met.seen.begun) {
            return Err(format!("{:?}, where {sends:?} requests are right", met.seen));
        }
        match outcome {
            Ok(_) => Ok(()),
            Err(error) => self.confess(error, met.seen.begun).and_then(|()| secretive(error)),
        }
    }

    /// The error tells of each request that the server has seen. What HTTP/2 refuses was seen as well.
    fn confess(&self, error: &Error, seen: usize) -> Result<(), String> {
        let told = error.attempts().iter().filter(|it| it.phase != Some(Phase::NotSent)).count();
        if told == seen || self.fault.place == Place::Frames {
            return Ok(());
        }
        Err(format!("{seen} requests where {:?} are told of", error.attempts()))
    }

    /// Whether another attempt brings a reply.
    fn is_cured(&self) -> bool {
        self.way == Way::Once
            && self.is_safe()
            && self.fault.haste == Haste::None
            && self.fault.is_passing
    }

    /// How many requests the server may have seen.
    fn sends(&self) -> std::ops::RangeInclusive<usize> {
        match (self.fault.phase, self.fault.place) {
            (Some(Phase::NotSent), Place::Frames) => 1..=ATTEMPTS,
            (Some(Phase::NotSent), _) => 0..=0,
            _ if self.is_safe() => 1..=ATTEMPTS,
            _ => 1..=1,
        }
    }

    fn is_safe(&self) -> bool {
        self.case.meta().repeat == Repeat::Safe
    }
}

/// How a call ended.
struct Met {
    /// `None` if it did not.
    outcome: Option<Result<Value, Error>>,
    /// What the server saw of it.
    seen: Seen,
}

/// Where a call goes.
enum Site {
    Nowhere(Nowhere),
    Server(Server),
}

impl Site {
    fn base_url(&self) -> &str {
        match self {
            Site::Nowhere(nowhere) => &nowhere.base_url,
            Site::Server(server) => server.base_url(),
        }
    }

    fn begun(&self) -> usize {
        match self {
            Site::Nowhere(_) => 0,
            Site::Server(server) => server.seen().begun,
        }
    }

    async fn close(self) -> Seen {
        match self {
            Site::Nowhere(_) => Seen::default(),
            Site::Server(server) => server.stop().await,
        }
    }
}

/// A client with marked tokens, and this long to connect.
pub(super) fn client(base_url: &str, patience: Duration) -> Client {
    let builder = Client::builder()
        .base_url(base_url)
        .connect_timeout(patience)
        .reply_cap(CAP)
        .token(format!("{MARK}token"))
        .component_token(format!("{MARK}component-token"));
    let plain = base_url.starts_with("http:");
    let builder = if plain { builder.allow_http_on_loopback() } else { builder };
    builder.build().expect("an address of this machine")
}

/// Nothing that can be shown of an error holds a secret.
fn secretive(error: &Error) -> Result<(), String> {
    let mut shown = vec![format!("{error:?}"), format!("{error:#?}"), error.to_string()];
    let sources = std::iter::successors(error.source(), |&error| error.source());
    shown.extend(sources.flat_map(|source| [source.to_string(), format!("{source:?}")]));
    match shown.into_iter().find(|text| canary::is_heard_in(text)) {
        Some(text) => Err(format!("a secret is shown: {text}")),
        None => Ok(()),
    }
}
