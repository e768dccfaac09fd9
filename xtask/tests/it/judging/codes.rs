//! Interfaces, their documents and their codes.

use expect_test::expect;

use super::{check_sets, lines, set};

const OBJECT: &str = r#"{"type": "object"}"#;

fn errors(codes: &[(i64, &str, &str)]) -> String {
    let code = |(code, name, class): &(i64, &str, &str)| {
        format!(r#"{{"const": {code}, "title": "{name}", "description": "[{class}] Words."}}"#)
    };
    let codes: Vec<String> = codes.iter().map(code).collect();
    format!(r#"{{"oneOf": [{}]}}"#, codes.join(","))
}

#[test]
fn interfaces() {
    check_sets(
        &set(&[("c/getThing.request.json", OBJECT)]),
        &set(&[("c/getThing.request.json", OBJECT), ("c/addThing.request.json", OBJECT)]),
        expect![[r#"
            there
            addThing
              interface: added
            back
            addThing
            ! interface: removed
        "#]],
    );
    check_sets(
        &set(&[("c/getThing.request.json", OBJECT)]),
        &set(&[("d/getThing.request.json", OBJECT)]),
        expect![[r#"
            there
            ! interface: moved from `c` to `d`
            back
            ! interface: moved from `d` to `c`
        "#]],
    );
    check_sets(
        &set(&[("c/getThing.request.json", OBJECT)]),
        &set(&[("c/getThing.request.json", OBJECT), ("c/getThing.errors.json", &errors(&[]))]),
        expect![[r#"
            there
              errors: added
            back
            ! errors: removed
        "#]],
    );
}

#[test]
fn codes() {
    let listed = |codes| set(&[("c/getThing.errors.json", &errors(codes))]);
    let one = listed(&[(40001, "BadToken", "stale-token")]);
    check_sets(
        &one,
        &listed(&[(40001, "BadToken", "stale-token"), (1, "One", "state")]),
        expect![[r#"
            there
              errors `1`: added, `One`, class `state`
            back
            ! errors `1`: dropped, was `One`
        "#]],
    );
    check_sets(
        &one,
        &listed(&[(40001, "OldToken", "stale-token")]),
        expect![[r#"
        there
        ! errors `40001`: renamed from `BadToken` to `OldToken`
        back
        ! errors `40001`: renamed from `OldToken` to `BadToken`
    "#]],
    );
    check_sets(
        &one,
        &listed(&[(40001, "BadToken", "quota")]),
        expect![[r#"
        there
          errors `40001`: class `stale-token` became `quota`
        back
          errors `40001`: class `quota` became `stale-token`
    "#]],
    );
    let none = set(&[("c/getThing.errors.json", r#"{"type": "integer"}"#)]);
    check_sets(
        &one,
        &none,
        expect![[r#"
        there
        ! errors `40001`: dropped, was `BadToken`
        back
          errors `40001`: added, `BadToken`, class `stale-token`
    "#]],
    );
}

/// `codes.json` knows more than the schemas: codes of interfaces without any, and common ones.
#[test]
fn the_table_of_codes() {
    let table = |text: &str| {
        let table = format!(r#"{{"$comment": "words", "interfaces": {{{text}}}}}"#);
        set(&[("c/getThing.request.json", OBJECT), ("codes.json", &table)])
    };
    let facts = r#"{"name": "Busy", "class": "transient", "errmsg": "busy"}"#;
    let one = table(&format!(r#""getThing": {{"-1": {facts}}}, "*": {{"1": {facts}}}"#));
    let other = facts.replace("transient", "quota").replace("\"busy\"", "\"wait\"");
    check_sets(
        &one,
        &table(&format!(r#""getThing": {{"-1": {other}}}, "*": {{}}, "addThing": {{}}"#)),
        expect![[r#"
            there
            *
            ! errors `1`: dropped, was `Busy`
            addThing
              interface: added
            getThing
              errors `-1`: class `transient` became `quota`
            back
            *
              errors `1`: added, `Busy`, class `transient`
            addThing
            ! interface: removed
            getThing
              errors `-1`: class `quota` became `transient`
        "#]],
    );
    let unknown = set(&[("c/getThing.request.json", OBJECT)]);
    check_sets(
        &table(r#""addThing": {}, "*": {}"#),
        &unknown,
        expect![[r#"
        there
        back
    "#]],
    );
}

const ID: &str = "https://example.org/schemas/1.0.0/c/getThing.request.json";

#[test]
fn an_address_comes_back() {
    let known_as = |id: &str, words: &str| {
        let schema = format!(r#"{{"$id": "{id}", "type": "object", "description": "{words}"}}"#);
        set(&[("c/getThing.request.json", &schema)])
    };
    let was = known_as(ID, "was");
    check_sets(
        &was,
        &known_as(ID, "is"),
        expect![[r#"
        there
          request: `$id` of release `1.0.0` came back with other content
        back
          request: `$id` of release `1.0.0` came back with other content
    "#]],
    );
    let elsewhere = ID.replace("org", "net");
    check_sets(
        &was,
        &known_as(&elsewhere, "is"),
        expect![[r#"
        there
          request: `$id` of release `1.0.0` came back with other content, under `https://example.net/schemas` instead of `https://example.org/schemas`
        back
          request: `$id` of release `1.0.0` came back with other content, under `https://example.org/schemas` instead of `https://example.net/schemas`
    "#]],
    );
    for same in [known_as(&elsewhere, "was"), known_as(&ID.replace("1.0.0", "1.0.1"), "is")] {
        assert_eq!(lines(&was, &same), "");
    }
}

#[test]
fn names_begin_no_lines_of_their_own() {
    let schema = r#"{"type": "object", "properties": {"a\n0 interfaces\u001b[2J": true}}"#;
    check_sets(
        &set(&[("c/getThing.reply.json", OBJECT)]),
        &set(&[("c/getThing.reply.json", schema)]),
        expect![[r#"
            there
              reply `a�0 interfaces�[2J`: added
            back
            ! reply `a�0 interfaces�[2J`: removed
        "#]],
    );
}
