//! Authorizing, changing one's mind, taking it back: what the administrator of an account does, and
//! what the component is told about it.

use crate::push::{Event, Push};
use crate::registry::Registry;
use crate::registry::grant::Grant;
use crate::registry::token::Bearer;

/// What has come of an administrator's consent.
pub(crate) struct Consent {
    /// The code that goes with the redirect. The push has one of its own.
    pub(crate) code: String,
    pub(crate) push: Option<Push>,
}

/// There is no authorization that anything could be done with.
pub(crate) struct NotAuthorized;

impl Registry {
    /// As if the page had been opened and its code been scanned. Tokens of an authorization before
    /// this one are good for nothing any more.
    pub(crate) fn authorize(&mut self, component: &str, account: &str, sets: &[u16]) -> Consent {
        let pre_auth_code = self.mint.pre_auth_code();
        self.consent(component, account, sets, pre_auth_code)
    }

    pub(super) fn consent(
        &mut self,
        component: &str,
        account: &str,
        sets: &[u16],
        pre_auth_code: String,
    ) -> Consent {
        self.register(account);
        let again = self.withdraw(component, account);
        let grant = Grant::new(sets, self.mint.refresh_token(), self.clock.now());
        self.record_mut(component).grants.insert(account.to_owned(), grant);
        self.announce(component, account, again, pre_auth_code)
    }

    /// Other sets are granted from now on. Tokens stay what they are.
    pub(crate) fn change(
        &mut self,
        component: &str,
        account: &str,
        sets: &[u16],
    ) -> Result<Consent, NotAuthorized> {
        self.grant_mut(component, account).ok_or(NotAuthorized)?.sets = sets.to_vec();
        let pre_auth_code = self.mint.pre_auth_code();
        Ok(self.announce(component, account, true, pre_auth_code))
    }

    /// The end of an authorization, and its push.
    pub(crate) fn revoke(
        &mut self,
        component: &str,
        account: &str,
    ) -> Result<Option<Push>, NotAuthorized> {
        if !self.withdraw(component, account) {
            return Err(NotAuthorized);
        }
        Ok(self.seal(component, &Event::Unauthorized { account: account.to_owned() }))
    }

    /// WeChat replaces a refresh token and tells nobody.
    pub(crate) fn replace_refresh_token(
        &mut self,
        component: &str,
        account: &str,
    ) -> Result<(), NotAuthorized> {
        let refresh = self.mint.refresh_token();
        self.grant_mut(component, account).ok_or(NotAuthorized)?.replace(refresh);
        Ok(())
    }

    pub(super) fn grant(&self, component: &str, account: &str) -> Option<&Grant> {
        self.record(component).grants.get(account)
    }

    pub(super) fn grant_mut(&mut self, component: &str, account: &str) -> Option<&mut Grant> {
        self.record_mut(component).grants.get_mut(account)
    }

    /// Voids tokens and codes. Whether there was an authorization.
    fn withdraw(&mut self, component: &str, account: &str) -> bool {
        let now = self.clock.now();
        let bearer = Bearer { component: component.to_owned(), account: Some(account.to_owned()) };
        self.tokens.take_back(&bearer, now);
        let record = self.record_mut(component);
        record.authorization_codes.expire(|whose| whose == account, now);
        record.grants.remove(account).is_some()
    }

    /// Two codes, either of which will do: one for the redirect, one for the push.
    fn announce(
        &mut self,
        component: &str,
        account: &str,
        again: bool,
        pre_auth_code: String,
    ) -> Consent {
        let now = self.clock.now();
        let (code, pushed) = (self.mint.authorization_code(), self.mint.authorization_code());
        let codes = &mut self.record_mut(component).authorization_codes;
        codes.issue(code.clone(), account.to_owned(), now);
        let end = codes.issue(pushed.clone(), account.to_owned(), now);
        let event = Event::Authorized {
            again,
            account: account.to_owned(),
            code: pushed,
            code_end: self.clock.unix(end),
            pre_auth_code,
        };
        Consent { code, push: self.seal(component, &event) }
    }
}
