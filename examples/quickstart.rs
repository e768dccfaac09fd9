//! The main job in one run: five typed calls over HTTP, and two calls that fail.
//!
//! Without further ado it talks to the embedded mock: no account, no network. With
//! `WXOPEN_ACCESS_TOKEN` set to an `authorizer_access_token` it makes the calls that only read
//! against WeChat itself; it never sends anything that changes an account.

use std::error::Error;
use std::fmt::Debug;

use wxopen_api::official_account::{GetLinkMiniprogram, LinkMiniprogram, UnlinkMiniprogram};
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_api::register::RegisterMiniprogramByOffiaccount;
use wxopen_api::{CallError, Client, Endpoint};
use wxopen_mock::Mock;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match std::env::var("WXOPEN_ACCESS_TOKEN") {
        Ok(token) if !token.is_empty() => read_the_real_thing(token).await,
        _ => show_everything().await,
    }
}

async fn show_everything() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start().await?;
    println!("A mock of WeChat listens on {}.\n", mock.base_url());
    let client = Client::builder()
        .base_url(mock.base_url())
        .allow_http_on_loopback()
        .token("a-token-that-nobody-will-ever-see")
        .build()?;
    let appid = "wx0123456789abcdef";

    show(&client, GetOpenAccount::new()).await;
    show(&client, LinkMiniprogram::new(appid, true, true)).await;
    show(&client, GetLinkMiniprogram::new()).await;
    show(&client, UnlinkMiniprogram::new(appid)).await;
    show(&client, RegisterMiniprogramByOffiaccount::new("a-ticket")).await;

    println!("Two calls that fail: a documented code, then one that nobody knows.\n");
    mock.script("linkMiniprogram").code(89010).code(99999);
    show(&client, LinkMiniprogram::new(appid, true, true)).await;
    show(&client, LinkMiniprogram::new(appid, true, true)).await;

    mock.stop().await;
    Ok(())
}

async fn read_the_real_thing(token: String) -> Result<(), Box<dyn Error>> {
    println!("Reading from WeChat itself. Nothing is changed.\n");
    let client = Client::builder().token(token).build()?;
    show(&client, GetOpenAccount::new()).await;
    show(&client, GetLinkMiniprogram::new()).await;
    Ok(())
}

async fn show<E: Endpoint>(client: &Client, request: E)
where
    E::Reply: Debug,
    E::Error: Debug,
{
    println!("{} {}", E::META.method, E::META.path);
    match client.send(request).await {
        Ok(reply) => println!("{reply:#?}\n"),
        Err(error) => explain(&error),
    }
}

fn explain<E: Debug>(error: &CallError<E>) {
    println!("{error}");
    if let Some(named) = error.error() {
        println!("  as a type: {named:?}, class {}, phase {:?}", error.class(), error.phase());
    }
    if let Some(remedy) = error.remedy() {
        println!("  {}", remedy.zh);
    }
    println!();
}
