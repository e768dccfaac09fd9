//! A mini program that is registered with what is known of an official account.

use serde_json::json;

use super::{Answer, Question};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::registry::record::AccountKind;

impl Registry {
    /// The ticket works once. The new account has authorized the component and is linked.
    pub(super) fn register_miniprogram(&mut self, question: &Question<'_>) -> Answer {
        let (component, official) = (question.component(), question.account());
        let (now, ticket) = (self.clock.now(), question.text("ticket"));
        let tickets = &mut self.record_mut(component).registration_tickets;
        let theirs = tickets.look_up(ticket, now).is_ok_and(|wish| wish.official == official);
        let wish = if theirs { tickets.redeem(ticket, now).ok() } else { None };
        let wish = wish.ok_or_else(|| Refusal::of(61058, "the ticket is unknown or used"))?;

        let (appid, pre_auth_code) = (self.mint.appid(), self.mint.pre_auth_code());
        let nick_name = self.register(official).nick_name.clone();
        let account = self.register(&appid);
        (account.kind, account.nick_name) = (AccountKind::MiniProgram, nick_name);
        self.links.found(official, &appid);
        let consent = self.consent(component, &appid, &wish.sets, pre_auth_code);
        self.outbox.extend(consent.push);
        Ok(json!({
            "errcode": 0,
            "errmsg": "ok",
            "appid": appid,
            "authorization_code": consent.code,
            "is_wx_verify_succ": true,
            "is_link_succ": true,
        }))
    }
}
