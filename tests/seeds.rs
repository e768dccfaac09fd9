// Mistakes a generator could make, each sown into a copy of what it really wrote. Included by the
// build script, which sows them, and by the test, which must find them.

/// A mistake in generated code.
pub struct Seed {
    /// What the mistake is.
    pub name: &'static str,
    /// The modules of the category and of the endpoint.
    pub endpoint: (&'static str, &'static str),
    /// In which file what becomes what.
    pub edits: &'static [(Sown, &'static str, &'static str)],
    /// The places the referee must name.
    pub reported: &'static [&'static str],
}

/// A generated file of an endpoint.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sown {
    /// The typed one.
    Endpoint,
    /// The entry of the catalogue.
    Catalog,
    /// The line of the roster.
    Roster,
}

use Sown::{Catalog, Endpoint, Roster};

const GET: (&str, &str) = ("official_account", "get_link_miniprogram");
const LINK: (&str, &str) = ("official_account", "link_miniprogram");
const UNLINK: (&str, &str) = ("official_account", "unlink_miniprogram");
const LOGIN: (&str, &str) = ("mini_program", "thirdparty_code2_session");
const OPEN: (&str, &str) = ("open_platform", "get_open_account");
const REGISTER: (&str, &str) = ("register", "register_miniprogram_by_offiaccount");

pub const SEEDS: &[Seed] = &[
    Seed {
        name: "wrong_wire_name_in_a_reply",
        endpoint: GET,
        edits: &[(Endpoint, "Field::new(\"nickname\")", "Field::new(\"nick_name\")")],
        reported: &["reply.wxopens.items[].nickname", "reply.wxopens.items[].nick_name"],
    },
    Seed {
        name: "wrong_wire_name_in_a_request",
        endpoint: LINK,
        edits: &[(Endpoint, "Field::new(\"appid\")", "Field::new(\"app_id\")")],
        reported: &["request.appid", "request.app_id"],
    },
    Seed {
        name: "two_names_exchanged_in_a_reply",
        endpoint: REGISTER,
        edits: &[
            (Endpoint, "0 => wire::Slot::Text(&mut self.appid)", "1 => wire::Slot::Text(&mut self.appid)"),
            (
                Endpoint,
                "1 => wire::Slot::Secret(&mut self.authorization_code)",
                "0 => wire::Slot::Secret(&mut self.authorization_code)",
            ),
        ],
        reported: &["reply.appid#sentinel", "reply.authorization_code#sentinel"],
    },
    Seed {
        name: "a_field_that_is_never_filled",
        endpoint: GET,
        edits: &[(Endpoint, "OptText(&mut self.email)", "OptText(&mut self.source)")],
        reported: &["reply.wxopens.items[].email#sentinel"],
    },
    Seed {
        name: "an_alias_lost",
        endpoint: GET,
        edits: &[(Endpoint, ".or(&[\"func_info\"])", ".or(&[\"func_inf\"])")],
        reported: &["reply.wxopens.items[].func_infos#alias"],
    },
    Seed {
        name: "required_lost",
        endpoint: UNLINK,
        edits: &[
            (Endpoint, "pub appid: String,", "pub appid: Option<String>,"),
            (Endpoint, "pub fn new(appid: impl Into<String>) -> Self {", "pub fn new() -> Self {"),
            (Endpoint, "appid: appid.into(),", "appid: None,"),
            (
                Endpoint,
                "wire::View::Text(&self.appid)",
                "wire::View::opt(self.appid.as_deref(), wire::View::Text)",
            ),
            (Endpoint, "Field::new(\"appid\").required()", "Field::new(\"appid\")"),
            (
                Endpoint,
                "impl UnlinkMiniprogram {",
                "impl UnlinkMiniprogram {
    pub fn with_appid(mut self) -> Self {
        self.appid = Some(\"appid\".into());
        self
    }",
            ),
            (Roster, "new(v.text(\"appid\")), ", "new(), "),
            (Roster, "new(v.text(\"appid\"))", "new().with_appid()"),
        ],
        reported: &["request.appid#required"],
    },
    Seed {
        name: "a_parameter_never_sent",
        endpoint: OPEN,
        edits: &[(Endpoint, "0 => wire::View::opt(self.appid", "9 => wire::View::opt(self.appid")],
        reported: &["request.appid"],
    },
    Seed {
        name: "a_number_sent_as_a_boolean",
        endpoint: LINK,
        edits: &[(Endpoint, "View::Flag(self.show_profile)", "View::Bool(self.show_profile)")],
        reported: &["request.show_profile#type"],
    },
    Seed {
        name: "token_in_the_wrong_parameter",
        endpoint: OPEN,
        edits: &[(
            Catalog,
            "TokenKind::Authorizer, \"access_token\"",
            "TokenKind::Authorizer, \"component_access_token\"",
        )],
        reported: &["query.access_token", "query.component_access_token"],
    },
    Seed {
        name: "wrong_wire_name_in_a_query",
        endpoint: LOGIN,
        edits: &[(Endpoint, "Field::new(\"js_code\")", "Field::new(\"code\")")],
        reported: &["request.js_code", "request.code"],
    },
    Seed {
        name: "a_fixed_value_altered",
        endpoint: LOGIN,
        edits: &[(Catalog, "\"authorization_code\")", "\"client_credential\")")],
        reported: &["query.grant_type#value"],
    },
    Seed {
        name: "another_method",
        endpoint: OPEN,
        edits: &[(Catalog, "Method::Post", "Method::Get")],
        reported: &["method"],
    },
    Seed {
        name: "another_path",
        endpoint: LINK,
        edits: &[(Catalog, "/cgi-bin/wxopen/wxamplink\"", "/cgi-bin/wxopen/wxamplinks\"")],
        reported: &["path"],
    },
    Seed {
        name: "a_permission_set_lost",
        endpoint: OPEN,
        edits: &[(Catalog, "&[24, 25, 60]", "&[24, 60]")],
        reported: &["permission_sets.25"],
    },
    Seed {
        name: "a_code_mapped_to_the_wrong_variant",
        endpoint: LINK,
        edits: &[
            (Endpoint, "OverseasMiniprogram = 89008", "OverseasMiniprogram = 89010"),
            (Endpoint, "InvitationPending = 89010", "InvitationPending = 89008"),
        ],
        reported: &["errors.89008#variant", "errors.89010#variant"],
    },
    Seed {
        name: "a_code_without_a_variant",
        endpoint: REGISTER,
        edits: &[(Endpoint, "TicketRefused = 61058", "TicketRefused = 61059")],
        reported: &["errors.61058#variant"],
    },
    Seed {
        name: "a_code_lost",
        endpoint: REGISTER,
        edits: &[(Catalog, "code: 61053,", "code: 61050,")],
        reported: &["errors.61053", "errors.61050"],
    },
    Seed {
        name: "the_message_of_another_code",
        endpoint: OPEN,
        edits: &[(Catalog, "open not exists", "open exists")],
        reported: &["errors.89002#errmsg"],
    },
    Seed {
        name: "values_of_an_enumeration_lost",
        endpoint: GET,
        edits: &[(Endpoint, "AWAITS_OFFICIAL_ACCOUNT_ADMIN = 12", "AWAITS_OFFICIAL_ACCOUNT_ADMIN = 21")],
        reported: &["reply.wxopens.items[].status#values"],
    },
];
