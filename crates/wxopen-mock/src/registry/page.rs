//! The authorization page, as a browser meets it: a visitor who is expected grants what was asked for
//! and is sent back with a code.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::query::Query;
use crate::registry::Registry;
use crate::registry::record::{AUTHORIZATION_LIFE, AccountKind, Visitor};

/// Where the page is: on computers first, then on phones.
pub(crate) const PATHS: [&str; 3] =
    ["/cgi-bin/componentloginpage", "/safe/bindcomponent", "/wxaopen/safe/bindcomponent"];

/// What becomes of a visit.
pub(crate) enum Visit {
    /// The address to go on to.
    Redirect(String),
    /// What the page complains of.
    Complaint(&'static str),
}

impl Registry {
    pub(crate) fn visit(&mut self, path: &str, query: &Query) -> Visit {
        self.try_visit(path, query).map_or_else(Visit::Complaint, Visit::Redirect)
    }

    fn try_visit(&mut self, path: &str, query: &Query) -> Result<String, &'static str> {
        let phone = path != PATHS[0];
        if phone && !query.has_all(&[("action", "bindcomponent"), ("no_scan", "1")]) {
            return Err("on phones the query says action=bindcomponent and no_scan=1");
        }
        let get = |name| query.get(name).unwrap_or_default();
        let component = get("component_appid").to_owned();
        let redirect = get("redirect_uri").to_owned();
        if !is_address(&redirect) {
            return Err("the redirect_uri is no address");
        }
        let now = self.clock.now();
        let record = self.components.get_mut(&component).ok_or("there is no such component")?;
        let code = get("pre_auth_code").to_owned();
        let usable = record.pre_auth_codes.look_up(&code, now);
        usable.map_err(|_| "the pre_auth_code is unknown, used or expired")?;
        let visitor = record.visitors.front().ok_or("nobody has scanned the code")?;
        let kind = self.accounts.get(&visitor.account).map(|account| account.kind);
        may_choose(visitor, kind.unwrap_or_default(), query)?;
        let sets = asked_for(&visitor.sets, query);

        let visitor = record.visitors.pop_front().ok_or("nobody has scanned the code")?;
        // Looked up above.
        let _ = record.pre_auth_codes.redeem(&code, now);
        let consent = self.consent(&component, &visitor.account, &sets, code);
        self.outbox.extend(consent.push);
        Ok(with_code(&redirect, &consent.code))
    }
}

/// Whether a browser can be sent there.
fn is_address(text: &str) -> bool {
    let scheme = text.starts_with("http://") || text.starts_with("https://");
    scheme && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Whether the page offers the account of the visitor.
fn may_choose(visitor: &Visitor, kind: AccountKind, query: &Query) -> Result<(), &'static str> {
    if let Some(appid) = query.get("biz_appid") {
        let theirs = appid == visitor.account;
        return if theirs { Ok(()) } else { Err("the visitor is no administrator of biz_appid") };
    }
    match (query.get("auth_type"), kind) {
        (Some("1"), AccountKind::MiniProgram) => Err("only official accounts are offered"),
        (Some("2"), AccountKind::OfficialAccount) => Err("only mini programs are offered"),
        (None | Some("1" | "2" | "3"), _) => Ok(()),
        _ => Err("the auth_type is none of 1, 2 and 3"),
    }
}

/// Of what the visitor would grant, what the page asks for.
fn asked_for(sets: &[u16], query: &Query) -> Vec<u16> {
    let Some(list) = query.get("category_id_list") else {
        return sets.to_vec();
    };
    let asked: Vec<u16> = list.split('|').filter_map(|id| id.parse().ok()).collect();
    sets.iter().copied().filter(|set| asked.contains(set)).collect()
}

fn with_code(redirect: &str, code: &str) -> String {
    let joint = if redirect.contains('?') { '&' } else { '?' };
    let code = utf8_percent_encode(code, NON_ALPHANUMERIC);
    format!("{redirect}{joint}auth_code={code}&expires_in={AUTHORIZATION_LIFE}")
}
