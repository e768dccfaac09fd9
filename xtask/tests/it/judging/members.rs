//! Members: there or not, required or not, at any depth and through any reference.

use std::fmt::Write as _;

use expect_test::expect;

use super::{check, check_sets, lines, set};

#[test]
fn there_or_not() {
    check(
        r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
        r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}"#,
        expect![[r#"
            there
              request `b`: added, optional
              reply `b`: added
            back
            ! request, reply `b`: removed
        "#]],
    );
    check(
        r#"{"type": "object", "properties": {"a": true}, "required": ["a"]}"#,
        r#"{"type": "object", "properties": {"b": true}, "required": ["b"]}"#,
        expect![[r#"
            there
            ! request, reply `a`: removed
            ! request `b`: added, required
              reply `b`: added
            back
            ! request, reply `b`: removed
            ! request `a`: added, required
              reply `a`: added
        "#]],
    );
}

#[test]
fn required_or_not() {
    check(
        r#"{"type": "object", "properties": {"a": true}}"#,
        r#"{"type": "object", "properties": {"a": true}, "required": ["a"]}"#,
        expect![[r#"
            there
            ! request `a`: now required
              reply `a`: now required
            back
              request `a`: no longer required
            ! reply `a`: no longer required
        "#]],
    );
    check(
        r#"{"type": "object", "required": ["nowhere"]}"#,
        r#"{"type": "object"}"#,
        expect![[r#"
        there
          request `nowhere`: no longer required
        ! reply `nowhere`: no longer required
        back
        ! request `nowhere`: now required
          reply `nowhere`: now required
    "#]],
    );
}

#[test]
fn open_or_closed() {
    check(
        r#"{"type": "object", "unevaluatedProperties": false}"#,
        r#"{"type": "object", "additionalProperties": true}"#,
        expect![[r#"
            there
              request: other members are allowed now
            ! reply: other members are allowed now
            back
            ! request: other members are refused now
              reply: other members are refused now
        "#]],
    );
}

#[test]
fn deep_inside() {
    check(
        r#"{"type": "object", "properties": {"a": {"type": "array", "items": {"type": "object",
            "properties": {"b": {"type": "array", "items": {"type": "string"}}}}}}}"#,
        r#"{"type": "object", "properties": {"a": {"type": "array", "items": {"type": "object",
            "properties": {"b": {"type": "array", "items": {"type": "integer"}}, "c": true},
            "required": ["b"]}}}}"#,
        expect![[r#"
            there
            ! request, reply `a[].b[]`: `string` became `integer`
              request `a[].c`: added, optional
            ! request `a[].b`: now required
              reply `a[].c`: added
              reply `a[].b`: now required
            back
            ! request, reply `a[].b[]`: `integer` became `string`
            ! request, reply `a[].c`: removed
              request `a[].b`: no longer required
            ! reply `a[].b`: no longer required
        "#]],
    );
    check(
        r#"{"type": "array", "items": {"type": "string"}}"#,
        r#"{"type": "array"}"#,
        expect![[r#"
        there
          request `[]`: became `anything`
        ! reply `[]`: became `anything`
        back
        ! request `[]`: was `anything`
          reply `[]`: was `anything`
    "#]],
    );
}

const CUPS: &str = r##"{"type": "object", "properties": {"cup": {"$ref": "#/$defs/Cup"},
    "cups": {"type": "array", "items": {"$ref": "#/$defs/Cup", "description": "each"}}},
    "$defs": {"Cup": {"type": "object", "properties": {"size": {"type": "integer"}}}}}"##;

#[test]
fn through_references() {
    check(
        CUPS,
        &CUPS.replace("Cup", "Mug"),
        expect![[r#"
        there
        back
    "#]],
    );
    let written_out = r#"{"type": "object", "properties": {"size": {"type": "integer"}}}"#;
    check(
        CUPS,
        &CUPS.replace(r##"{"$ref": "#/$defs/Cup"}"##, written_out),
        expect![[r#"
        there
        back
    "#]],
    );
    check(
        CUPS,
        &CUPS.replace("integer", "string"),
        expect![[r#"
        there
        ! request, reply `cup.size`: `integer` became `string`
        ! request, reply `cups[].size`: `integer` became `string`
        back
        ! request, reply `cup.size`: `string` became `integer`
        ! request, reply `cups[].size`: `string` became `integer`
    "#]],
    );
}

#[test]
fn through_references_in_alternatives() {
    let schema = |defs: &str| {
        format!(
            r##"{{"type": "object", "properties": {{"a": {{"anyOf": [{{"$ref": "#/$defs/A"}},
                {{"type": "null"}}]}}}}, "$defs": {{{defs}}}}}"##
        )
    };
    let integer = schema(r#""A": {"type": "integer", "examples": [1]}"#);
    check(
        &integer,
        &schema(r##""A": {"$ref": "#/$defs/B"}, "B": {"type": "integer", "examples": [1]}"##),
        expect![[r#"
            there
            back
        "#]],
    );
    check(
        &integer,
        &schema(r#""A": {"anyOf": [{"type": "integer"}, {"type": "string"}], "examples": [1, 2]}"#),
        expect![[r#"
            there
              request `a`: `integer or null` became `string or integer or null`
              request, reply `a`: known value `2` added
            ! reply `a`: `integer or null` became `string or integer or null`
            back
            ! request `a`: `string or integer or null` became `integer or null`
            ! request `a`: known value `2` dropped
              reply `a`: `string or integer or null` became `integer or null`
              reply `a`: known value `2` dropped
        "#]],
    );
}

#[test]
fn round_in_circles() {
    let tree = |name: &str, ty: &str| {
        format!(
            r##"{{"type": "object", "properties": {{"root": {{"$ref": "#/$defs/{name}"}},
                "self": {{"$ref": "#"}}, "nothing": {{"$ref": "#/$defs/Loop"}}}}, "$defs": {{
                "Loop": {{"$ref": "#/$defs/Loop"}},
                "{name}": {{"type": "object", "properties": {{"name": {{"type": "{ty}"}},
                "twigs": {{"type": "array", "items": {{"$ref": "#/$defs/{name}"}}}}}}}}}}}}"##
        )
    };
    check(
        &tree("Tree", "string"),
        &tree("Twig", "string"),
        expect![[r#"
        there
        back
    "#]],
    );
    check(
        &tree("Tree", "string"),
        &tree("Tree", "integer"),
        expect![[r#"
        there
        ! request, reply `root.name`: `string` became `integer`
        back
        ! request, reply `root.name`: `integer` became `string`
    "#]],
    );
}

/// Each definition uses the next one twice, so that the paths double with every level.
#[test]
fn more_paths_than_anybody_can_walk() {
    let schema = |levels: usize, last: &str| {
        let mut defs = String::new();
        for level in 0..levels {
            let next = format!(r##"{{"$ref": "#/$defs/D{}"}}"##, level + 1);
            let members =
                format!(r#"{{"type": "object", "properties": {{"a": {next}, "b": {next}}}}}"#);
            let _ = write!(defs, r#""D{level}": {members}, "#);
        }
        let schema = format!(
            r##"{{"$ref": "#/$defs/D0", "$defs": {{{defs}"D{levels}": {{"type": "{last}"}}}}}}"##
        );
        set(&[("c/getThing.request.json", &schema)])
    };
    let (string, integer) = (schema(50, "string"), schema(50, "integer"));
    assert_eq!(lines(&string, &string), "");
    assert_eq!(lines(&string, &schema(50, "string")), "");
    let told = lines(&string, &integer);
    assert_eq!(told.lines().count(), 1001);
    assert!(told.ends_with("! request: more than 1000 changes; the rest is not told\n"), "{told}");
    let told = lines(&schema(80, "string"), &schema(80, "integer"));
    assert!(told.contains("not compared: it is more than 64 levels deep"), "{told}");
}

/// An alias is a member that only the tolerant view shows.
#[test]
fn aliases() {
    let reply = |members: &str| format!(r#"{{"type": "object", "properties": {{{members}}}}}"#);
    let (one, two) = (reply(r#""a": true"#), reply(r#""a": true, "b": true"#));
    let replies = |tolerant: &str, documented: &str| {
        set(&[
            ("c/getThing.reply.json", tolerant),
            ("c/getThing.reply.documented.json", documented),
        ])
    };
    check_sets(
        &replies(&one, &one),
        &replies(&two, &one),
        expect![[r#"
        there
          reply `b`: added as another name
        back
        ! reply `b`: removed as another name
    "#]],
    );
    check_sets(
        &replies(&one, &one),
        &replies(&two, &two),
        expect![[r#"
        there
          reply, reply.documented `b`: added
        back
        ! reply, reply.documented `b`: removed
    "#]],
    );
    let renamed = reply(r#""b": true"#);
    check_sets(
        &replies(&one, &one),
        &replies(&two, &renamed),
        expect![[r#"
        there
          reply, reply.documented `b`: added
        ! reply.documented `a`: removed
        back
        ! reply, reply.documented `b`: removed
          reply.documented `a`: added
    "#]],
    );
}
