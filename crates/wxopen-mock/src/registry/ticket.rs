//! The tickets of a component. Knows their age, not how they are pushed.

use std::time::Duration;

use wxopen_core::Secret;

use crate::refusal::Refusal;
use crate::registry::clock::Moment;

/// How long a ticket is good for.
const LIFE: Duration = Duration::from_secs(12 * 60 * 60);

/// A newer ticket takes nothing from an older one.
#[derive(Default)]
pub(super) struct Tickets {
    issued: Vec<(Secret, Moment)>,
}

impl Tickets {
    pub(super) fn issue(&mut self, ticket: String, now: Moment) {
        self.issued.push((Secret::from(ticket), now + LIFE));
    }

    pub(super) fn newest(&self) -> Option<&str> {
        self.issued.last().map(|(ticket, _)| ticket.expose())
    }

    pub(super) fn check(&self, value: &str, now: Moment) -> Result<(), Refusal> {
        match self.issued.iter().find(|(ticket, _)| ticket.expose() == value) {
            Some((_, end)) if now < *end => Ok(()),
            Some(_) => Err(Refusal::of(61005, "the ticket has expired")),
            None => Err(Refusal::of(61006, "the ticket is none of this component")),
        }
    }
}
