//! The exchange that a program of every language makes with the mock, and what it must print. The
//! rules are in `tests/interop/README.md`.

use serde_json::{Value, json};
use wxopen_mock::Mock;

/// The token the programs send.
pub const TOKEN: &str = "the-token";

/// Prepares a mock for one exchange.
pub fn stage(mock: &Mock) {
    mock.accept_token(TOKEN);
    mock.script("getOpenAccount").reply(json!({"open_appid": "wx-open", "errcode": 0}));
    mock.script("linkMiniprogram").example(0).code(89010);
    mock.script("getLinkMiniprogram").reply(plain()).reply(lenient());
}

/// What a program prints.
pub const EXPECTED: &str = "\
getOpenAccount: wx-open
linkMiniprogram: ok
linkMiniprogram: 89010 InvitationPending (state): Do not ask again: that only brings more messages. \
Watch the state in getLinkMiniprogram.
getLinkMiniprogram: tea status=1 selected=1 functions=2
getLinkMiniprogram: bread status=3 selected=- functions=0
getLinkMiniprogram: cake status=12 selected=0 functions=0
";

/// As the documents show it.
fn plain() -> Value {
    json!({"errcode": 0, "errmsg": "ok", "wxopens": {"items": [
        {"status": 1, "username": "gh_1", "appid": "wx1", "source": "SOURCE_NORMAL",
            "nickname": "tea", "selected": 1, "nearby_display_status": 0, "released": 1,
            "headimg_url": "http://example.com/1.png",
            "func_infos": [{"status": 0, "id": 1, "name": "微信认证"},
                {"status": 1, "id": 2, "name": "微信支付"}],
            "copy_verify_status": 1, "email": "a@example.com"},
        {"status": 3, "username": "gh_2", "nickname": "bread",
            "headimg_url": "http://example.com/2.png", "func_infos": []},
    ]}})
}

/// As the service has been seen to send it: numbers in quotes, flags as booleans, nothing as `null`
/// and `""`, and a member that nobody knows.
fn lenient() -> Value {
    json!({"errcode": "0", "errmsg": "ok", "wxopens": {"items": [
        {"status": "12", "username": "gh_3", "nickname": "cake", "selected": false,
            "released": "1", "headimg_url": "http://example.com/3.png", "func_infos": "",
            "email": null, "brand_new": [1]},
    ]}})
}
