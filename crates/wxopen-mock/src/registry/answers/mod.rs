//! The interfaces that remember, one function each. A call that comes here has passed every check of
//! its form, and nobody has scripted its answer.

mod authorization;
mod link;
mod openapi;
mod register;
mod ticket_token;

use serde_json::{Value, json};
use wxopen_core::{EndpointMeta, TokenKind};

use crate::blueprint::Blueprint;
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::registry::token::Bearer;

/// A call, as the registry sees it.
pub(crate) struct Question<'a> {
    pub(crate) blueprint: &'a Blueprint,
    pub(crate) meta: &'static EndpointMeta,
    /// Whom the token speaks for; nobody if there is none, or if it was not issued here.
    pub(crate) bearer: Option<&'a Bearer>,
    pub(crate) body: &'a Value,
}

type Answer = Result<Value, Refusal>;

impl Registry {
    /// `None` if nothing is remembered of the interface, or if the token was not issued here.
    pub(crate) fn answer(&mut self, question: &Question<'_>) -> Option<Answer> {
        let foreign = question.meta.token != TokenKind::None && question.bearer.is_none();
        if foreign || self.is_empty() {
            return None;
        }
        if let Err(refusal) = self.admit(question) {
            return Some(Err(refusal));
        }
        let answer = match question.meta.interface {
            "startPushTicket" => Self::start_push_ticket,
            "getComponentAccessToken" => Self::get_component_access_token,
            "getPreAuthCode" => Self::get_pre_auth_code,
            "getAuthorizerRefreshToken" => Self::get_authorizer_refresh_token,
            "getAuthorizerAccessToken" => Self::get_authorizer_access_token,
            "getAuthorizerInfo" => Self::get_authorizer_info,
            "getAuthorizerList" => Self::get_authorizer_list,
            "getAuthorizerOptionInfo" => Self::get_authorizer_option,
            "setAuthorizerOptionInfo" => Self::set_authorizer_option,
            "getApiQuota" => Self::get_api_quota,
            "clearQuota" => Self::clear_quota,
            "clearComponentQuotaByAppSecret" => Self::clear_quota_by_secret,
            "linkMiniprogram" => Self::link_miniprogram,
            "getLinkMiniprogram" => Self::get_link_miniprogram,
            "registerMiniprogramByOffiaccount" => Self::register_miniprogram,
            "unlinkMiniprogram" => Self::unlink_miniprogram,
            _ => return None,
        };
        Some(answer(self, question))
    }

    /// What is asked before every answer: addresses, counters, permission sets.
    fn admit(&mut self, question: &Question<'_>) -> Result<(), Refusal> {
        let Some(record) = self.components.get(question.component()) else {
            // Interfaces without a token say so themselves.
            return Ok(());
        };
        if record.refuses_ip {
            let code = if question.account().is_empty() { 61004 } else { 40164 };
            return Err(Refusal::of(code, "the address of the caller is not registered"));
        }
        if !self.quotas.count(question.caller(), question.meta.path, self.clock.now()) {
            return Err(Refusal::of(45009, "the calls of the day are used up"));
        }
        if question.bearer.is_some() && question.has_other_component() {
            return Err(Refusal::of(40013, "the token is that of another component"));
        }
        let asked = question.meta.permission_sets;
        if question.account().is_empty() || asked.is_empty() || self.granted(question, asked) {
            return Ok(());
        }
        Err(Refusal::of(61007, "the account has granted none of the permission sets"))
    }

    /// Whether the account has granted one of these sets.
    fn granted(&self, question: &Question<'_>, sets: &[u16]) -> bool {
        let grant = self.grant(question.component(), question.account());
        grant.is_some_and(|grant| grant.sets.iter().any(|set| sets.contains(set)))
    }

    /// The component that a body without token names, if the secret beside it is right.
    fn authenticate(&self, question: &Question<'_>, secret: &str) -> Result<(), Refusal> {
        let record = self.components.get(question.component());
        let record = record.ok_or_else(|| Refusal::of(40013, "there is no such component"))?;
        match question.text(secret) {
            "" => Err(Refusal::of(41004, "the secret is empty")),
            sent if sent == record.secret.expose() => Ok(()),
            _ => Err(Refusal::of(40125, "the secret is another one")),
        }
    }
}

impl<'a> Question<'a> {
    /// A text of the body; nothing if there is none.
    fn text(&self, name: &str) -> &'a str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// The component that calls.
    fn component(&self) -> &'a str {
        let named = self.text("component_appid");
        self.bearer.map_or(named, |bearer| &bearer.component)
    }

    /// The account that is called for; nothing if the component calls for itself.
    fn account(&self) -> &'a str {
        self.bearer.and_then(|bearer| bearer.account.as_deref()).unwrap_or_default()
    }

    /// Who is charged for the call.
    fn caller(&self) -> &'a str {
        match self.account() {
            "" => self.component(),
            account => account,
        }
    }

    fn has_other_component(&self) -> bool {
        let named = self.body.get("component_appid").and_then(Value::as_str);
        named.is_some_and(|named| named != self.component())
    }
}

fn ok() -> Value {
    json!({ "errcode": 0, "errmsg": "ok" })
}
