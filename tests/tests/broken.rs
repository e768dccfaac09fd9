//! An answer with broken bytes is read twice, and nothing about it is told twice.

use wxopen_api::Client;
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_mock::Mock;
use wxopen_tests::Notes;

#[tokio::test]
async fn what_was_lenient_about_a_mended_answer_is_told_once() {
    let mock = Mock::start().await.expect("a free port");
    let body = "{\"errcode\":\"0\",\"later\":\"\u{1}\",\"open_appid\":7}";
    mock.script("getOpenAccount").raw(200, "text/plain", body);
    let notes = Notes::new();
    let builder = Client::builder().base_url(mock.base_url()).allow_http_on_loopback();
    let client = builder.token("token").observer(notes.clone()).build().expect("loopback");
    let reply = client.send(GetOpenAccount::new()).await.expect("it was mended");
    assert_eq!(reply.open_appid, "7");
    let told = [
        "getOpenAccount Repaired",
        "getOpenAccount errcode: a string read as an integer",
        "getOpenAccount : unknown member",
        "getOpenAccount open_appid: an integer read as a string",
    ];
    let mut found = notes.take();
    found.sort_by_key(|note| told.iter().position(|line| line == note));
    assert_eq!(found, told);
    mock.stop().await;
}
