//! What a mock refuses to start with, and that it starts with the catalogue.

use serde_json::Value;
use wxopen_core::{EndpointMeta, Method};
use wxopen_mock::{Mock, MockError, Operation};

use crate::support::{LINK, LINK_REPLY, LINK_REQUEST, exchange, get, post};

static SAME_PATH: EndpointMeta = EndpointMeta::new("other", LINK.method, LINK.path);

#[tokio::test]
async fn wrong_operations() {
    let link = Operation::new(&LINK);
    check(
        &[link.with_request("{")],
        "the request schema is no JSON: EOF while parsing an object at line 1 column 1",
    )
    .await;
    check(
        &[link.with_request(r#"{"type":"objekt"}"#)],
        r#"the request schema is not valid at "/type": "objekt" is not valid under any of the schemas listed in the 'anyOf' keyword"#,
    )
    .await;
    check(
        &[link.with_reply(r##"{"$ref":"#/$defs/nothing"}"##)],
        "the reply schema is not valid at \"\": Pointer '/$defs/nothing' does not exist",
    )
    .await;
    for (schema, place) in [
        (r#"{"requird":[]}"#, "/requird"),
        (r#"{"properties":{"requird":{"tpye":"string"}}}"#, "/properties/requird/tpye"),
        (r#"{"oneOf":[{},{"items":{"nullable":true}}]}"#, "/oneOf/1/items/nullable"),
        (r#"{"$defs":{"a":{"definitions":{}}}}"#, "/$defs/a/definitions"),
    ] {
        let problem = format!("the reply schema uses the unknown keyword {place}");
        check(&[link.with_reply(schema)], &problem).await;
    }
    check(
        &[link.with_reply(r#"{"required":["a"],"examples":[{"a":1},{"b":1}]}"#)],
        r#"the reply schema does not match its own example 1: "a" is a required property"#,
    )
    .await;
    check(&[link, link], "the interface is there twice").await;
    let shared = "the mock cannot serve `other`: method, path and query are those of \
                  `linkMiniprogram`";
    assert_eq!(refusal(&[link, Operation::new(&SAME_PATH)]).await.to_string(), shared);
}

#[tokio::test]
async fn good_operations() {
    for schema in [
        LINK_REQUEST,
        LINK_REPLY,
        "true",
        r#"{"x-any":{"thing":1},"enum":[{"tpye":1}],"examples":[{"tpye":1}]}"#,
    ] {
        let operation = Operation::new(&LINK).with_request(schema).with_reply(schema);
        let mock = Mock::builder().operations([operation]).start().await.expect("the mock starts");
        assert_eq!(mock.operations().len(), 1);
    }
}

#[tokio::test]
async fn the_catalogue_answers_its_own_examples() {
    let mock = Mock::start().await.expect("the catalogue is in order");
    assert!(mock.operations().len() > 0);
    for operation in mock.operations() {
        let Some(request) = example(operation) else {
            continue;
        };
        let answer = exchange(&mock, &request).await;
        assert!(answer.starts_with("200 text/plain {"), "{answer}");
        let call = mock.calls_of(operation.meta.interface).pop().expect("the call is in the log");
        assert!(call.violations.is_empty(), "{call:#?}");
    }
}

/// A good request to an operation, if there is enough to make one from.
fn example(operation: &Operation) -> Option<Vec<u8>> {
    let meta = operation.meta;
    let mut target = format!("{}?{}=T", meta.path, meta.token_query);
    for (name, value) in meta.query {
        target.push_str(&format!("&{name}={value}"));
    }
    let schema: Value = serde_json::from_str(operation.request.unwrap_or("{}")).ok()?;
    let body = schema.get("examples").and_then(|examples| examples.get(0));
    if meta.method == Method::Get {
        for (name, value) in body.and_then(Value::as_object).into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            target.push_str(&format!("&{name}={text}"));
        }
        return Some(get(&target));
    }
    Some(post(&target, body.map_or_else(|| "{}".to_owned(), Value::to_string)))
}

async fn check(operations: &[Operation], problem: &str) {
    let expected = format!("the mock cannot serve `linkMiniprogram`: {problem}");
    assert_eq!(refusal(operations).await.to_string(), expected);
}

async fn refusal(operations: &[Operation]) -> MockError {
    let started = Mock::builder().operations(operations.iter().copied()).start().await;
    started.expect_err("the mock refuses to start")
}
