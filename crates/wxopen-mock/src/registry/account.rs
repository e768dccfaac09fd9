//! What a test says about components and accounts. Nothing here is reached by a call.

use std::sync::Arc;

use crate::push::Receiver;
use crate::registry::Registry;
use crate::registry::record::{AccountRecord, ComponentRecord, Visitor};

impl Registry {
    pub(crate) fn push_to(&mut self, component: &str, receiver: Receiver) {
        self.configure(component, |record| record.receiver = Some(Arc::new(receiver)));
    }

    pub(crate) fn rotate_refresh_tokens(&mut self, component: &str, rotates: bool) {
        self.configure(component, |record| record.rotates = rotates);
    }

    pub(crate) fn refuse_ip(&mut self, component: &str, refuses: bool) {
        self.configure(component, |record| record.refuses_ip = refuses);
    }

    pub(crate) fn expect_visitor(&mut self, component: &str, account: &str, sets: &[u16]) {
        self.register(account);
        let visitor = Visitor { account: account.to_owned(), sets: sets.to_vec() };
        self.configure(component, |record| record.visitor = Some(visitor));
    }

    /// Makes sure that there is an account.
    pub(crate) fn register(&mut self, appid: &str) -> &mut AccountRecord {
        let record = self.accounts.entry(appid.to_owned());
        record.or_insert_with(|| AccountRecord::new(appid))
    }

    /// False if the administrator of the account was not asked.
    pub(crate) fn answer_link(&mut self, account: &str, other: &str, yes: bool) -> bool {
        self.links.answer(account, other, yes)
    }

    fn configure(&mut self, component: &str, change: impl FnOnce(&mut ComponentRecord)) {
        if let Some(record) = self.components.get_mut(component) {
            change(record);
        }
    }
}
