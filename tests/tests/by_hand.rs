//! An endpoint that the specification does not know, written by hand: the trait must stay open to
//! everybody. Also the shortest description of what an endpoint is.

use serde_json::json;
use wxopen_api::{
    Answer, Body, Code, DecodeError, Endpoint, EndpointError, EndpointMeta, GLOBAL_ERRORS, Method,
    Phase, Repeat, Secret, TokenKind, wire,
};
use wxopen_mock::{Mock, Operation};
use wxopen_tests::client_of;

static META: EndpointMeta = EndpointMeta::new("getShelfLife", Method::Post, "/private/shelf_life")
    .with_query(&[("action", "get")])
    .with_token(TokenKind::Authorizer, "access_token")
    .with_repeat(Repeat::Safe)
    .with_errors(&[], GLOBAL_ERRORS);

/// A request over serde, a reply over the tables of the runtime.
struct GetShelfLife {
    sku: String,
}

#[derive(Default, Clone)]
struct ShelfLife {
    days: i64,
    seal: Option<Secret>,
}

impl Endpoint for GetShelfLife {
    type Reply = ShelfLife;
    type Error = Code;
    const META: &'static EndpointMeta = &META;

    fn encode(&self, body: &mut Body) {
        body.json(&json!({ "sku": self.sku }));
    }

    fn decode(answer: &mut Answer<'_>) -> Result<Self::Reply, DecodeError> {
        answer.record()
    }
}

impl wire::Record for ShelfLife {
    fn shape(&self) -> &'static wire::Shape {
        static SHAPE: wire::Shape = wire::Shape {
            name: "ShelfLife",
            fields: &[wire::Field::new("days").required(), wire::Field::new("seal")],
        };
        &SHAPE
    }

    fn view(&self, field: usize) -> wire::View<'_> {
        match field {
            0 => wire::View::Int(self.days),
            1 => wire::View::opt(self.seal.as_ref(), wire::View::Secret),
            _ => wire::View::Absent,
        }
    }
}

impl wire::RecordMut for ShelfLife {
    fn slot(&mut self, field: usize) -> wire::Slot<'_> {
        match field {
            0 => wire::Slot::Int(&mut self.days),
            1 => wire::Slot::OptSecret(&mut self.seal),
            _ => wire::Slot::Nothing,
        }
    }
}

/// Sends anything but an object, which no endpoint accepts.
struct Wrong;

impl Endpoint for Wrong {
    type Reply = serde_json::Value;
    type Error = Code;
    const META: &'static EndpointMeta = &META;

    fn encode(&self, body: &mut Body) {
        body.json(&[1, 2]);
    }

    fn decode(answer: &mut Answer<'_>) -> Result<Self::Reply, DecodeError> {
        answer.json()
    }
}

#[tokio::test]
async fn it_is_called_like_every_other() {
    let mock = Mock::builder().operations([Operation::new(&META)]).start().await.expect("a port");
    mock.script("getShelfLife").reply(json!({ "days": "30", "seal": "s" })).code(48001).code(7);
    let client = client_of(&mock, "token");
    let life = client.send(GetShelfLife { sku: "tea".into() }).await.expect("scripted");
    assert_eq!((life.days, life.seal), (30, Some(Secret::from("s"))));
    let error = client.send(GetShelfLife { sku: "tea".into() }).await.err().expect("scripted");
    assert_eq!(error.error().map(|code| code.code()), Some(48001));
    assert_eq!(error.class().as_str(), "permission");
    let error = client.send(GetShelfLife { sku: "tea".into() }).await.err().expect("scripted");
    assert_eq!(
        error.to_string(),
        format!(
            "getShelfLife: 7, a code that is not documented (rid {})",
            error.rid().unwrap_or_default()
        )
    );
    assert_eq!(mock.calls()[0].body, Some(json!({ "sku": "tea" })));
    assert_eq!(mock.calls()[0].query, ["action", "access_token"]);
}

#[test]
fn what_is_written_last_is_the_body() {
    let mut body = Body::new();
    body.json(&[1, 2]);
    body.json(&json!({ "sku": "tea" }));
    assert_eq!(body.into_bytes().as_deref(), Ok(br#"{"sku":"tea"}"#.as_slice()));
    let mut body = Body::new();
    body.json(&[1, 2]);
    body.record(&ShelfLife { days: 30, seal: None });
    assert_eq!(body.into_bytes().as_deref(), Ok(br#"{"days":30}"#.as_slice()));
}

#[tokio::test]
async fn a_body_that_is_no_object_is_not_sent() {
    let mock = Mock::builder().operations([Operation::new(&META)]).start().await.expect("a port");
    let error = client_of(&mock, "token").send(Wrong).await.expect_err("an array");
    assert_eq!(error.phase(), Phase::NotSent);
    assert_eq!(error.to_string(), "getShelfLife: not sent: the request is not a JSON object");
    assert!(mock.calls().is_empty());
}
