//! What counts as a change of a call, of what a page lists, and of its samples.

use expect_test::expect;

use super::{ENGLISH, LINK, LIST, NO_ENUMS, OPEN, REASON, SHOWN, TOKEN, UNLINK, check, check_both};

#[test]
fn what_did_not_change_is_not_told() {
    for extract in [LINK, LIST, UNLINK, OPEN, ENGLISH] {
        check(extract, &[], expect![""]);
    }
    check(LINK, &[("line = 1\n", "line = 9\n"), (r#"["1", "0"]"#, r#"["0", "1"]"#)], expect![""]);
}

#[test]
fn how_it_is_called() {
    check(
        LINK,
        &[("POST", "GET"), ("wxamplink\"", "wxampLink\""), ("linkMiniprogram\"\n", "link\"\n")],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
              interface name: `linkMiniprogram` became `link`
            ! method: `POST` became `GET`
            ! path: `/cgi-bin/wxopen/wxamplink` became `/cgi-bin/wxopen/wxampLink`
        "#]],
    );
    check(
        LINK,
        &[("method = \"POST\"\n", "")],
        expect!["  unseen: call: 1 known fact is not in this copy, which proves nothing"],
    );
    check_both(
        LINK,
        &[("interface = \"linkMiniprogram\"\n", "")],
        &[],
        expect!["  also: interface name, `linkMiniprogram`"],
    );
}

#[test]
fn a_parameter_of_the_query() {
    check(
        LINK,
        &[("\"access_token\"", "\"token\"")],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
            ! query `access_token`: removed
            ! query `token`: added, `string`, required
        "#]],
    );
    let with = |more: &str| format!("{TOKEN}\n{more}");
    check(
        LINK,
        &[(TOKEN, &with(r#"{ name = "lang", origin = "table", required_word = "否" },"#))],
        expect!["  query `lang`: added, not required"],
    );
    check(
        LINK,
        &[(TOKEN, &with(r#"{ name = "action", origin = "address", fixed = "get" },"#))],
        expect!["! query `action`: added, always `get`"],
    );
}

#[test]
fn a_fixed_value_of_the_query() {
    let fixed = |value: &str| format!(r#"{{ name = "a", origin = "address"{value} }},"#);
    let (none, get, put) = (fixed(""), fixed(", fixed = \"get\""), fixed(", fixed = \"put\""));
    let check_fixed = |was: &str, is: &str, told| {
        check_both(LINK, &[(TOKEN, was)], &[(TOKEN, is)], told);
    };
    check_fixed(&get, &put, expect!["! query `a` fixed value: `get` became `put`"]);
    check_fixed(&get, &none, expect!["! query `a` fixed value: removed"]);
    check_fixed(&none, &put, expect!["! query `a` fixed value: added, `put`"]);
}

#[test]
fn permission_sets() {
    check(LINK, &[("[33]", "[33, 34]")], expect!["  permission set 34: added"]);
    check(
        LINK,
        &[("[33]", "[34]")],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
            ! permission set 33: removed
              permission set 34: added
        "#]],
    );
    check_both(LINK, &[("[33]", "[]")], &[], expect!["! permission set 33: added"]);
    check(OPEN, &[("[24, 25]", "[25, 24]")], expect![""]);
}

#[test]
fn values() {
    check(
        LINK,
        &[(SHOWN, &SHOWN.replace(r#"["1", "0"]"#, r#"["1", "2"]"#))],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
              request `show_profile` value `0`: removed
              request `show_profile` value `2`: added
        "#]],
    );
    let table = |part: &str, values: &str| {
        let row = format!(r#"{{ part = "{part}", path = "kind", values = [{values}] }}"#);
        format!("[page.enums]\ncompleteness = \"whole\"\nvalue = [{row}]")
    };
    for (part, told) in [
        (
            "request",
            expect![[r#"
                zh-openapi/linkMiniprogram.toml
                ! enumeration request `kind` value `B`: removed
                  enumeration request `kind` value `C`: added
            "#]],
        ),
        (
            "reply",
            expect![[r#"
                zh-openapi/linkMiniprogram.toml
                  enumeration reply `kind` value `B`: removed
                  enumeration reply `kind` value `C`: added
            "#]],
        ),
    ] {
        let (was, is) = (table(part, r#""A", "B""#), table(part, r#""C", "A""#));
        check_both(LINK, &[(NO_ENUMS, &was)], &[(NO_ENUMS, &is)], told);
    }
}

#[test]
fn error_codes() {
    check(
        UNLINK,
        &[(REASON, r#"{ boundary = "stated", code = 89014, errmsg = "no link", prose = false },"#)],
        expect![[r#"
            zh-openapi/unlinkMiniprogram.toml
              error 89013: removed
              error 89014: added, `no link`
        "#]],
    );
    check(
        UNLINK,
        &[("\"ok\"", "\"success\"")],
        expect!["  error 0 message: `ok` became `success`"],
    );
    check(
        UNLINK,
        &[("prose = true", "prose = false, errmsg = \"no link\"")],
        expect!["  error 89013 message: an explanation became `no link`"],
    );
    check(
        UNLINK,
        &[("errmsg = \"ok\", prose = false", "prose = true")],
        expect!["  error 0 message: `ok` became an explanation"],
    );
    check(
        UNLINK,
        &[(REASON, &format!("{REASON}\n{REASON}"))],
        expect!["  error 89013, row 2 of it: added"],
    );
}

#[test]
fn members_of_samples() {
    let of = |kind: &str, path: &str| format!(r#"{{ kind = "{kind}", path = "{path}" }}"#);
    check(
        LINK,
        &[(&of("string", "notify_users"), &of("number", "notify_users"))],
        expect!["  sample request `notify_users`: `string` became `number`"],
    );
    check(
        LINK,
        &[(&of("string", "appid"), &of("string", "app_id"))],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
              sample request `appid`: removed
              sample request `app_id`: added, string
        "#]],
    );
    check(LINK, &[(&of("string", "appid"), &of("unreadable", "appid"))], expect![""]);
}
