//! How a value may look in each view: the one form in which we send it, the one the documents
//! promise, and every form in which the client accepts it. It must say what `wire/fit.rs` does.
//!
//! Every alternative has one type of its own, because strict validators refuse unions of types.

use serde_json::{Value, json};

use crate::model::{Direction, Type};

/// For whom a schema is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// A request, open to members that nobody knows yet.
    Request,
    /// A request, closed to all other members: what the mock asks for.
    StrictRequest,
    /// A reply, as the client accepts it.
    Tolerant,
    /// A reply, as the documents promise it.
    Documented,
}

impl View {
    /// The way in which what it shows travels.
    pub(crate) fn direction(self) -> Direction {
        match self {
            View::Request | View::StrictRequest => Direction::Request,
            View::Tolerant | View::Documented => Direction::Reply,
        }
    }
}

/// What a form needs to know of the types around it.
pub(super) trait Types {
    /// A reference to an object or an enumeration.
    fn reference(&self, name: &str) -> Value;
    /// Whether an object without members is one.
    fn may_be_empty(&self, name: &str) -> bool;
}

/// The schema of a value.
pub(super) fn form(view: View, ty: &Type, required: bool, types: &dyn Types) -> Value {
    if view == View::Tolerant { tolerant(ty, required, types) } else { canonical(ty, types) }
}

/// The one form of a value that refers to nothing.
pub(crate) fn plain(ty: &Type) -> Value {
    match ty {
        Type::Enumeration(_) => number(),
        ty => canonical(ty, &Nothing),
    }
}

/// An integer, as an enumeration of states is one.
pub(super) fn integer(view: View) -> Vec<Value> {
    match view {
        View::Tolerant => vec![number(), numeral()],
        _ => vec![number()],
    }
}

/// What `errcode` is in a reply: success only.
pub(crate) fn success(view: View) -> Value {
    match view {
        View::Tolerant => json!({"anyOf": [
            {"type": "integer", "const": 0},
            {"type": "string", "const": "0"},
        ]}),
        _ => json!({"type": "integer", "const": 0}),
    }
}

/// An answer that is a failure.
pub(crate) fn failure() -> Value {
    json!({
        "title": "Failure",
        "description": "An answer with a code other than 0: the call was refused. What the code \
                        means depends on the interface.\n错误码不为 0 的返回：调用被拒绝。\
                        错误码的含义因接口而异。",
        "type": "object",
        "properties": {
            "errcode": {
                "description": "The code.\n错误码。",
                "anyOf": [
                    {"type": "integer", "not": {"const": 0}},
                    {"type": "string", "pattern": "^-?[0-9]*[1-9][0-9]*$"},
                ],
            },
            "errmsg": {
                "description": "For people; ends with the request id, ` rid: ...`. Never compare \
                                it.\n供人阅读，末尾带请求编号 ` rid: ...`。请勿用于判断。",
                "type": "string",
            },
        },
        "required": ["errcode"],
    })
}

/// What a required value of a simple type may be in a reply.
pub(crate) fn lenient(ty: &Type) -> Value {
    tolerant(ty, true, &Nothing)
}

/// No types at all.
struct Nothing;

impl Types for Nothing {
    fn reference(&self, _: &str) -> Value {
        json!({})
    }

    fn may_be_empty(&self, _: &str) -> bool {
        false
    }
}

fn canonical(ty: &Type, types: &dyn Types) -> Value {
    match ty {
        Type::Text | Type::Secret => json!({"type": "string"}),
        Type::Int => number(),
        Type::Flag => json!({"type": "integer", "enum": [0, 1]}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Enumeration(name) | Type::Object(name) => types.reference(&name.name),
        Type::List(item) => json!({"type": "array", "items": canonical(item, types)}),
    }
}

/// Every form in which a value is understood without loss. `null` is understood where nothing is.
fn tolerant(ty: &Type, required: bool, types: &dyn Types) -> Value {
    let mut forms = match ty {
        Type::Text | Type::Secret => {
            vec![json!({"type": "string"}), json!({"type": "number"}), json!({"type": "boolean"})]
        }
        Type::Int => integer(View::Tolerant),
        Type::Flag | Type::Bool => vec![
            json!({"type": "integer", "enum": [0, 1]}),
            json!({"type": "boolean"}),
            json!({"type": "string", "enum": ["0", "1", "true", "false"]}),
        ],
        // PHP writes an object without members as an empty array.
        Type::Object(name) if types.may_be_empty(&name.name) => {
            vec![types.reference(&name.name), json!({"type": "array", "maxItems": 0})]
        }
        Type::Enumeration(name) | Type::Object(name) => vec![types.reference(&name.name)],
        Type::List(item) => {
            let items = tolerant(item, true, types);
            return json!({"anyOf": [
                {"type": "array", "items": items},
                {"type": "null"},
                {"type": "string", "maxLength": 0},
                {"type": "object", "maxProperties": 0},
            ]});
        }
    };
    if !required {
        forms.push(json!({"type": "null"}));
    }
    any_of(forms)
}

/// One schema as it is, several as alternatives.
pub(super) fn any_of(mut forms: Vec<Value>) -> Value {
    match forms.len() {
        1 => forms.remove(0),
        _ => json!({"anyOf": forms}),
    }
}

/// An integer that every JSON tool keeps exactly (RFC 7493).
fn number() -> Value {
    const LARGEST: i64 = (1 << 53) - 1;
    json!({"type": "integer", "minimum": -LARGEST, "maximum": LARGEST})
}

/// An integer in quotes, of a length that fits into 64 bits.
pub(crate) fn numeral() -> Value {
    json!({"type": "string", "pattern": "^-?[0-9]{1,18}$"})
}
