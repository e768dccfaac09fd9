//! What WeChat keeps while somebody is authorized: components, accounts, tickets, tokens, codes and
//! counters. It must never use the typed requests and replies, nor anything of the client.

mod answers;
mod authorization;
mod clock;
mod code;
mod grant;
mod link;
mod mint;
mod page;
mod quota;
mod record;
mod setup;
mod ticket;
mod token;

use std::collections::BTreeMap;
use std::time::Duration;

use wxopen_core::Secret;

use crate::push::{self, Event, Push, Stamp};
use crate::refusal::Refusal;

use clock::Clock;
use link::Links;
use mint::Mint;
use quota::Quotas;
use record::ComponentRecord;
use token::Tokens;

pub(crate) use answers::Question;
pub(crate) use authorization::{Consent, NotAuthorized};
pub(crate) use page::{PATHS, Visit};
pub use record::AccountKind;
pub(crate) use record::AccountRecord;
pub(crate) use token::Bearer;

/// A component is looked up before anything is done in its name, and none is ever taken away.
const NAMED: &str = "a component that is there";

/// Everything behind the interfaces that remember.
pub(crate) struct Registry {
    clock: Clock,
    mint: Mint,
    components: BTreeMap<String, ComponentRecord>,
    accounts: BTreeMap<String, AccountRecord>,
    tokens: Tokens,
    quotas: Quotas,
    links: Links,
    outbox: Vec<Push>,
}

impl Registry {
    pub(crate) fn new(components: impl IntoIterator<Item = (String, Secret)>) -> Self {
        let record = |(appid, secret)| (appid, ComponentRecord::new(secret));
        Registry {
            clock: Clock::new(),
            mint: Mint::new(),
            components: components.into_iter().map(record).collect(),
            accounts: BTreeMap::new(),
            tokens: Tokens::default(),
            quotas: Quotas::default(),
            links: Links::default(),
            outbox: Vec::new(),
        }
    }

    /// Whether there is nothing to remember: the mock then answers by script and example only.
    pub(crate) fn is_empty(&self) -> bool {
        self.components.is_empty()
    }

    pub(crate) fn has_component(&self, appid: &str) -> bool {
        self.components.contains_key(appid)
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
    }

    /// False if nobody has issued the token.
    pub(crate) fn expire_token(&mut self, token: &str) -> bool {
        let now = self.clock.now();
        self.tokens.expire(token, now)
    }

    pub(crate) fn limit(&mut self, path: &'static str, calls: u64) {
        self.quotas.limit(path, calls);
    }

    /// Whom a token speaks for.
    pub(crate) fn bearer(&self, token: &str) -> Result<Bearer, Refusal> {
        self.tokens.bearer(token, self.clock.now()).cloned()
    }

    /// The pushes that calls have led to.
    pub(crate) fn take_pushes(&mut self) -> Vec<Push> {
        std::mem::take(&mut self.outbox)
    }

    /// A new ticket and, where somebody wants it, its push.
    pub(crate) fn issue_ticket(&mut self, component: &str) -> Option<Push> {
        let (now, ticket) = (self.clock.now(), self.mint.ticket());
        self.record_mut(component).tickets.issue(ticket.clone(), now);
        self.seal(component, &Event::Ticket(ticket))
    }

    /// The newest ticket; a first one if there is none.
    pub(crate) fn ticket(&mut self, component: &str) -> String {
        let (now, first) = (self.clock.now(), self.mint.ticket());
        let tickets = &mut self.record_mut(component).tickets;
        if let Some(newest) = tickets.newest() {
            return newest.to_owned();
        }
        tickets.issue(first.clone(), now);
        first
    }

    /// The push of an event; nothing if the component wants none.
    fn seal(&mut self, component: &str, event: &Event) -> Option<Push> {
        let record = self.record(component);
        let (receiver, seals) =
            (record.receiver.clone()?, if record.reseals { push::ATTEMPTS } else { 1 });
        let time = self.clock.unix(self.clock.now());
        let stamp = |_| Stamp { time, nonce: self.mint.nonce(), filler: self.mint.filler() };
        let stamps: Vec<Stamp> = (0..seals).map(stamp).collect();
        receiver.seal(component, event, &stamps)
    }

    fn record(&self, component: &str) -> &ComponentRecord {
        self.components.get(component).expect(NAMED)
    }

    fn record_mut(&mut self, component: &str) -> &mut ComponentRecord {
        self.components.get_mut(component).expect(NAMED)
    }
}
