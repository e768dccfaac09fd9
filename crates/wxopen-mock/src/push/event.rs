//! Events as WeChat writes them: XML with every text in a CDATA section.

/// What is told to a component.
pub(crate) enum Event {
    Ticket(String),
    /// `authorized`, or `updateauthorized` where it was before.
    Authorized {
        again: bool,
        account: String,
        code: String,
        /// Unix seconds.
        code_end: u64,
        pre_auth_code: String,
    },
    Unauthorized {
        account: String,
    },
}

impl Event {
    pub(crate) fn info_type(&self) -> &'static str {
        match self {
            Event::Ticket(_) => "component_verify_ticket",
            Event::Authorized { again: false, .. } => "authorized",
            Event::Authorized { again: true, .. } => "updateauthorized",
            Event::Unauthorized { .. } => "unauthorized",
        }
    }

    /// `time` in Unix seconds.
    pub(super) fn to_xml(&self, component: &str, time: u64) -> String {
        let (about, info_type) = (text("AppId", component), text("InfoType", self.info_type()));
        format!("<xml>{about}<CreateTime>{time}</CreateTime>{info_type}{}</xml>", self.members())
    }

    fn members(&self) -> String {
        match self {
            Event::Ticket(ticket) => text("ComponentVerifyTicket", ticket),
            Event::Authorized { account, code, code_end, pre_auth_code, .. } => [
                text("AuthorizerAppid", account),
                text("AuthorizationCode", code),
                format!("<AuthorizationCodeExpiredTime>{code_end}</AuthorizationCodeExpiredTime>"),
                text("PreAuthCode", pre_auth_code),
            ]
            .concat(),
            Event::Unauthorized { account } => text("AuthorizerAppid", account),
        }
    }
}

/// The body of a push.
pub(super) fn envelope(component: &str, sealed: &str) -> String {
    format!("<xml>{}{}</xml>", text("AppId", component), text("Encrypt", sealed))
}

fn text(name: &str, value: &str) -> String {
    // The end of a section cannot stand in it: two sections share it.
    let value = value.replace("]]>", "]]]]><![CDATA[>");
    format!("<{name}><![CDATA[{value}]]></{name}>")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_section_is_not_ended_by_what_stands_in_it() {
        assert_eq!(super::text("A", "<&>"), "<A><![CDATA[<&>]]></A>");
        assert_eq!(super::text("A", "b]]>c"), "<A><![CDATA[b]]]]><![CDATA[>c]]></A>");
    }
}
