//! What a library of another language does to have an account authorized, and what it must print. The
//! rules are in `tests/interop/README.md`.

use wxopen_mock::{Mock, MockError};

const APPID: &str = "wx-platform";
const MERCHANT: &str = "wx-merchant";
const TOKEN: &str = "the token";
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

/// A mock that remembers, with an administrator who will visit the authorization page twice.
///
/// # Errors
///
/// If the mock cannot start.
pub async fn mock() -> Result<Mock, MockError> {
    let mock = Mock::builder().component(APPID, "the secret").start().await?;
    let component = mock.component(APPID);
    component.account(MERCHANT).nick_name("茶叶铺").original_id("gh_tea");
    component.next_visitor(MERCHANT, &[33, 24]);
    component.next_visitor(MERCHANT, &[24]);
    Ok(mock)
}

/// Pushes a ticket to a program that takes pushes at this address, and whatever follows. Whether the
/// program has taken the ticket.
pub async fn push_to(mock: &Mock, url: &str) -> bool {
    let component = mock.component(APPID);
    component.push_to(url, TOKEN, KEY);
    component.push_ticket().await.is_some_and(|delivery| delivery.taken())
}

/// What a program prints after its address.
pub const EXPECTED: &str = "\
pushed: component_verify_ticket
pushed: authorized of wx-merchant
traded: wx-merchant grants [33, 24]
refreshed: access token other, refresh token same
called: 0
read: 茶叶铺 gh_tea
pushed: updateauthorized of wx-merchant
traded: wx-merchant grants [24]
refreshed: access token other, refresh token same
called: 0
read: 茶叶铺 gh_tea
listed: 1
";
