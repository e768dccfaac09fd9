//! A platform that makes its calls by hand. Expects nothing of their answers.

use serde_json::{Value, json};
use wxopen_mock::{Account, Component, Mock};

use crate::support::{exchange, exchange_whole, get, post};

pub(crate) const APPID: &str = "wx-platform";
pub(crate) const SECRET: &str = "the secret";
pub(crate) const MERCHANT: &str = "wx-merchant";

/// A mock with one component.
pub(crate) struct Caller {
    pub(crate) mock: Mock,
    pub(crate) component: Component,
}

/// What an account has given a platform.
pub(crate) struct Given {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Caller {
    pub(crate) async fn start() -> Self {
        let mock = Mock::builder().component(APPID, SECRET).component("wx-other", "another secret");
        let mock = mock.start().await.expect("the mock starts");
        let component = mock.component(APPID);
        Caller { mock, component }
    }

    /// The answer to a body with the appid of the component in it.
    pub(crate) async fn ask(&self, path: &str, token: &str, body: Value) -> Value {
        let mut body = body;
        body["component_appid"] = json!(APPID);
        self.send(path, token, body).await
    }

    /// The answer to a body as it is.
    pub(crate) async fn send(&self, path: &str, token: &str, body: Value) -> Value {
        let joint = if path.contains('?') { '&' } else { '?' };
        let target = format!("{path}{joint}access_token={token}");
        let answer = exchange(&self.mock, &post(&target, body.to_string())).await;
        let body = answer.strip_prefix("200 text/plain ").unwrap_or_else(|| panic!("{answer}"));
        let answer = serde_json::from_str(body).expect("JSON");
        self.hold_against_documents(&answer);
        answer
    }

    /// An answer that is no failure is what the documents promise, unless a script has made it up.
    fn hold_against_documents(&self, answer: &Value) {
        let last = self.mock.calls().pop().expect("a call");
        let schema = last.interface.and_then(wxopen_api::schemas::reply_documented);
        if let (Some(schema), 0, None) = (schema, code(answer), answer.get("odd")) {
            let schema = serde_json::from_str(schema).expect("JSON");
            let validator = jsonschema::draft202012::new(&schema).expect("a schema");
            let problems: Vec<_> = validator.iter_errors(answer).map(|e| e.to_string()).collect();
            assert!(problems.is_empty(), "{answer}: {problems:?}");
        }
    }

    /// Status, label and body of what a browser gets.
    pub(crate) async fn browse(&self, target: &str) -> String {
        exchange(&self.mock, &get(target)).await
    }

    /// The head and the body of what a browser gets.
    pub(crate) async fn browse_whole(&self, target: &str) -> (String, String) {
        let answer = exchange_whole(&self.mock, &get(target)).await;
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }

    pub(crate) async fn component_token_of(&self, ticket: &str) -> Value {
        let body = json!({ "component_appsecret": SECRET, "component_verify_ticket": ticket });
        self.ask("/cgi-bin/component/api_component_token", "", body).await
    }

    pub(crate) async fn component_token(&self) -> String {
        let answer = self.component_token_of(&self.component.ticket()).await;
        text(&answer, "component_access_token")
    }

    pub(crate) async fn trade(&self, token: &str, code: &str) -> Value {
        let body = json!({ "authorization_code": code });
        self.ask("/cgi-bin/component/api_query_auth", token, body).await
    }

    pub(crate) async fn refresh(&self, token: &str, refresh: &str) -> Value {
        let body = json!({ "authorizer_appid": MERCHANT, "authorizer_refresh_token": refresh });
        self.ask("/cgi-bin/component/api_authorizer_token", token, body).await
    }

    pub(crate) async fn info(&self, token: &str) -> Value {
        let body = json!({ "authorizer_appid": MERCHANT });
        self.ask("/cgi-bin/component/api_get_authorizer_info", token, body).await
    }

    /// A code of an interface that any account may call.
    pub(crate) async fn get_open_account(&self, token: &str) -> i64 {
        code(&self.send("/cgi-bin/open/get", token, json!({})).await)
    }

    pub(crate) async fn get_link(&self, token: &str) -> Value {
        self.send("/cgi-bin/wxopen/wxamplinkget", token, json!({})).await
    }

    /// The merchant authorizes the component, and its code is traded.
    pub(crate) async fn merchant(&self, token: &str, sets: &[u16]) -> (Account, Given) {
        let account = self.component.account(MERCHANT);
        let code = account.authorize(sets).await;
        let given = Given::read(&self.trade(token, &code).await["authorization_info"]);
        (account, given)
    }
}

impl Given {
    pub(crate) fn read(answer: &Value) -> Self {
        Given {
            access: text(answer, "authorizer_access_token"),
            refresh: text(answer, "authorizer_refresh_token"),
        }
    }
}

pub(crate) fn text(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("there is no {name} in {answer}")).to_owned()
}

/// `errcode`, which is 0 where there is none.
pub(crate) fn code(answer: &Value) -> i64 {
    answer["errcode"].as_i64().unwrap_or_default()
}
