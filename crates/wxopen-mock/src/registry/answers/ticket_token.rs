//! From the ticket to the token of an account. These replies carry no `errcode`, as those of WeChat
//! do not.

use serde_json::json;

use super::{Answer, Question, ok};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::registry::code::Dud;
use crate::registry::record::PRE_AUTH_LIFE;
use crate::registry::token::{Bearer, LIFE};

impl Registry {
    /// Brings a ticket at once.
    pub(super) fn start_push_ticket(&mut self, question: &Question<'_>) -> Answer {
        self.authenticate(question, "component_secret")?;
        let push = self.issue_ticket(question.component());
        self.outbox.extend(push);
        Ok(ok())
    }

    pub(super) fn get_component_access_token(&mut self, question: &Question<'_>) -> Answer {
        self.authenticate(question, "component_appsecret")?;
        let component = question.component();
        let now = self.clock.now();
        self.record(component).tickets.check(question.text("component_verify_ticket"), now)?;
        let token = self.issue_token(component, None);
        Ok(json!({ "component_access_token": token, "expires_in": LIFE }))
    }

    pub(super) fn get_pre_auth_code(&mut self, question: &Question<'_>) -> Answer {
        let (now, code) = (self.clock.now(), self.mint.pre_auth_code());
        self.record_mut(question.component()).pre_auth_codes.issue(code.clone(), (), now);
        Ok(json!({ "pre_auth_code": code, "expires_in": PRE_AUTH_LIFE }))
    }

    pub(super) fn get_authorizer_refresh_token(&mut self, question: &Question<'_>) -> Answer {
        let component = question.component();
        let account = self.redeem(component, question.text("authorization_code"))?;
        let token = self.issue_token(component, Some(&account));
        let grant = self.grant_mut(component, &account).ok_or_else(not_authorized)?;
        Ok(json!({ "authorization_info": {
            "authorizer_appid": account,
            "authorizer_access_token": token,
            "expires_in": LIFE,
            "authorizer_refresh_token": grant.trade(),
            "func_info": grant.func_info(),
        } }))
    }

    pub(super) fn get_authorizer_access_token(&mut self, question: &Question<'_>) -> Answer {
        let (component, account) = (question.component(), question.text("authorizer_appid"));
        let (now, other) = (self.clock.now(), self.mint.refresh_token());
        let rotates = self.record(component).rotates;
        let grant = self.grant_mut(component, account).ok_or_else(not_authorized)?;
        if !grant.accepts(question.text("authorizer_refresh_token"), now) {
            return Err(Refusal::of(61023, "the refresh token is none of this account"));
        }
        if rotates {
            grant.rotate(other, now);
        }
        let refresh = grant.trade().to_owned();
        Ok(json!({
            "authorizer_access_token": self.issue_token(component, Some(account)),
            "expires_in": LIFE,
            "authorizer_refresh_token": refresh,
        }))
    }

    fn redeem(&mut self, component: &str, code: &str) -> Result<String, Refusal> {
        let now = self.clock.now();
        let record = self.record_mut(component);
        record.authorization_codes.redeem(code, now).map_err(|dud| match dud {
            Dud::Unknown => Refusal::of(61009, "the code is none of this component"),
            Dud::Used => Refusal::of(61010, "the code was used before"),
            Dud::Expired => Refusal::of(61010, "the code has expired"),
        })
    }

    fn issue_token(&mut self, component: &str, account: Option<&str>) -> String {
        let (now, token) = (self.clock.now(), self.mint.access_token());
        let bearer =
            Bearer { component: component.to_owned(), account: account.map(str::to_owned) };
        self.tokens.issue(bearer, token.clone(), now);
        token
    }
}

pub(super) fn not_authorized() -> Refusal {
    Refusal::of(61003, "the account has not authorized the component, or no longer does")
}
