//! What is kept of a component and of an account. Only holds it together.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use wxopen_core::Secret;

use crate::push::Receiver;
use crate::registry::code::Codes;
use crate::registry::grant::Grant;
use crate::registry::ticket::Tickets;

/// How long a code opens the authorization page, in seconds.
pub(super) const PRE_AUTH_LIFE: u64 = 1800;

/// How long a code can be traded for tokens, in seconds.
pub(super) const AUTHORIZATION_LIFE: u64 = 3600;

/// How long a mini program can be registered with a ticket, in seconds. Nobody has told.
const REGISTRATION_LIFE: u64 = 3600;

pub(super) struct ComponentRecord {
    pub(super) secret: Secret,
    pub(super) tickets: Tickets,
    pub(super) pre_auth_codes: Codes<()>,
    /// They stand for the account that can be authorized with them.
    pub(super) authorization_codes: Codes<String>,
    pub(super) registration_tickets: Codes<Wish>,
    pub(super) grants: BTreeMap<String, Grant>,
    pub(super) receiver: Option<Arc<Receiver>>,
    pub(super) visitors: VecDeque<Visitor>,
    pub(super) rotates: bool,
    pub(super) reseals: bool,
    pub(super) refuses_ip: bool,
}

/// Who scans an authorization page, and what they tick.
pub(super) struct Visitor {
    pub(super) account: String,
    pub(super) sets: Vec<u16>,
}

/// A mini program that is to be registered: with what, and what it will grant.
#[derive(Clone)]
pub(super) struct Wish {
    pub(super) official: String,
    pub(super) sets: Vec<u16>,
}

impl ComponentRecord {
    pub(super) fn new(secret: Secret) -> Self {
        ComponentRecord {
            secret,
            tickets: Tickets::default(),
            pre_auth_codes: Codes::living(Duration::from_secs(PRE_AUTH_LIFE)),
            authorization_codes: Codes::living(Duration::from_secs(AUTHORIZATION_LIFE)),
            registration_tickets: Codes::living(Duration::from_secs(REGISTRATION_LIFE)),
            grants: BTreeMap::new(),
            receiver: None,
            visitors: VecDeque::new(),
            rotates: false,
            reseals: false,
            refuses_ip: false,
        }
    }
}

/// What kind of account somebody authorizes a component with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AccountKind {
    /// An official account (公众号).
    #[default]
    OfficialAccount,
    /// A mini program (小程序).
    MiniProgram,
}

pub(crate) struct AccountRecord {
    pub(crate) kind: AccountKind,
    pub(crate) nick_name: String,
    pub(crate) original_id: String,
    pub(crate) principal_name: String,
    pub(super) options: BTreeMap<&'static str, String>,
}

impl AccountRecord {
    pub(super) fn new(appid: &str) -> Self {
        AccountRecord {
            kind: AccountKind::default(),
            nick_name: appid.to_owned(),
            original_id: format!("gh_{appid}"),
            principal_name: appid.to_owned(),
            options: BTreeMap::new(),
        }
    }

    /// `authorizer_info`, as the two kinds of accounts have it.
    pub(super) fn profile(&self) -> Value {
        let mut profile = json!({
            "nick_name": self.nick_name,
            "head_img": "",
            "service_type_info": { "id": self.service_type() },
            "verify_type_info": { "id": 0 },
            "user_name": self.original_id,
            "alias": "",
            "qrcode_url": "",
            "business_info":
                { "open_pay": 0, "open_shake": 0, "open_scan": 0, "open_card": 0, "open_store": 0 },
            "idc": 1,
            "principal_name": self.principal_name,
            "signature": "",
            "account_status": 1,
        });
        if self.kind == AccountKind::MiniProgram {
            profile["MiniProgramInfo"] = json!({
                "network": { "RequestDomain": [], "WsRequestDomain": [], "UploadDomain": [],
                    "DownloadDomain": [], "BizDomain": [], "UDPDomain": [] },
                "categories": [],
                "visit_status": 0,
            });
            profile["register_type"] = json!(0);
            profile["basic_config"] =
                json!({ "is_phone_configured": true, "is_email_configured": true });
        }
        profile
    }

    /// A service account, or an ordinary mini program.
    fn service_type(&self) -> u8 {
        match self.kind {
            AccountKind::OfficialAccount => 2,
            AccountKind::MiniProgram => 0,
        }
    }
}
