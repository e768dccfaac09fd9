//! The answers that are read: made up, in the order of members that the documents show.

use std::fmt::Write;

/// A list of linked mini programs; 50 of them are about 26 kB.
pub fn list(items: usize) -> String {
    answer(items, "")
}

/// The same with every number written as a string.
pub fn quoted(items: usize) -> String {
    answer(items, "\"")
}

fn answer(items: usize, quote: &str) -> String {
    let mut out = String::from(r#"{"errcode":0,"errmsg":"ok","wxopens":{"items":["#);
    for index in 0..items {
        if index > 0 {
            out.push(',');
        }
        item(index, quote, &mut out);
    }
    out.push_str("]}}");
    out
}

fn item(index: usize, quote: &str, out: &mut String) {
    let number = |value: usize| format!("{quote}{value}{quote}");
    let name = ["茶叶铺", "面包房", "山间书屋", "小城花店"][index % 4];
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        r#"{{"status":{status},"username":"gh_{index:012x}","appid":"wx{index:016x}","source":"SOURCE_NORMAL","nickname":"{name}·第{index}分店","selected":{yes},"nearby_display_status":{no},"released":{yes},"headimg_url":"http://img.example/mmopen/vi32Qs5e8Ua/2c9Xb7QpTzWkHs4LrVdYn0JfEaGmUiOxCq1Zt6Ky/{index:024x}/signboard-of-the-shop/tea-leaf-and-bread-640x640.png","func_infos":[{{"status":{no},"id":{yes},"name":"微信认证"}},{{"status":{yes},"id":{two},"name":"微信支付"}}],"copy_verify_status":{yes},"email":"owner.{index}@tea-and-bread.example"}}"#,
        status = number(1),
        yes = number(1),
        no = number(0),
        two = number(2),
    );
}
