//! Counters: how they stand, and clearing them.

use serde_json::json;
use wxopen_core::TokenKind;

use super::{Answer, Question, ok};
use crate::refusal::Refusal;
use crate::registry::Registry;

impl Registry {
    pub(super) fn get_api_quota(&mut self, question: &Question<'_>) -> Answer {
        let path = question.text("cgi_path");
        let kind = question.blueprint.token_of(path);
        let kind = kind.ok_or_else(|| Refusal::of(76021, "there is no such path"))?;
        let foreign = match kind {
            TokenKind::Authorizer => question.account().is_empty(),
            TokenKind::Component | TokenKind::None => !question.account().is_empty(),
            _ => false,
        };
        if foreign || path.starts_with("/sns/") {
            return Err(Refusal::of(76022, "the token is not one that this path is called with"));
        }
        let quota = self.quotas.of(question.caller(), path, self.clock.now());
        let remain = quota.limit.saturating_sub(quota.used);
        Ok(json!({
            "errcode": 0,
            "errmsg": "ok",
            "quota": { "daily_limit": quota.limit, "used": quota.used, "remain": remain },
        }))
    }

    pub(super) fn clear_quota(&mut self, question: &Question<'_>) -> Answer {
        if question.text("appid") != question.caller() {
            return Err(Refusal::of(40013, "the token is not that of this appid"));
        }
        self.clear(question.caller())
    }

    pub(super) fn clear_quota_by_secret(&mut self, question: &Question<'_>) -> Answer {
        self.authenticate(question, "appsecret")?;
        let (component, account) = (question.component(), question.text("appid"));
        if account.is_empty() || account == component {
            return self.clear(component);
        }
        if self.grant(component, account).is_none() {
            return Err(Refusal::of(43007, "the account has not authorized the component"));
        }
        self.clear(account)
    }

    fn clear(&mut self, appid: &str) -> Answer {
        if self.quotas.clear(appid, self.clock.now()) {
            return Ok(ok());
        }
        Err(Refusal::of(48006, "the counters were cleared ten times this month"))
    }
}
