//! What a test says about components and accounts. Nothing here is reached by a call.

use std::sync::Arc;

use crate::push::Receiver;
use crate::registry::Registry;
use crate::registry::record::{AccountRecord, Visitor, Wish};

impl Registry {
    pub(crate) fn push_to(&mut self, component: &str, receiver: Receiver) {
        self.record_mut(component).receiver = Some(Arc::new(receiver));
    }

    pub(crate) fn rotate_refresh_tokens(&mut self, component: &str, rotates: bool) {
        self.record_mut(component).rotates = rotates;
    }

    pub(crate) fn seal_retries_anew(&mut self, component: &str, anew: bool) {
        self.record_mut(component).reseals = anew;
    }

    pub(crate) fn refuse_ip(&mut self, component: &str, refuses: bool) {
        self.record_mut(component).refuses_ip = refuses;
    }

    pub(crate) fn expect_visitor(&mut self, component: &str, account: &str, sets: &[u16]) {
        self.register(account);
        let visitor = Visitor { account: account.to_owned(), sets: sets.to_vec() };
        self.record_mut(component).visitors.push_back(visitor);
    }

    /// Makes sure that there is an account.
    pub(crate) fn register(&mut self, appid: &str) -> &mut AccountRecord {
        let record = self.accounts.entry(appid.to_owned());
        record.or_insert_with(|| AccountRecord::new(appid))
    }

    /// The administrator of an official account wishes for a mini program: the ticket for it.
    pub(crate) fn wish(&mut self, component: &str, official: &str, sets: &[u16]) -> String {
        let (now, ticket) = (self.clock.now(), self.mint.registration_ticket());
        let wish = Wish { official: official.to_owned(), sets: sets.to_vec() };
        self.record_mut(component).registration_tickets.issue(ticket.clone(), wish, now);
        ticket
    }

    /// False if the administrator of the account was not asked.
    pub(crate) fn answer_link(&mut self, account: &str, other: &str, yes: bool) -> bool {
        self.links.answer(account, other, yes)
    }
}
