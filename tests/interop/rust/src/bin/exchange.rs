//! Makes the exchange of ../../README.md with the client and the types of progenitor.

use std::{env, error, fs};

use progenitor::progenitor_client::{ClientHooks, Error, OperationInfo};
use serde_json::{Map, Value};

mod wechat {
    // `prepare` puts the contract beside `Cargo.toml`.
    progenitor::generate_api!("openapi-3.0.json");
}

use wechat::Client;
use wechat::types::{
    Failure, GetLinkMiniprogram, GetLinkMiniprogramLinkedMiniprogram as LinkedMiniprogram,
    GetLinkMiniprogramResponse, GetOpenAccount, GetOpenAccountResponse, LenientFlag,
    LenientFlagOrNull, LenientFlagString,
    LenientListOfGetLinkMiniprogramLinkedFunction as Functions,
    LenientListOfGetLinkMiniprogramLinkedFunctionOrNull as FunctionsOrNull,
    LenientListOfGetLinkMiniprogramLinkedMiniprogram as Items,
    LenientListOfGetLinkMiniprogramLinkedMiniprogramOrNull as ItemsOrNull, LinkMiniprogram,
    LinkMiniprogramResponse,
};

type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

/// progenitor leaves a key in the query to its user.
impl ClientHooks<()> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _info: &OperationInfo,
    ) -> std::result::Result<(), Error<E>> {
        request.url_mut().query_pairs_mut().append_pair("access_token", "the-token");
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let client = Client::new(&env::var("WXOPEN_MOCK")?);
    let codes = fs::read_to_string(format!("{}/codes.json", env::var("WXOPEN_CONTRACTS")?))?;
    let codes = &serde_json::from_str::<Value>(&codes)?["interfaces"];
    let refusal = |interface: &str, failure: &Failure| {
        let code = failure.errcode.to_string();
        let own = &codes[interface][&code];
        let known = if own.is_null() { &codes["*"][&code] } else { own };
        let member = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (name, class) = (member(&known["name"]), member(&known["class"]));
        format!("{interface}: {code} {name} ({class}): {}", member(&known["remedy"]["en"]))
    };

    match client.get_open_account(&GetOpenAccount::default()).await?.into_inner() {
        GetOpenAccountResponse::GetOpenAccountReply(reply) => {
            println!("getOpenAccount: {}", reply.open_appid);
        }
        GetOpenAccountResponse::Failure(failure) => {
            return Err(refusal("getOpenAccount", &failure).into());
        }
    }

    let invitation = LinkMiniprogram {
        appid: "wx0123456789abcdef".to_owned(),
        notify_users: 0.try_into()?,
        show_profile: 1.try_into()?,
    };
    for _ in 0..2 {
        match client.link_miniprogram(&invitation).await?.into_inner() {
            LinkMiniprogramResponse::LinkMiniprogramReply(_) => println!("linkMiniprogram: ok"),
            LinkMiniprogramResponse::Failure(failure) => {
                println!("{}", refusal("linkMiniprogram", &failure));
            }
        }
    }

    for _ in 0..2 {
        let nothing = GetLinkMiniprogram(Map::new());
        match client.get_link_miniprogram(&nothing).await?.into_inner() {
            GetLinkMiniprogramResponse::GetLinkMiniprogramReply(reply) => {
                // Text or an object in the place of a list is an empty one.
                if let Some(ItemsOrNull::LenientListOfGetLinkMiniprogramLinkedMiniprogram(
                    Items::ListOfGetLinkMiniprogramLinkedMiniprogram(items),
                )) = &reply.wxopens.items
                {
                    items.iter().try_for_each(show)?;
                }
            }
            GetLinkMiniprogramResponse::Failure(failure) => {
                return Err(refusal("getLinkMiniprogram", &failure).into());
            }
        }
    }
    Ok(())
}

fn show(item: &LinkedMiniprogram) -> Result<()> {
    let status: i64 = item.status.to_string().parse()?;
    let selected = match &item.selected {
        None | Some(LenientFlagOrNull::Null(_)) => "-",
        Some(LenientFlagOrNull::LenientFlag(flag)) if is_set(flag) => "1",
        Some(LenientFlagOrNull::LenientFlag(_)) => "0",
    };
    // The list comes under either of two names.
    let functions = match item.func_infos.as_ref().or(item.func_info.as_ref()) {
        Some(FunctionsOrNull::LenientListOfGetLinkMiniprogramLinkedFunction(
            Functions::ListOfGetLinkMiniprogramLinkedFunction(functions),
        )) => functions.len(),
        _ => 0,
    };
    let nickname = &item.nickname;
    println!(
        "getLinkMiniprogram: {nickname} status={status} selected={selected} functions={functions}"
    );
    Ok(())
}

fn is_set(flag: &LenientFlag) -> bool {
    match flag {
        LenientFlag::Integer(number) => **number == 1,
        LenientFlag::Boolean(set) => *set,
        LenientFlag::String(text) => {
            matches!(text, LenientFlagString::X1 | LenientFlagString::True)
        }
    }
}
