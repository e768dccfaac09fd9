//! What a code means: on the page of an endpoint, everywhere, and for a request that must not be sent twice.

use wxopen_core::{Class, EndpointMeta, ErrorMeta, Method, Repeat, Text};

const NOTHING: Text = Text { en: "", zh: "" };

const fn error(code: i64, name: &'static str, class: Class) -> ErrorMeta {
    ErrorMeta { code, name, errmsg: "", class, meaning: NOTHING, remedy: NOTHING }
}

const PAGE: &[ErrorMeta] = &[
    error(40001, "WrongSecret", Class::BadCredentials),
    error(89010, "InvitationPending", Class::State),
];
const EVERYWHERE: &[ErrorMeta] = &[
    error(-1, "Busy", Class::Transient),
    error(40001, "StaleToken", Class::StaleToken),
    error(45009, "DailyQuota", Class::Quota),
];

const UNSAFE: EndpointMeta =
    EndpointMeta::new("linkThings", Method::Post, "/things/link").with_errors(PAGE, EVERYWHERE);
const SAFE: EndpointMeta = UNSAFE.with_repeat(Repeat::Safe);

#[test]
fn the_page_is_asked_before_the_global_table() {
    let cases = [
        (40001, Some("WrongSecret"), Class::BadCredentials),
        (89010, Some("InvitationPending"), Class::State),
        (45009, Some("DailyQuota"), Class::Quota),
        (0, None, Class::Unknown),
        (40002, None, Class::Unknown),
        (i64::MAX, None, Class::Unknown),
    ];
    for (code, name, class) in cases {
        assert_eq!(UNSAFE.error(code).map(|error| error.name), name, "{code}");
        assert_eq!((UNSAFE.class(code), SAFE.class(code)), (class, class), "{code}");
    }
}

#[test]
fn what_may_have_happened_is_transient_only_where_that_does_no_harm() {
    assert_eq!(UNSAFE.class(-1), Class::OutcomeUnknown);
    assert_eq!(SAFE.class(-1), Class::Transient);
}

#[test]
fn words_of_the_specification_and_of_http() {
    let classes = [Class::StaleToken, Class::IpNotAllowed, Class::OutcomeUnknown];
    let words = ["stale-token", "ip-not-allowed", "outcome-unknown"];
    assert_eq!(classes.map(Class::as_str), words);
    assert_eq!(classes.map(|class| class.to_string()), words);
    assert_eq!([Method::Get, Method::Post].map(|method| method.to_string()), ["GET", "POST"]);
}
