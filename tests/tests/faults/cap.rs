//! The longest answer that is read unless somebody asks for another length: 4 MiB to the byte, as they
//! are once they are unpacked.

use libtest_mimic::{Failed, Trial};
use tokio::runtime;
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::{Cause, Client};
use wxopen_tests::faults::Step::{Pour, Read, Write};
use wxopen_tests::faults::answers::{answer, gzip};
use wxopen_tests::faults::{Script, Server, Step, Wire};

const CAP: usize = 4 << 20;
const REPLY: &str = r#"{"open_appid":"wx0123"}"#;

/// The trial.
pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("the longest answer has 4 MiB", || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        for (length, is_read) in [(CAP, true), (CAP + 1, false)] {
            for steps in [plain(length), packed(length)] {
                runtime.block_on(meet(steps, is_read))?;
            }
        }
        Ok(())
    })]
}

fn plain(length: usize) -> Vec<Step> {
    let head = answer("200 OK", "Connection: close", REPLY.as_bytes());
    vec![Read, Write(head), Pour(length - REPLY.len())]
}

fn packed(length: usize) -> Vec<Step> {
    let mut body = REPLY.as_bytes().to_vec();
    body.resize(length, b' ');
    vec![Read, Write(gzip(&body))]
}

async fn meet(steps: Vec<Step>, is_read: bool) -> Result<(), Failed> {
    let script = Script { wire: Wire::Plain, first: steps.clone(), later: steps };
    let server = Server::start(script).await?;
    let client = Client::builder()
        .base_url(server.base_url())
        .allow_http_on_loopback()
        .token("token")
        .build()?;
    let outcome = client.send(GetOpenAccount::new()).await;
    let is_right = match &outcome {
        Ok(_) => is_read,
        Err(error) => !is_read && error.cause() == Some(&Cause::TooLong(CAP)),
    };
    if is_right { Ok(()) } else { Err(format!("{outcome:?}").into()) }
}
