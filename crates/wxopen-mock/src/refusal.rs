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
