//! What is no set of schemas, or says what cannot be compared.

use expect_test::{Expect, expect};
use xtask::Schemas;

use super::files_of;

fn check(path: &str, text: &str, told: Expect) {
    let message = Schemas::from_files(&files_of(&[(path, text)])).expect_err("is refused");
    told.assert_eq(&message);
}

fn check_schema(text: &str, told: Expect) {
    check("c/getThing.reply.json", text, told);
}

#[test]
fn files() {
    check("README.md", "# Hello", expect!["there is no schema of an interface in it"]);
    check("openapi.json", "{", expect!["there is no schema of an interface in it"]);
    check(
        "codes.json",
        r#"{"interfaces": {"getThing": {"x": {}}}}"#,
        expect!["`codes.json`: `getThing` has no readable code `x`"],
    );
    check("codes.json", "[]", expect!["`codes.json`: it has no `interfaces`"]);
    check("wxopen.json", "{}", expect!["`wxopen.json`: it bundles nothing"]);
    check(
        "wxopen.json",
        r#"{"$defs": {"getThing.rumour": {}}}"#,
        expect!["`wxopen.json`: `getThing.rumour`: `rumour` is no view that is known here"],
    );
    check("c/getThing.json", "{}", expect!["`c/getThing.json`: its name tells no view"]);
    check("c/getThing.errors.json", "{}", expect!["`c/getThing.errors.json`: it lists no codes"]);
    check(
        "c/getThing.errors.json",
        r#"{"oneOf": [{"const": 1}]}"#,
        expect![[r#"`c/getThing.errors.json`: {"const":1} is no code"#]],
    );
    check_schema(
        "{\"type\": ",
        expect![
            "`c/getThing.reply.json`: it is no JSON: EOF while parsing a value at line 1 column 9"
        ],
    );
}

/// A constraint that is passed over is a change that nobody sees.
#[test]
fn keywords() {
    let schemas = [
        r#"{"type": "object", "properties": {"a": {"not": {"type": "null"}}}}"#,
        r#"{"type": "object", "properties": {"a": {"type": "string", "anyOf": []}}}"#,
        r##"{"$ref": "#", "type": "object"}"##,
        r#"{"allOf": [{"type": "object"}]}"#,
        r#"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#,
        r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
        r#"{"type": "array", "items": {"type": "strnig"}}"#,
        r#"{"type": "string", "maxLength": "5"}"#,
        r#"{"type": "string", "enum": "a"}"#,
        r#"{"type": "object", "required": [1]}"#,
        r#"{"type": "object", "properties": {"a": 1}}"#,
        r#"[]"#,
        r##"{"$ref": "#/$defs/Gone"}"##,
        r#"{"$ref": "https://example.org/other.json"}"#,
        r#"{"type": "object", "$defs": {"A": {"$id": "https://example.org/a.json"}}}"#,
        r#"{"$defs": []}"#,
    ];
    let message = |schema: &str| {
        let files = files_of(&[("c/getThing.reply.json", schema)]);
        Schemas::from_files(&files).expect_err("is refused")
    };
    let told: Vec<String> = schemas.map(message).into();
    expect![[r##"
        `a`: `not` with the value {"type":"null"} is not understood here
        `a`: `anyOf` with the value [] is not understood here
        the schema: `$ref` with the value "#" is not understood here
        the schema: `allOf` with the value [{"type":"object"}] is not understood here
        the schema: `oneOf` with the value [{"type":"integer"},{"type":"number"}] is not understood here
        the schema: `additionalProperties` with the value {"type":"string"} is not understood here
        `[]` has a type that does not exist
        the schema: `maxLength` with the value "5" is not understood here
        the schema: `enum` with the value "a" is not understood here
        the schema: `required` with the value [1] is not understood here
        `a` is no schema
        the schema is no schema
        the reference `#/$defs/Gone` leads nowhere
        the reference `https://example.org/other.json` leads nowhere
        `$defs/A`: a document inside of a document is not understood
        `$defs` is no object"##]]
    .assert_eq(&told.join("\n").replace("`c/getThing.reply.json`: ", ""));
}

#[test]
fn more_definitions_than_there_can_be() {
    let defs: Vec<String> = (0..2001).map(|number| format!(r#""D{number}": true"#)).collect();
    let schema = format!(r#"{{"$defs": {{{}}}}}"#, defs.join(","));
    check_schema(&schema, expect!["`c/getThing.reply.json`: there are more than 2000 definitions"]);
}
