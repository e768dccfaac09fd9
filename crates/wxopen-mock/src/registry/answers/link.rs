//! Linking mini programs to official accounts. A link begins with a question that two administrators
//! have to answer.

use serde_json::{Value, json};

use super::{Answer, Question, ok};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::registry::link::{Link, LinkState};
use crate::registry::record::AccountKind;

impl Registry {
    /// Who was refused may ask again.
    pub(super) fn link_miniprogram(&mut self, question: &Question<'_>) -> Answer {
        let (official, mini) = (question.account(), question.text("appid"));
        let found = self.accounts.get(mini).map(|account| account.kind);
        if found != Some(AccountKind::MiniProgram) {
            return Err(Refusal::of(40013, "there is no such mini program"));
        }
        match self.links.state(official, mini) {
            None | Some(LinkState::Refused) => {}
            Some(LinkState::Linked) => return Err(Refusal::of(89015, "they are linked already")),
            Some(_) => return Err(Refusal::of(89010, "an administrator was asked before")),
        }
        self.links.ask(official, mini, truthy(&question.body["show_profile"]));
        Ok(ok())
    }

    pub(super) fn get_link_miniprogram(&mut self, question: &Question<'_>) -> Answer {
        let links = self.links.of(question.account());
        let items: Vec<Value> = links.map(|(mini, link)| self.item(mini, link)).collect();
        Ok(json!({ "errcode": 0, "errmsg": "ok", "wxopens": { "items": items } }))
    }

    /// What is not linked, nobody has to unlink.
    pub(super) fn unlink_miniprogram(&mut self, question: &Question<'_>) -> Answer {
        self.links.remove(question.account(), question.text("appid"));
        Ok(ok())
    }

    /// Of a mini program that has refused, little is told.
    fn item(&self, mini: &str, link: &Link) -> Value {
        let account = self.accounts.get(mini);
        let told = |of: fn(&_) -> &String| account.map(of).cloned().unwrap_or_default();
        let mut item = json!({
            "status": link.state as u8,
            "username": told(|account| &account.original_id),
            "nickname": told(|account| &account.nick_name),
            "headimg_url": "",
        });
        if link.state != LinkState::Refused {
            item["appid"] = json!(mini);
            item["source"] = json!("SOURCE_NORMAL");
            item["selected"] = json!(u8::from(link.shown));
            item["nearby_display_status"] = json!(0);
            item["released"] = json!(1);
            item["func_infos"] = json!([]);
        }
        item
    }
}

fn truthy(flag: &Value) -> bool {
    flag.as_bool().or_else(|| flag.as_u64().map(|number| number != 0)).unwrap_or_default()
}
