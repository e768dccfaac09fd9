//! A mock that remembers, for programs in any language. It prints its address and obeys the lines on
//! standard input until they end. What it prints is made up, so secrets are shown.

use std::io::{self, BufRead};
use std::time::Duration;

use tokio::sync::mpsc;
use wxopen_mock::{Component, Mock};

const HELP: &str = "\
push <url> <token> <EncodingAESKey>   where events go from now on
ticket                                issue a ticket, and push it
visitor <appid> <permission set>...   who scans the authorization page next
authorize <appid> <permission set>... authorize without the page
advance <seconds>                     let time pass";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), wxopen_mock::MockError> {
    let mock = Mock::builder().port(8066).component("wx-platform", "the secret").start().await?;
    println!("{}: component wx-platform, secret `the secret`\n{HELP}", mock.base_url());
    let component = mock.component("wx-platform");
    let (lines, mut commands) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        io::stdin().lock().lines().map_while(Result::ok).try_for_each(|line| lines.send(line))
    });
    while let Some(line) = commands.recv().await {
        let words: Vec<&str> = line.split_whitespace().collect();
        println!("{}", obey(&mock, &component, &words).await);
    }
    mock.stop().await;
    Ok(())
}

/// What there is to say about a command.
async fn obey(mock: &Mock, component: &Component, words: &[&str]) -> String {
    match words {
        ["push", url, token, key] => component.push_to(url, token, key),
        ["ticket"] => {
            let delivery = component.push_ticket().await;
            return format!("{} {delivery:?}", component.ticket());
        }
        ["visitor", account, sets @ ..] => component.next_visitor(account, &numbers(sets)),
        ["authorize", account, sets @ ..] => {
            return component.account(account).authorize(&numbers(sets)).await;
        }
        ["advance", seconds] => {
            mock.advance(Duration::from_secs(seconds.parse().unwrap_or_default()));
        }
        _ => return HELP.to_owned(),
    }
    "done".to_owned()
}

fn numbers(words: &[&str]) -> Vec<u16> {
    words.iter().filter_map(|word| word.parse().ok()).collect()
}
