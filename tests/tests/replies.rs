//! Replies nobody here wrote: what each shape of an answer becomes. No network.

use expect_test::{Expect, expect};
use wxopen_api::official_account::get_link_miniprogram::LinkStatus;
use wxopen_api::official_account::{GetLinkMiniprogram, LinkMiniprogram};
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::register::RegisterMiniprogramByOffiaccount;
use wxopen_api::{Answer, Endpoint};
use wxopen_tests::Notes;

fn check<E: Endpoint>(json: &str, expected: Expect)
where
    E::Reply: std::fmt::Debug,
{
    let notes = Notes::new();
    let mut answer = Answer::new(json).observed(E::META.interface, &*notes);
    let mut out = match E::decode(&mut answer) {
        Ok(reply) => format!("{reply:#?}\n"),
        Err(error) => format!("{error}\n"),
    };
    for note in notes.take() {
        out.push_str(&format!("{note}\n"));
    }
    expected.assert_eq(&out);
}

#[test]
fn a_plain_reply() {
    check::<GetOpenAccount>(
        r#"{"open_appid":"wx0123","errcode":0,"errmsg":"ok"}"#,
        expect![[r#"
            GetOpenAccountReply {
                open_appid: "wx0123",
            }
        "#]],
    );
}

#[test]
fn success_without_an_envelope() {
    check::<GetOpenAccount>(
        r#"{"open_appid":"wx0123"}"#,
        expect![[r#"
            GetOpenAccountReply {
                open_appid: "wx0123",
            }
        "#]],
    );
}

#[test]
fn errcode_as_a_string() {
    let ok = r#"{"errcode":"0","open_appid":"wx0123"}"#;
    check::<GetOpenAccount>(
        ok,
        expect![[r#"
            GetOpenAccountReply {
                open_appid: "wx0123",
            }
            getOpenAccount errcode: a string read as an integer
        "#]],
    );
    check::<GetOpenAccount>(
        r#"{"errcode":"89002","errmsg":"open not exists"}"#,
        expect![[r#"
            the service answered with code 89002
            getOpenAccount errcode: a string read as an integer
        "#]],
    );
}

#[test]
fn an_errcode_that_is_no_number_is_no_success() {
    check::<LinkMiniprogram>(
        r#"{"errcode":"abc"}"#,
        expect![[r#"
            errcode: expected an integer, found a string
        "#]],
    );
    check::<LinkMiniprogram>(
        r#"{"errcode":null}"#,
        expect![[r#"
            errcode: expected an integer, found null
        "#]],
    );
}

#[test]
fn a_code_wins_over_broken_fields() {
    check::<GetOpenAccount>(
        r#"{"open_appid":{"a":1},"errcode":40001,"errmsg":"x"}"#,
        expect![[r#"
            the service answered with code 40001
        "#]],
    );
}

#[test]
fn a_required_member_is_named_without_its_value() {
    check::<GetOpenAccount>(
        r#"{"errcode":0}"#,
        expect![[r#"
            open_appid: expected a value, found nothing
        "#]],
    );
    check::<GetOpenAccount>(
        r#"{"open_appid":["wx-private"]}"#,
        expect![[r#"
            open_appid: expected a string, found an array
        "#]],
    );
    check::<GetLinkMiniprogram>(
        r#"{"wxopens":{"items":[{"status":1,"username":"u","nickname":"n","headimg_url":"h"},
            {"status":"soon","username":"u","nickname":"n","headimg_url":"h"}]}}"#,
        expect![[r#"
            wxopens.items[1].status: expected an integer, found a string
        "#]],
    );
}

#[test]
fn numbers_and_flags_in_other_clothes() {
    check::<GetLinkMiniprogram>(
        r#"{"wxopens":{"items":[{"status":"12","username":7,"nickname":"n","headimg_url":"h",
            "selected":true,"released":"1","nearby_display_status":"false","copy_verify_status":"3"}]}}"#,
        expect![[r#"
            GetLinkMiniprogramReply {
                wxopens: LinkedMiniprograms {
                    items: [
                        LinkedMiniprogram {
                            status: AWAITS_OFFICIAL_ACCOUNT_ADMIN(12),
                            username: "7",
                            appid: None,
                            source: None,
                            nickname: "n",
                            selected: true,
                            nearby_display_status: false,
                            released: true,
                            headimg_url: "h",
                            func_infos: [],
                            copy_verify_status: 3,
                            email: None,
                        },
                    ],
                },
            }
            getLinkMiniprogram wxopens.items[0].status: a string read as an integer
            getLinkMiniprogram wxopens.items[0].username: an integer read as a string
            getLinkMiniprogram wxopens.items[0].selected: a boolean read as 0 or 1
            getLinkMiniprogram wxopens.items[0].released: a string read as 0 or 1
            getLinkMiniprogram wxopens.items[0].nearby_display_status: a string read as 0 or 1
            getLinkMiniprogram wxopens.items[0].copy_verify_status: a string read as an integer
        "#]],
    );
}

#[test]
fn what_cannot_be_understood_is_left_out_where_that_is_allowed() {
    check::<GetLinkMiniprogram>(
        r#"{"wxopens":{"items":[{"status":1,"username":"u","nickname":"n","headimg_url":"h",
            "appid":null,"selected":2,"released":{},"copy_verify_status":1.5,"func_infos":null}]}}"#,
        expect![[r#"
            GetLinkMiniprogramReply {
                wxopens: LinkedMiniprograms {
                    items: [
                        LinkedMiniprogram {
                            status: LINKED(1),
                            username: "u",
                            appid: None,
                            source: None,
                            nickname: "n",
                            selected: None,
                            nearby_display_status: None,
                            released: None,
                            headimg_url: "h",
                            func_infos: [],
                            copy_verify_status: None,
                            email: None,
                        },
                    ],
                },
            }
            getLinkMiniprogram wxopens.items[0].appid: null left out, a string expected
            getLinkMiniprogram wxopens.items[0].selected: an integer left out, 0 or 1 expected
            getLinkMiniprogram wxopens.items[0].released: an object left out, 0 or 1 expected
            getLinkMiniprogram wxopens.items[0].copy_verify_status: a decimal number left out, an integer expected
            getLinkMiniprogram wxopens.items[0].func_infos: null read as an array
        "#]],
    );
}

#[test]
fn an_empty_list_in_every_form() {
    let empty = "GetLinkMiniprogramReply {\n    wxopens: LinkedMiniprograms {\n        items: [],\n    },\n}\n";
    for form in ["[]", "null", r#""""#, "{}"] {
        let json = format!(r#"{{"wxopens":{{"items":{form}}}}}"#);
        let reply = GetLinkMiniprogram::decode(&mut Answer::new(&json)).expect(form);
        assert_eq!(format!("{reply:#?}\n"), empty, "{form}");
    }
    for form in [r#"{"wxopens":{}}"#, r#"{"wxopens":[]}"#] {
        let reply = GetLinkMiniprogram::decode(&mut Answer::new(form)).expect(form);
        assert_eq!(format!("{reply:#?}\n"), empty, "{form}");
    }
}

#[test]
fn unknown_values_and_members() {
    let json = r#"{"later":[1,{"x":2}],"wxopens":{"more":"y","items":[{"status":99,
        "username":"u","nickname":"n","headimg_url":"h","func_info":[{"id":7,"status":1,"name":"z"}]}]}}"#;
    let reply = GetLinkMiniprogram::decode(&mut Answer::new(json)).expect("a reply");
    let item = &reply.wxopens.items[0];
    assert_eq!(item.status, LinkStatus(99));
    assert_eq!(format!("{:?}", item.status), "99");
    assert_eq!(item.func_infos[0].id.0, 7);
    let notes = Notes::new();
    let mut answer = Answer::new(json).observed("getLinkMiniprogram", &*notes);
    GetLinkMiniprogram::decode(&mut answer).expect("a reply");
    assert_eq!(
        notes.take(),
        [
            "getLinkMiniprogram : unknown member",
            "getLinkMiniprogram wxopens: unknown member",
            "getLinkMiniprogram wxopens.items[0].func_infos: called func_info",
        ]
    );
}

#[test]
fn the_last_of_two_counts_but_never_an_alias_after_the_documented_name() {
    check::<GetOpenAccount>(
        r#"{"open_appid":"first","open_appid":"last"}"#,
        expect![[r#"
            GetOpenAccountReply {
                open_appid: "last",
            }
            getOpenAccount open_appid: twice
        "#]],
    );
    let item = |functions: &str| {
        let json = format!(
            r#"{{"wxopens":{{"items":[{{"status":1,"username":"u","nickname":"n","headimg_url":"h",{functions}}}]}}}}"#
        );
        let reply = GetLinkMiniprogram::decode(&mut Answer::new(&json)).expect("a reply");
        let functions = &reply.wxopens.items[0].func_infos;
        functions.iter().map(|function| function.id.0).collect::<Vec<_>>()
    };
    let old = r#""func_info":[{"id":1,"status":0,"name":"a"}]"#;
    let new = r#""func_infos":[{"id":2,"status":0,"name":"b"}]"#;
    assert_eq!(item(&format!("{old},{new}")), [2]);
    assert_eq!(item(&format!("{new},{old}")), [2]);
    assert_eq!(item(old), [1]);
}

#[test]
fn booleans_of_the_registration() {
    for (form, value) in
        [("true", true), (r#""true""#, true), ("1", true), (r#""0""#, false), ("false", false)]
    {
        let json = format!(
            r#"{{"errcode":0,"appid":"wx1","authorization_code":"c","is_wx_verify_succ":{form},"is_link_succ":{form}}}"#
        );
        let reply = RegisterMiniprogramByOffiaccount::decode(&mut Answer::new(&json)).expect(form);
        assert_eq!(reply.is_link_succ, Some(value), "{form}");
        assert_eq!(reply.is_wx_verify_succ, Some(value), "{form}");
        assert_eq!(reply.authorization_code.expose(), "c");
    }
}

#[test]
fn answers_that_are_no_replies() {
    for (text, verdict) in [
        ("", "the answer is no JSON: it ends too early"),
        ("<html>wx-private</html>", "the answer is no JSON (line 1, column 1)"),
        (r#"{"open_appid":"wx"#, "the answer is no JSON: it ends too early"),
        (r#"{"open_appid":"wx"} wx-private"#, "the answer is no JSON (line 1, column 21)"),
        ("[]", "the answer: expected an object, found an array"),
        ("null", "the answer: expected an object, found null"),
        (r#""wx-private""#, "the answer: expected an object, found a string"),
        ("12", "the answer: expected an object, found an integer"),
    ] {
        let error = GetOpenAccount::decode(&mut Answer::new(text)).expect_err(text);
        assert_eq!(error.to_string(), verdict, "{text}");
        assert!(!format!("{error:?}").contains("wx-private"));
    }
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(GetOpenAccount::decode(&mut Answer::new(&deep)).is_err());
}

#[test]
fn replies_can_be_stored_and_compared() {
    let json = r#"{"appid":"wx1","authorization_code":"code","is_link_succ":"true"}"#;
    let reply = RegisterMiniprogramByOffiaccount::decode(&mut Answer::new(json)).expect("a reply");
    let stored = serde_json::to_string(&reply).expect("a record is JSON");
    assert_eq!(stored, r#"{"appid":"wx1","authorization_code":"code","is_link_succ":true}"#);
    let again = serde_json::from_str(&stored).expect("what was stored");
    assert!(reply == again);
    let value = serde_json::from_str::<serde_json::Value>(&stored).expect("JSON");
    assert!(reply == serde_json::from_value(value).expect("from a tree as well"));
}
