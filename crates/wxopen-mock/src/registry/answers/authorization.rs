//! What can be read about accounts that have authorized a component, and their options.

use serde_json::{Value, json};

use super::ticket_token::not_authorized;
use super::{Answer, Question, ok};
use crate::refusal::Refusal;
use crate::registry::Registry;

/// How many accounts a page of the list holds at most.
const PAGE: u64 = 500;

/// Each option, the permission set it asks for, and its greatest value.
const OPTIONS: [(&str, u16, u8); 3] =
    [("location_report", 2, 2), ("voice_recognize", 1, 1), ("customer_service", 6, 1)];

impl Registry {
    pub(super) fn get_authorizer_info(&mut self, question: &Question<'_>) -> Answer {
        let account = question.text("authorizer_appid");
        let grant = self.grant(question.component(), account).ok_or_else(not_authorized)?;
        let profile = self.accounts.get(account).ok_or_else(not_authorized)?.profile();
        let mut authorization =
            json!({ "authorizer_appid": account, "func_info": grant.func_info() });
        if let Some(refresh) = grant.refresh_token() {
            authorization["authorizer_refresh_token"] = json!(refresh);
        }
        Ok(json!({ "authorizer_info": profile, "authorization_info": authorization }))
    }

    /// The oldest authorization comes first.
    pub(super) fn get_authorizer_list(&mut self, question: &Question<'_>) -> Answer {
        let number = |name: &str| question.body[name].as_u64().unwrap_or_default();
        let (offset, count) = (number("offset"), number("count"));
        if count > PAGE {
            return Err(Refusal::of(40170, "a page has 500 accounts at most"));
        }
        let mut grants: Vec<_> = self.record(question.component()).grants.iter().collect();
        grants.sort_by_key(|(_, grant)| grant.since);
        let index = |number| usize::try_from(number).unwrap_or(usize::MAX);
        let page = grants.iter().skip(index(offset)).take(index(count));
        let list: Vec<Value> = page
            .map(|(account, grant)| {
                let since = self.clock.unix(grant.since);
                let mut entry = json!({ "authorizer_appid": account, "auth_time": since });
                if let Some(refresh) = grant.refresh_token() {
                    entry["refresh_token"] = json!(refresh);
                }
                entry
            })
            .collect();
        Ok(json!({ "total_count": grants.len(), "list": list }))
    }

    /// An option that nobody has set is off.
    pub(super) fn get_authorizer_option(&mut self, question: &Question<'_>) -> Answer {
        let (name, _) = self.option(question)?;
        let account = self.accounts.get(question.account());
        let value = account.and_then(|account| account.options.get(name)).map_or("0", |v| v);
        Ok(json!({ "option_name": name, "option_value": value }))
    }

    pub(super) fn set_authorizer_option(&mut self, question: &Question<'_>) -> Answer {
        let (name, greatest) = self.option(question)?;
        let value = question.text("option_value");
        if !value.parse::<u8>().is_ok_and(|number| number <= greatest) {
            return Err(Refusal::of(61013, "the option does not take this value"));
        }
        self.register(question.account()).options.insert(name, value.to_owned());
        Ok(ok())
    }

    /// The option that is meant and its greatest value, if the account has granted it.
    fn option(&self, question: &Question<'_>) -> Result<(&'static str, u8), Refusal> {
        let meant = |(name, ..): &&(&str, u16, u8)| *name == question.text("option_name");
        match OPTIONS.iter().find(meant) {
            None => Err(Refusal::of(61012, "there is no such option")),
            Some((name, set, greatest)) if self.granted(question, &[*set]) => Ok((name, *greatest)),
            Some(_) => Err(Refusal::of(61007, "the account has not granted this option")),
        }
    }
}
