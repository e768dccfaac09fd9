//! What an incomplete or damaged copy proves, and what it does not.

use expect_test::expect;

use super::{APPID, ENGLISH, ERRMSG, LINK, LIST, REASON, SHOWN, TOKEN, UNLINK, check, check_both};

/// A newer copy that may be cut proves that something is there, never that it is gone.
#[test]
fn what_the_new_copy_may_cut_is_not_gone() {
    check(
        LINK,
        &[
            ("\"whole\"", "\"truncated\""),
            (SHOWN, ""),
            (ERRMSG, ""),
            (TOKEN, ""),
            ("[33]", "[]"),
            ("code = 1003", "code = 1004"),
            (r#"{ kind = "string", path = "appid" }, "#, ""),
        ],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
              also: error 1004
              unseen: query: 1 known fact is not in this copy, which proves nothing
              unseen: permission sets: 1 known fact is not in this copy, which proves nothing
              unseen: request: 1 known fact is not in this copy, which proves nothing
              unseen: reply: 1 known fact is not in this copy, which proves nothing
              unseen: errors: 1 known fact is not in this copy, which proves nothing
              unseen: samples: 1 known fact is not in this copy, which proves nothing
        "#]],
    );
    check(
        UNLINK,
        &[
            ("\"whole\"\nvalue = [\n    { boundary", "\"absent\"\nvalue = [\n    { boundary"),
            (REASON, ""),
        ],
        expect!["  unseen: errors: 1 known fact is not in this copy, which proves nothing"],
    );
}

/// What both copies show is compared, however much of the rest they lack.
#[test]
fn a_change_in_a_cut_section_is_still_a_change() {
    let cut = ("\"whole\"", "\"truncated\"");
    check_both(
        LINK,
        &[cut],
        &[cut, (ERRMSG, &ERRMSG.replace("string", "number"))],
        expect!["! reply `errmsg` type: `string` became `number`"],
    );
}

/// What only the newer copy shows may have stood beyond the end of the older one.
#[test]
fn what_the_old_copy_had_cut_is_not_new() {
    check_both(
        LINK,
        &[("\"whole\"", "\"truncated\""), (SHOWN, ""), (ERRMSG, ""), ("[33]", "[]"), (TOKEN, "")],
        &[],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
              also: query `access_token`, `string`, required
              also: permission set 33
              also: request `show_profile`, `number`, required
              also: reply `errmsg`, `string`
        "#]],
    );
    check(
        LIST,
        &[("completeness = \"absent\"\nvalue = []\n\n[page.p", ERRORS)],
        expect!["  also: error 0, `ok`"],
    );
}

const ERRORS: &str = "completeness = \"whole\"
value = [{ boundary = \"stated\", code = 0, errmsg = \"ok\", prose = false }]

[page.p";

/// The name of an assumed member is a fact, its parent is not.
#[test]
fn assumed_members_are_compared_by_their_names() {
    let row = |path: &str, how: &str| ERRMSG.replace("errmsg", path).replace("stated", how);
    let both =
        |was: &str, is: &str, told| check_both(LINK, &[(ERRMSG, was)], &[(ERRMSG, is)], told);
    both(&row("a.b.x", "assumed"), &row("c[].x", "stated"), expect![""]);
    both(&row("x", "stated"), &row("a.x", "assumed"), expect![""]);
    both(
        &row("a.x", "assumed"),
        &row("a.y", "assumed"),
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
            ! reply `a.x`: removed
              reply `a.y`: added, `string`
        "#]],
    );
    both(
        &row("a.x", "stated"),
        &row("b.x", "stated"),
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
            ! reply `a.x`: removed
              reply `b.x`: added, `string`
        "#]],
    );
    both(
        &row("a.x", "assumed"),
        &row("b.x", "sample").replace("string", "number"),
        expect!["! reply `b.x` type: `string` became `number`"],
    );
}

/// What the translation overwrote may be anything, so that neither absence nor presence follows.
#[test]
fn overwritten_words_say_nothing() {
    check(
        ENGLISH,
        &[("code = 89016", "code = \"初始值\"")],
        expect!["  unseen: errors: 1 known fact is not in this copy, which proves nothing"],
    );
    check_both(
        ENGLISH,
        &[("code = 89016", "code = \"初始值\"")],
        &[],
        expect!["  also: error 89016"],
    );
    check(ENGLISH, &[("\"system error\"", "\"system 初始值\"")], expect![""]);
    check(UNLINK, &[(APPID, &APPID.replace("string", "初始值"))], expect![""]);
    check(
        UNLINK,
        &[(APPID, &APPID.replace("appid", "初始值"))],
        expect!["  unseen: request: 1 known fact is not in this copy, which proves nothing"],
    );
}

/// Where a message ends is a guess when the cells ran together.
#[test]
fn a_guessed_message_may_be_shorter() {
    let guessed = (
        "boundary = \"stated\", code = 0, errmsg = \"ok\"",
        "boundary = \"guessed\", code = 0, errmsg = \"ok Done\"",
    );
    check(UNLINK, &[guessed], expect![""]);
    check(UNLINK, &[guessed, ("ok Done", "no")], expect!["  error 0 message: `ok` became `no`"]);
    check(UNLINK, &[("errmsg = \"ok\", ", "")], expect![""]);
}

#[test]
fn a_row_that_stands_twice_is_one_fact() {
    let twice = format!("{ERRMSG}\n{ERRMSG}");
    check(LINK, &[(ERRMSG, &twice)], expect![""]);
    check_both(LINK, &[(ERRMSG, &twice)], &[], expect![""]);
}
