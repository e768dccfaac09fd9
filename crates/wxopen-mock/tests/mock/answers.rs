//! What a good call is answered with, by default and by script.

use std::time::{Duration, Instant};

use serde_json::json;
use wxopen_mock::{Mock, Script};

use crate::support::{LINKED, exchange, get, mock, post};

const FIRST: &str = r#"200 text/plain {"errcode":0,"errmsg":"ok"}"#;
const SECOND: &str = r#"200 text/plain {"errcode":0,"errmsg":""}"#;
const SENT: &str = r#"200 text/plain {"errcode":89010,"errmsg":"link message has sent rid: RID"}"#;
const BUSY: &str = r#"200 text/plain {"errcode":-1,"errmsg":" rid: RID"}"#;
const CLOSED: &str = "";

#[tokio::test]
async fn scripts() {
    check(|script| script, &[FIRST, FIRST]).await;
    check(|script| script.code(89010), &[SENT, FIRST]).await;
    check(|script| script.code(0), &[FIRST]).await;
    check(|script| script.code(-1).code(89010), &[BUSY, SENT, FIRST]).await;
    check(|script| script.code(-1).times(2).code(89010), &[BUSY, BUSY, SENT, FIRST]).await;
    check(|script| script.code(-1).times(usize::MAX), &[BUSY, BUSY, BUSY]).await;
    check(|script| script.code(-1).times(1), &[BUSY, FIRST]).await;
    check(|script| script.example(1).example(0), &[SECOND, FIRST]).await;
    check(|script| script.drop_connection(), &[CLOSED, FIRST]).await;
    check(|script| script.drop_connection().times(2).code(-1), &[CLOSED, CLOSED, BUSY]).await;
    check(
        |script| script.reply(json!({ "errcode": "0", "odd": [null] })),
        &[r#"200 text/plain {"errcode":"0","odd":[null]}"#, FIRST],
    )
    .await;
    check(
        |script| script.raw(502, "text/html; charset=gbk", "<p>").raw(200, "text/html", ""),
        &["502 text/html; charset=gbk <p>", "200 text/html ", FIRST],
    )
    .await;
}

#[tokio::test]
async fn scripts_of_one_interface_append() {
    let mock = mock().await;
    mock.script("linkMiniprogram").code(-1);
    mock.script("linkMiniprogram").code(89010);
    mock.script("getAccountBasicInfo").code(48001);
    assert_eq!(link(&mock).await, BUSY);
    let account = get("/cgi-bin/account/getaccountbasicinfo?access_token=T");
    let no_permission = r#"200 text/plain {"errcode":48001,"errmsg":" rid: RID"}"#;
    assert_eq!(exchange(&mock, &account).await, no_permission);
    assert_eq!(link(&mock).await, SENT);
}

#[tokio::test]
async fn a_refused_call_leaves_the_script_alone() {
    let mock = mock().await;
    mock.script("linkMiniprogram").code(-1);
    let refused = exchange(&mock, &post(LINKED, "")).await;
    assert!(refused.contains("44002"), "{refused}");
    assert_eq!(link(&mock).await, BUSY);
}

#[tokio::test]
async fn a_delay_belongs_to_the_next_answer() {
    const DELAY: Duration = Duration::from_millis(400);
    let mock = mock().await;
    mock.script("linkMiniprogram").delay(DELAY).code(-1).times(2).example(1);
    for (answer, waits) in [(BUSY, true), (BUSY, true), (SECOND, false)] {
        let start = Instant::now();
        assert_eq!(link(&mock).await, answer);
        assert_eq!(start.elapsed() >= DELAY, waits, "{answer}");
    }
}

#[tokio::test]
#[should_panic(expected = "the mock has no interface `linkMiniProgram`")]
async fn unknown_interface() {
    mock().await.script("linkMiniProgram");
}

#[tokio::test]
#[should_panic(expected = "the reply schema of `linkMiniprogram` has 2 examples")]
async fn unknown_example() {
    mock().await.script("linkMiniprogram").example(2);
}

#[tokio::test]
#[should_panic(expected = "the status 100 is not between 200 and 599")]
async fn impossible_status() {
    mock().await.script("linkMiniprogram").raw(100, "text/plain", "");
}

#[tokio::test]
#[should_panic(expected = "cannot be in a header")]
async fn impossible_label() {
    mock().await.script("linkMiniprogram").raw(200, "text/plain\r\nX: y", "");
}

#[tokio::test]
#[should_panic(expected = "an answer cannot be given 0 times")]
async fn never() {
    mock().await.script("linkMiniprogram").code(-1).times(0);
}

#[tokio::test]
#[should_panic(expected = "`times` belongs behind an answer")]
async fn times_of_nothing() {
    mock().await.script("linkMiniprogram").times(2);
}

/// A script, and the answers to as many good calls.
async fn check(script: impl FnOnce(Script<'_>) -> Script<'_>, answers: &[&str]) {
    let mock = mock().await;
    script(mock.script("linkMiniprogram"));
    for (index, answer) in answers.iter().enumerate() {
        assert_eq!(link(&mock).await, *answer, "answer {index} of {answers:?}");
    }
    mock.stop().await;
}

async fn link(mock: &Mock) -> String {
    exchange(mock, &post(LINKED, r#"{"appid":"wx01"}"#)).await
}
