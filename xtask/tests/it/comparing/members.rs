//! What counts as a change of a member of the request or of the reply.

use expect_test::expect;

use super::{APPID, ERRMSG, LINK, SHOWN, UNLINK, check, check_both};

#[test]
fn a_member_of_the_request() {
    check(
        LINK,
        &[("    { path = \"show_profile\"", "    { path = \"show\"")],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
            ! request `show_profile`: removed
            ! request `show`: added, `number`, required
        "#]],
    );
    check(
        UNLINK,
        &[(APPID, &APPID.replace("string", "number").replace('是', "否"))],
        expect![[r#"
            zh-openapi/unlinkMiniprogram.toml
            ! request `appid` type: `string` became `number`
              request `appid` required: `是` became `否`
        "#]],
    );
    let more = |need: &str| SHOWN.replace("show_profile", "more").replace('是', need);
    check(
        LINK,
        &[(SHOWN, &format!("{SHOWN}\n{}", more("否")))],
        expect!["  request `more`: added, `number`, not required"],
    );
    check(
        LINK,
        &[(SHOWN, &format!("{SHOWN}\n{}", more("视情况")))],
        expect!["  request `more`: added, `number`, required: `视情况`"],
    );
}

#[test]
fn words_that_mean_the_same_are_the_same() {
    let row = |need: &str, word: &str| APPID.replace('是', need).replace("\"string\"", word);
    check(UNLINK, &[(APPID, &row("必填", "\" String \""))], expect![""]);
    check(UNLINK, &[(APPID, &row("Yes", "\"STRING\""))], expect![""]);
    check_both(
        UNLINK,
        &[(APPID, &row("否", "\"string\""))],
        &[],
        expect!["! request `appid` required: `否` became `是`"],
    );
    check(
        UNLINK,
        &[(APPID, &row("视情况", "\"string\""))],
        expect!["  request `appid` required: `是` became `视情况`"],
    );
    check_both(
        UNLINK,
        &[(APPID, &row("视情况", "\"string\""))],
        &[],
        expect!["! request `appid` required: `视情况` became `是`"],
    );
}

/// A table without a required column has not said that nothing is required.
#[test]
fn a_word_that_was_not_there_breaks_nobody() {
    let silent = [("required_word = \"是\", ", "")];
    check_both(
        UNLINK,
        &silent,
        &[],
        expect![[r#"
            zh-openapi/unlinkMiniprogram.toml
              query `access_token` required: added, `是`
              request `appid` required: added, `是`
        "#]],
    );
    check(
        UNLINK,
        &silent,
        expect![[r#"
            zh-openapi/unlinkMiniprogram.toml
              query `access_token` required: removed
              request `appid` required: removed
        "#]],
    );
}

#[test]
fn what_a_new_object_requires_is_asked_of_those_who_send_it() {
    let object = |need: &str| {
        format!(
            "{SHOWN}\n{}\n{}",
            SHOWN.replace("show_profile", "extra").replace('是', need),
            SHOWN.replace("show_profile", "extra.name"),
        )
    };
    check(
        LINK,
        &[(SHOWN, &object("否"))],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
              request `extra`: added, `number`, not required
              request `extra.name`: added, `number`, required
        "#]],
    );
    check(
        LINK,
        &[(SHOWN, &object("是"))],
        expect![[r#"
            zh-openapi/linkMiniprogram.toml
            ! request `extra`: added, `number`, required
              request `extra.name`: added, `number`, required
        "#]],
    );
}

#[test]
fn a_member_of_the_reply() {
    check(LINK, &[(ERRMSG, "")], expect!["! reply `errmsg`: removed"]);
    check(
        LINK,
        &[(ERRMSG, &ERRMSG.replace("string", "number"))],
        expect!["! reply `errmsg` type: `string` became `number`"],
    );
    check_both(LINK, &[(ERRMSG, "")], &[], expect!["  reply `errmsg`: added, `string`"]);
    let promised =
        |need: &str| ERRMSG.replace("type_word", &format!("required_word = \"{need}\", type_word"));
    check_both(
        LINK,
        &[(ERRMSG, &promised("是"))],
        &[(ERRMSG, &promised("否"))],
        expect!["! reply `errmsg` required: `是` became `否`"],
    );
}
