//! The ways a call is refused, with the codes and words WeChat is known to use. Whether a call is
//! refused is decided in `check`.

use std::borrow::Cow;

use wxopen_core::Method;

/// Why a call is refused.
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// `errcode` and the start of `errmsg`; nothing if the gateway answers, which speaks HTML.
    pub(crate) code: Option<(i64, Cow<'static, str>)>,
    /// What the log says.
    pub(crate) violations: Vec<String>,
}

impl Refusal {
    pub(crate) fn nowhere() -> Self {
        Self::coded(40066, "invalid url", "no operation has this path and query").at(404)
    }

    pub(crate) fn wrong_method(wanted: Method) -> Self {
        match wanted {
            Method::Get => Self::coded(43001, "require GET method", "the method is not GET"),
            _ => Self::coded(43002, "require POST method", "the method is not POST"),
        }
    }

    pub(crate) fn no_token() -> Self {
        Self::coded(41001, "access_token missing", "there is no token in the query")
    }

    pub(crate) fn bad_token() -> Self {
        let errmsg = "invalid credential, access_token is invalid or not latest";
        Self::coded(40001, errmsg, "the token is not one of those accepted")
    }

    pub(crate) fn no_length() -> Self {
        Self::by_gateway(412, "there is no Content-Length")
    }

    pub(crate) fn too_long() -> Self {
        Self::by_gateway(413, "the body is longer than 4 MiB")
    }

    pub(crate) fn empty() -> Self {
        Self::coded(44002, "empty post data", "the body is empty")
    }

    pub(crate) fn not_utf8() -> Self {
        let problem = "the body is not UTF-8";
        Self::coded(47002, format!("data format error: {problem}"), problem)
    }

    /// WeChat says no more than `data format error`; the mock is kinder.
    pub(crate) fn bad_data(violations: Vec<String>) -> Self {
        let errmsg = format!("data format error: {}", violations.join("; "));
        Refusal { status: 200, code: Some((47001, errmsg.into())), violations }
    }

    /// What the registry refuses. `problem` is for the log, and must not quote what is secret.
    pub(crate) fn of(code: i64, problem: &str) -> Self {
        let known = ERRMSGS.iter().find(|(known, _)| *known == code);
        Self::coded(code, known.map_or("", |(_, errmsg)| errmsg), problem)
    }

    fn coded(code: i64, errmsg: impl Into<Cow<'static, str>>, violation: &str) -> Self {
        let violations = vec![violation.to_owned()];
        Refusal { status: 200, code: Some((code, errmsg.into())), violations }
    }

    fn by_gateway(status: u16, violation: &str) -> Self {
        Refusal { status, code: None, violations: vec![violation.to_owned()] }
    }

    fn at(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// What WeChat is known to say to the codes of the registry. Two name the address of the caller, and
/// the mock is called from no other.
const ERRMSGS: &[(i64, &str)] = &[
    (40001, "invalid credential, access_token is invalid or not latest"),
    (40013, "invalid appid"),
    (40125, "invalid appsecret view more at http://t.cn/RAEkdVq"),
    (40164, "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist"),
    (40170, "args count exceed count limit"),
    (41004, "appsecret missing"),
    (42001, "access_token expired"),
    (43007, "require bizuser authorize"),
    (45009, "reach max api daily quota limit"),
    (48006, "forbid to clear quota because of reaching the limit"),
    (61003, "component is not authorized by this account"),
    (61004, "access clientip is not registered requestIP: 127.0.0.1"),
    (61005, "component ticket is expired"),
    (61006, "component ticket is invalid"),
    (61007, "api is unauthorized to component"),
    (61009, "code is invalid"),
    (61010, "code is expired"),
    (61012, "invalid option name"),
    (61013, "invalid option value"),
    (61014, "must use component token for component api"),
    (61015, "must use biz account token for not component api"),
    (61023, "refresh_token is invalid"),
    (61058, "invalid ticket"),
    (76021, "cgi_path not found, please check"),
    (76022, "could not use this cgi_path,no permission"),
    (89010, "link message has sent"),
    (89015, "has linked wxa"),
];
