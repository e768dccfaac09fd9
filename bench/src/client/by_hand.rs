//! The same calls as somebody would write them with reqwest and serde, strictly typed.

use serde::Deserialize;

use crate::Outcome;
use crate::client::Target;
use crate::decode::strict;

/// What a caller by hand holds on to.
#[derive(Clone)]
pub(super) struct ByHand {
    client: reqwest::Client,
    base: String,
    token: String,
}

#[derive(Deserialize)]
struct Open {
    #[serde(default)]
    errcode: i64,
    open_appid: String,
}

impl ByHand {
    pub(super) fn new(base: String, token: &str) -> Outcome<Self> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        Ok(ByHand { client, base, token: token.to_owned() })
    }

    /// Makes one call and checks what came.
    pub(super) async fn call(&self, target: Target) -> Outcome<()> {
        let path = match target {
            Target::Open => "/cgi-bin/open/get",
            Target::List => "/cgi-bin/wxopen/wxamplinkget",
        };
        let url = format!("{}{path}?access_token={}", self.base, self.token);
        let request = self.client.post(url).header("content-type", "application/json").body("{}");
        let body = request.send().await?.bytes().await?;
        let right = match target {
            Target::Open => {
                let open: Open = serde_json::from_slice(&body)?;
                open.errcode == 0 && !open.open_appid.is_empty()
            }
            Target::List => serde_json::from_slice(&body).map(strict::Reply::count)? == 50,
        };
        if right { Ok(()) } else { Err("not the answer".into()) }
    }
}
