//! The parts that operations refer to: requests, replies, the objects inside of them, the failure
//! and the tokens.

use serde_json::{Map, Value, json};

use crate::emit::openapi::lenient::name_forms;
use crate::emit::schema::{Scope, View, failure};
use crate::model::{Endpoint, Method, Model, Token, Types};

/// What references to components begin with.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

pub(super) fn components(model: &Model) -> Value {
    let mut schemas = Map::new();
    let mut tokens = Map::new();
    for endpoint in model.typed() {
        // The members of a request without a body are parameters.
        let views = match endpoint.method {
            Method::Get => &[View::Tolerant][..],
            Method::Post => &[View::Request, View::Tolerant],
        };
        for view in views.iter().copied() {
            let owner = owner(endpoint, view, &model.shared);
            let definitions = format!("{SCHEMAS}{owner}");
            let scope = Scope { endpoint, shared: &model.shared, view, definitions: &definitions };
            for (name, schema) in scope.definitions() {
                schemas.insert(format!("{owner}{name}"), typed(schema));
            }
            let mut schema = typed(scope.schema());
            if let Value::Object(schema) = &mut schema {
                schema.insert("examples".into(), scope.samples().into());
            }
            schemas.insert(component(endpoint, view).to_owned(), schema);
        }
        if let Some((name, scheme)) = security(endpoint) {
            tokens.insert(name, scheme);
        }
    }
    schemas.insert("Failure".into(), typed(failure()));
    name_forms(&mut schemas);
    schemas.sort_keys();
    tokens.sort_keys();
    // `json!` would copy both.
    [("schemas", schemas), ("securitySchemes", tokens)].into_iter().collect()
}

/// Whose name the definitions of a view bear. Two endpoints may give different objects the same name,
/// but not two requests. An enumeration may travel both ways, and then has one form in the request and
/// several in the reply.
fn owner<'a>(endpoint: &'a Endpoint, view: View, shared: &Types) -> &'a str {
    let names = |view| Scope { endpoint, shared, view, definitions: "" }.names();
    let one_way = names(View::Request).is_disjoint(&names(View::Tolerant));
    if one_way { &endpoint.request.name } else { component(endpoint, view) }
}

/// A reference to the request or the reply of an endpoint.
pub(super) fn reference(endpoint: &Endpoint, view: View) -> Value {
    json!({"$ref": format!("{SCHEMAS}{}", component(endpoint, view))})
}

/// A reference to the failure that every operation may answer with.
pub(super) fn failure_reference() -> Value {
    json!({"$ref": format!("{SCHEMAS}Failure")})
}

/// The name of the token that an endpoint asks for.
pub(super) fn token(endpoint: &Endpoint) -> Option<String> {
    security(endpoint).map(|(name, _)| name)
}

fn component(endpoint: &Endpoint, view: View) -> &str {
    if view == View::Request { &endpoint.request.name } else { &endpoint.reply.name }
}

fn security(endpoint: &Endpoint) -> Option<(String, Value)> {
    let (name, whose) = match endpoint.token {
        Token::Authorizer => ("authorizer_access_token", "of the merchant's account 授权方账号的"),
        Token::Component => ("component_access_token", "of the platform 第三方平台的"),
        Token::Either => ("any_access_token", "of the merchant or the platform 授权方或平台的"),
        Token::None => return None,
    };
    let parameter = &endpoint.token_query;
    let usual = if name == "component_access_token" { name } else { "access_token" };
    let key = if parameter == usual { name.to_owned() } else { format!("{name}_in_{parameter}") };
    let description = format!("The token {whose}令牌");
    Some((
        key,
        json!({"type": "apiKey", "in": "query", "name": parameter, "description": description}),
    ))
}

/// What generators of types can use: with formats, which tell how long an integer can be, and without
/// the empty array that PHP writes for an empty object, which would make every object a union.
pub(super) fn typed(mut schema: Value) -> Value {
    drop_empty_arrays(&mut schema);
    add_formats(&mut schema);
    schema
}

fn drop_empty_arrays(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(drop_empty_arrays);
            let Some(Value::Array(forms)) = members.get_mut("anyOf") else { return };
            forms.retain(|form| *form != json!({"type": "array", "maxItems": 0}));
            if let [Value::Object(_)] = forms.as_slice()
                && let Some(Value::Object(only)) = forms.pop()
            {
                members.remove("anyOf");
                members.extend(only);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(drop_empty_arrays),
        _ => {}
    }
}

fn add_formats(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let is_integer = members.get("type").is_some_and(|ty| ty == "integer");
            if is_integer && !members.contains_key("enum") && !members.contains_key("const") {
                members.insert("format".into(), "int64".into());
            }
            members.values_mut().for_each(add_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(add_formats),
        _ => {}
    }
}
