//! Types of a member and their alternatives.

use expect_test::expect;

use super::{check, check_member};

#[test]
fn words_are_no_change() {
    check_member(
        r#"{"type": "string", "title": "A", "description": "a", "examples": ["a"]}"#,
        r#"{"$comment": "b", "description": "b", "type": "string", "default": "c"}"#,
        expect![[r#"
            there
            back
        "#]],
    );
}

#[test]
fn another_type() {
    check_member(
        r#"{"type": "string"}"#,
        r#"{"type": "integer"}"#,
        expect![[r#"
        there
        ! request, reply `a`: `string` became `integer`
        back
        ! request, reply `a`: `integer` became `string`
    "#]],
    );
    check_member(
        r#"{"type": "string"}"#,
        r#"{}"#,
        expect![[r#"
        there
          request `a`: `string` became `anything`
        ! reply `a`: `string` became `anything`
        back
        ! request `a`: `anything` became `string`
          reply `a`: `anything` became `string`
    "#]],
    );
    check_member(
        r#"{"type": "string"}"#,
        "false",
        expect![[r#"
        there
        ! request `a`: `string` became `nothing`
          reply `a`: `string` became `nothing`
        back
          request `a`: `nothing` became `string`
        ! reply `a`: `nothing` became `string`
    "#]],
    );
    check_member(
        "true",
        "{}",
        expect![[r#"
        there
        back
    "#]],
    );
}

#[test]
fn one_more_type() {
    check_member(
        r#"{"type": "integer"}"#,
        r#"{"anyOf": [{"type": "integer"}, {"type": "null"}]}"#,
        expect![[r#"
            there
              request `a`: `integer` became `integer or null`
            ! reply `a`: `integer` became `integer or null`
            back
            ! request `a`: `integer or null` became `integer`
              reply `a`: `integer or null` became `integer`
        "#]],
    );
    check_member(
        r#"{"type": "integer"}"#,
        r#"{"type": "number"}"#,
        expect![[r#"
        there
          request `a`: `integer` became `number`
        ! reply `a`: `integer` became `number`
        back
        ! request `a`: `number` became `integer`
          reply `a`: `number` became `integer`
    "#]],
    );
}

#[test]
fn the_same_alternatives_in_other_words() {
    let one = r#"{"anyOf": [{"type": "integer"}, {"type": "string"}]}"#;
    check_member(
        one,
        r#"{"type": ["string", "integer"]}"#,
        expect![[r#"
        there
        back
    "#]],
    );
    check_member(
        one,
        r#"{"anyOf": [{"anyOf": [{"type": "string"}]}, {"type": "integer"}]}"#,
        expect![[r#"
            there
            back
        "#]],
    );
    check_member(
        r#"{"anyOf": [{"type": "number"}, {"type": "integer"}, {"type": "number", "minimum": 1}]}"#,
        r#"{"type": "number"}"#,
        expect![[r#"
            there
            back
        "#]],
    );
    check_member(
        r#"{"enum": [0, 1, true, false, "0", null]}"#,
        r#"{"anyOf": [{"type": "integer", "enum": [1, 0]}, {"type": "boolean"},
            {"type": "string", "const": "0"}, {"type": "null"}]}"#,
        expect![[r#"
            there
            back
        "#]],
    );
}

#[test]
fn several_alternatives_of_one_type() {
    let one =
        r#"{"anyOf": [{"type": "string", "maxLength": 0}, {"type": "string", "const": "a"}]}"#;
    check_member(
        one,
        r#"{"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "string", "maxLength": 0}]}"#,
        expect![[r#"
            there
              request `a`: `string maxLength 0 or string "a"` became `string "a" "b" or string maxLength 0`
            ! reply `a`: `string maxLength 0 or string "a"` became `string "a" "b" or string maxLength 0`
            back
            ! request `a`: `string "a" "b" or string maxLength 0` became `string maxLength 0 or string "a"`
              reply `a`: `string "a" "b" or string maxLength 0` became `string maxLength 0 or string "a"`
        "#]],
    );
    check_member(
        one,
        r#"{"type": "string", "maxLength": 0}"#,
        expect![[r#"
        there
        ! request `a`: `string maxLength 0 or string "a"` became `string maxLength 0`
          reply `a`: `string maxLength 0 or string "a"` became `string maxLength 0`
        back
          request `a`: `string maxLength 0` became `string maxLength 0 or string "a"`
        ! reply `a`: `string maxLength 0` became `string maxLength 0 or string "a"`
    "#]],
    );
    let object = |name| format!(r#"{{"type": "object", "properties": {{"{name}": true}}}}"#);
    let (a, b) = (object("a"), object("b"));
    check_member(
        &format!(r#"{{"anyOf": [{a}, {b}]}}"#),
        &a,
        expect![[r#"
            there
            ! request `a`: forms of `object`: 2 became 1
              reply `a`: forms of `object`: 2 became 1
            back
              request `a`: forms of `object`: 1 became 2
            ! reply `a`: forms of `object`: 1 became 2
        "#]],
    );
}

/// What the generator writes for an optional list, and for the object it was before.
#[test]
fn an_object_became_a_list() {
    check_member(
        r#"{"anyOf": [{"type": "object", "properties": {"b": {"type": "string"}}},
            {"type": "array", "maxItems": 0}, {"type": "null"}]}"#,
        r#"{"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"},
            {"type": "string", "maxLength": 0}, {"type": "object", "maxProperties": 0}]}"#,
        expect![[r#"
            there
              request `a`: `array or object or null` became `string or array or object or null`
              request `a`: `maxItems` of the array: `0` removed
            ! request `a`: `maxProperties` of the object: `0` added
            ! request, reply `a.b`: removed
            ! reply `a`: `array or object or null` became `string or array or object or null`
            ! reply `a`: `maxItems` of the array: `0` removed
              reply `a`: `maxProperties` of the object: `0` added
            back
            ! request `a`: `string or array or object or null` became `array or object or null`
            ! request `a`: `maxItems` of the array: `0` added
              request `a`: `maxProperties` of the object: `0` removed
              request `a.b`: added, optional
              reply `a`: `string or array or object or null` became `array or object or null`
              reply `a`: `maxItems` of the array: `0` added
            ! reply `a`: `maxProperties` of the object: `0` removed
              reply `a.b`: added
        "#]],
    );
}

#[test]
fn the_whole() {
    check(
        r#"{"type": "object"}"#,
        r#"{"type": "array"}"#,
        expect![[r#"
        there
        ! request, reply: `object` became `array`
        back
        ! request, reply: `array` became `object`
    "#]],
    );
}
