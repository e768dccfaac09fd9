//! The options of an account.

use serde_json::json;

use super::caller::{Caller, code};

const GET: &str = "/cgi-bin/component/get_authorizer_option";
const SET: &str = "/cgi-bin/component/set_authorizer_option";

#[tokio::test]
async fn options_are_kept() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    let (_, given) = caller.merchant(&component, &[1, 2, 6]).await;
    let get = async |name| caller.send(GET, &given.access, json!({ "option_name": name })).await;
    for (name, value, expected) in [
        ("location_report", "2", 0),
        ("location_report", "3", 61013),
        ("voice_recognize", "1", 0),
        ("voice_recognize", "2", 61013),
        ("customer_service", "on", 61013),
        ("shoe_size", "1", 61012),
    ] {
        let body = json!({ "option_name": name, "option_value": value });
        assert_eq!(code(&caller.send(SET, &given.access, body).await), expected, "{name} {value}");
    }
    for (name, value) in
        [("location_report", "2"), ("voice_recognize", "1"), ("customer_service", "0")]
    {
        assert_eq!(get(name).await, json!({ "option_name": name, "option_value": value }));
    }
    assert_eq!(code(&get("shoe_size").await), 61012);
}

#[tokio::test]
async fn each_option_asks_for_its_set() {
    let caller = Caller::start().await;
    let component = caller.component_token().await;
    for (sets, granted) in
        [(&[2][..], [0, 61007, 61007]), (&[1, 6], [61007, 0, 0]), (&[33], [61007; 3])]
    {
        let (_, given) = caller.merchant(&component, sets).await;
        for (name, expected) in
            ["location_report", "voice_recognize", "customer_service"].into_iter().zip(granted)
        {
            let answer = caller.send(GET, &given.access, json!({ "option_name": name })).await;
            assert_eq!(code(&answer), expected, "{sets:?} {name}");
        }
    }
}
