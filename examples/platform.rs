//! The life of a third-party platform in one run, against the embedded mock: the ticket arrives, a merchant
//! authorizes, calls are made, a token expires, and another process shares the store.

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use wxopen::Platform;
use wxopen::platform::AuthorizationPage;
use wxopen::push::Push;
use wxopen::store::SqliteStore;
use wxopen_api::Client;
use wxopen_api::official_account::{GetLinkMiniprogram, LinkMiniprogram};
use wxopen_api::open_platform::GetOpenAccount;
use wxopen_mock::{AccountKind, Mock};

const PLATFORM: &str = "wx0000000000000001";
const SECRET: &str = "the secret of the platform";
const TOKEN: &str = "the token of the console";
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const MERCHANT: &str = "wx0000000000000002";
const MINI_PROGRAM: &str = "wx0000000000000003";

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => the_whole_story().await,
        [wechat, file] => another_process(wechat, Path::new(file)).await,
        _ => Err("this example takes no arguments".into()),
    }
}

async fn the_whole_story() -> Outcome<()> {
    let wechat = Mock::builder().component(PLATFORM, SECRET).start().await?;
    let console = wechat.component(PLATFORM);
    println!("A mock of WeChat listens on {}.", wechat.base_url());

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("wxopen.db");
    let platform = platform(&wechat.base_url(), &file)?;
    console.push_to(&receive(&platform).await?, TOKEN, KEY);
    println!("The platform keeps its credentials in {} and waits for pushes.", file.display());

    say("WeChat pushes a ticket, as it does every ten minutes");
    let delivery = console.push_ticket().await.ok_or("nobody receives")?;
    println!("It was answered: {}", if delivery.taken() { "success" } else { "something else" });

    say("A merchant opens the authorization page, scans, and comes back with a code");
    console.next_visitor(MERCHANT, &[24, 33]);
    let page = AuthorizationPage::new("https://shop.example.com/authorized")?;
    let link = platform.authorization_link(&page).await?;
    let merchant = platform.authorize(visit(link.desktop()).await?).await?;
    println!("{} has granted {:?}.", merchant.appid(), merchant.permission_sets().await?);

    say("Calls on behalf of the merchant; the token is fetched and kept by the platform");
    let account = merchant.send(GetOpenAccount::new()).await?;
    println!("It belongs to the open-platform account {:?}.", account.open_appid);
    let mini_program = console.account(MINI_PROGRAM).kind(AccountKind::MiniProgram);
    if merchant.can::<LinkMiniprogram>().await? {
        merchant.send(LinkMiniprogram::new(MINI_PROGRAM, true, true)).await?;
    }
    console.account(MERCHANT).accept_link(MINI_PROGRAM);
    mini_program.accept_link(MERCHANT);
    let links = merchant.send(GetLinkMiniprogram::new()).await?;
    println!("Linked mini programs: {}.", links.wxopens.items.len());

    say("Two hours pass, and the token is stale: one refresh, one more attempt");
    wechat.advance(Duration::from_secs(7200));
    console.push_ticket().await;
    merchant.send(GetOpenAccount::new()).await?;
    println!("{} refreshes so far.", refreshes(&wechat));

    say("Another process shares the store");
    let arguments = [wechat.base_url().into(), file.into_os_string()];
    let run = move || Command::new(env::current_exe()?).args(arguments).status();
    if !tokio::task::spawn_blocking(run).await??.success() {
        return Err("the other process failed".into());
    }
    println!("{} refreshes so far: it found the token in the store.", refreshes(&wechat));

    say("The merchant withdraws");
    console.account(MERCHANT).revoke().await;
    let error = merchant.send(GetOpenAccount::new()).await.err().ok_or("a call went through")?;
    println!("{error}");
    println!("Must authorize again: {}", error.must_authorize());
    wechat.stop().await;
    Ok(())
}

/// What the second process does.
async fn another_process(wechat: &str, file: &Path) -> Outcome<()> {
    let platform = platform(wechat, file)?;
    let account = platform.authorizer(MERCHANT).send(GetOpenAccount::new()).await?;
    println!("Process {} was told: {:?}.", std::process::id(), account.open_appid);
    Ok(())
}

/// Without the lines about the mock, this is how a platform is set up in production.
fn platform(wechat: &str, file: &Path) -> Outcome<Platform> {
    let client = Client::builder().base_url(wechat).allow_http_on_loopback();
    let platform = Platform::builder(PLATFORM, SECRET)
        .message_crypto(TOKEN, KEY)
        .store(SqliteStore::open(file)?)
        .client(client)
        .pages(wechat)
        .build()?;
    Ok(platform)
}

/// Starts to receive pushes and returns where.
async fn receive(platform: &Platform) -> Outcome<String> {
    let receiver = platform.receiver(|push: Push| async move {
        if let Push::Authorization(event) = push {
            println!("[an event arrived: {}]", event.name());
        }
    })?;
    let router = wxopen::push::axum::router(receiver, "/authorization", "/{appid}/message");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(format!("http://{address}/authorization"))
}

/// What the browser of the merchant does: it follows the page to the address it leads back to.
async fn visit(page: &str) -> Outcome<String> {
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let answer = browser.get(page).send().await?;
    let back = answer.headers().get("location").ok_or("the page leads nowhere")?.to_str()?;
    let back = url::Url::parse(back)?;
    let code = back.query_pairs().find(|(name, _)| name == "auth_code").ok_or("no code")?.1;
    Ok(code.into_owned())
}

fn refreshes(wechat: &Mock) -> usize {
    let calls = wechat.calls_of("getAuthorizerAccessToken").into_iter();
    calls.filter(|call| call.token.as_ref().is_some_and(|token| token.accepted)).count()
}

fn say(what: &str) {
    println!("\n{what}.");
}
