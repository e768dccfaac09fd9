//! Values and constraints of a member.

use expect_test::expect;

use super::check_member;

#[test]
fn values() {
    let two = r#"{"type": "integer", "enum": [0, 1]}"#;
    check_member(
        two,
        r#"{"type": "integer", "enum": [0, 1, 2]}"#,
        expect![[r#"
        there
          request `a`: value `2` added
        ! reply `a`: value `2` added
        back
        ! request `a`: value `2` removed
          reply `a`: value `2` removed
    "#]],
    );
    check_member(
        two,
        r#"{"type": "integer", "enum": [0, 2]}"#,
        expect![[r#"
        there
        ! request `a`: value `1` removed
          request `a`: value `2` added
          reply `a`: value `1` removed
        ! reply `a`: value `2` added
        back
        ! request `a`: value `2` removed
          request `a`: value `1` added
          reply `a`: value `2` removed
        ! reply `a`: value `1` added
    "#]],
    );
    check_member(
        two,
        r#"{"type": "integer", "const": 1}"#,
        expect![[r#"
        there
        ! request `a`: value `0` removed
          reply `a`: value `0` removed
        back
          request `a`: value `0` added
        ! reply `a`: value `0` added
    "#]],
    );
    check_member(
        two,
        r#"{"type": "integer"}"#,
        expect![[r#"
        there
          request `a`: no longer only `0`, `1`
        ! reply `a`: no longer only `0`, `1`
        back
        ! request `a`: only `0`, `1` now
          reply `a`: only `0`, `1` now
    "#]],
    );
}

#[test]
fn known_values_of_an_open_enumeration() {
    check_member(
        r#"{"type": "integer", "examples": [1, 2]}"#,
        r#"{"type": "integer", "examples": [2, 3]}"#,
        expect![[r#"
            there
            ! request `a`: known value `1` dropped
              request, reply `a`: known value `3` added
              reply `a`: known value `1` dropped
            back
            ! request `a`: known value `3` dropped
              request, reply `a`: known value `1` added
              reply `a`: known value `3` dropped
        "#]],
    );
    let numeral = r#"{"type": "string", "pattern": "^-?[0-9]{1,18}$"}"#;
    check_member(
        &format!(r#"{{"anyOf": [{{"type": "integer"}}, {numeral}], "examples": [1]}}"#),
        &format!(r#"{{"anyOf": [{{"type": "integer"}}, {numeral}], "examples": [1, 2]}}"#),
        expect![[r#"
            there
              request, reply `a`: known value `2` added
            back
            ! request `a`: known value `2` dropped
              reply `a`: known value `2` dropped
        "#]],
    );
}

#[test]
fn limits() {
    check_member(
        r#"{"type": "string"}"#,
        r#"{"type": "string", "pattern": "^a$"}"#,
        expect![[r#"
        there
        ! request `a`: `pattern` of the string: `"^a$"` added
          reply `a`: `pattern` of the string: `"^a$"` added
        back
          request `a`: `pattern` of the string: `"^a$"` removed
        ! reply `a`: `pattern` of the string: `"^a$"` removed
    "#]],
    );
    check_member(
        r#"{"type": "string", "pattern": "^a$", "maxLength": 5}"#,
        r#"{"type": "string", "pattern": "^b$", "maxLength": 6}"#,
        expect![[r#"
            there
              request `a`: `maxLength` of the string: `5` became `6`
            ! request, reply `a`: `pattern` of the string: `"^a$"` became `"^b$"`
            ! reply `a`: `maxLength` of the string: `5` became `6`
            back
            ! request `a`: `maxLength` of the string: `6` became `5`
            ! request, reply `a`: `pattern` of the string: `"^b$"` became `"^a$"`
              reply `a`: `maxLength` of the string: `6` became `5`
        "#]],
    );
    check_member(
        r#"{"type": "integer", "minimum": 1, "exclusiveMaximum": 9}"#,
        r#"{"type": "integer", "minimum": 2, "exclusiveMaximum": 8}"#,
        expect![[r#"
            there
            ! request `a`: `exclusiveMaximum` of the integer: `9` became `8`
            ! request `a`: `minimum` of the integer: `1` became `2`
              reply `a`: `exclusiveMaximum` of the integer: `9` became `8`
              reply `a`: `minimum` of the integer: `1` became `2`
            back
              request `a`: `exclusiveMaximum` of the integer: `8` became `9`
              request `a`: `minimum` of the integer: `2` became `1`
            ! reply `a`: `exclusiveMaximum` of the integer: `8` became `9`
            ! reply `a`: `minimum` of the integer: `2` became `1`
        "#]],
    );
    check_member(
        r#"{"type": "array", "maxItems": 3, "minItems": 0, "uniqueItems": false}"#,
        r#"{"type": "array", "maxItems": 2, "uniqueItems": true}"#,
        expect![[r#"
            there
            ! request `a`: `maxItems` of the array: `3` became `2`
            ! request `a`: `uniqueItems` of the array: `true` added
              reply `a`: `maxItems` of the array: `3` became `2`
              reply `a`: `uniqueItems` of the array: `true` added
            back
              request `a`: `maxItems` of the array: `2` became `3`
              request `a`: `uniqueItems` of the array: `true` removed
            ! reply `a`: `maxItems` of the array: `2` became `3`
            ! reply `a`: `uniqueItems` of the array: `true` removed
        "#]],
    );
    check_member(
        r#"{"type": "object"}"#,
        r#"{"type": "object", "maxProperties": 0}"#,
        expect![[r#"
        there
        ! request `a`: `maxProperties` of the object: `0` added
          reply `a`: `maxProperties` of the object: `0` added
        back
          request `a`: `maxProperties` of the object: `0` removed
        ! reply `a`: `maxProperties` of the object: `0` removed
    "#]],
    );
}
