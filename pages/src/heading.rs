//! Tells what a heading announces. The titles of all editions are known here and only here; a
//! title that is not known must never be guessed at.

use crate::{Part, line::Content};

/// What the machine translation leaves in place of words that it lost.
pub const FILLER: &str = "初始值";

/// The longest heading that may name a member.
const LONGEST_PATH: usize = 512;

/// What a heading announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// The interface name follows.
    Name,
    /// The address follows.
    Address,
    /// The permission sets follow.
    Permissions,
    /// A table of parameters or members follows.
    Members(Part),
    /// A table with the members of one member follows.
    Nested(Part, String),
    /// A table with the values of one member follows.
    Values(Part, String),
    /// Tables of values follow, each under its own heading.
    ValueList,
    /// Samples follow; the part is not stated yet.
    Samples,
    /// A sample of one part follows.
    Sample(Part),
    /// The error table follows.
    Errors,
    /// A known section without facts.
    Silent,
    /// A title that is no section of any edition.
    Other,
}

/// What a heading announces.
pub(crate) fn topic_of(title: &str) -> Topic {
    let title = plain(title);
    if title.is_empty() {
        return Topic::Other;
    }
    if let Some(topic) = payload_of(&title) {
        return topic;
    }
    let lower = title.to_lowercase();
    TITLES
        .iter()
        .find(|(_, names)| names.iter().any(|name| matches_title(&lower, name)))
        .map_or(Topic::Other, |(topic, _)| topic.clone())
}

/// The topic of a line of plain text that stands in place of a heading, as before samples.
pub(crate) fn label_topic(content: &Content) -> Option<Topic> {
    let Content::Text(text) = content else { return None };
    if text.chars().count() > 24 {
        return None;
    }
    match topic_of(text) {
        topic @ (Topic::Sample(_) | Topic::Members(_) | Topic::Errors) => Some(topic),
        _ => None,
    }
}

/// Whether a title is one of the section titles of some edition.
pub(crate) fn is_known_title(title: &str) -> bool {
    topic_of(title) != Topic::Other
}

/// A title without its number, its punctuation and its code marks.
fn plain(title: &str) -> String {
    let title = title.replace(['`', '*'], "");
    let title = title.trim().trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '、' | ' ' | '一' | '二' | '三' | '四' | '五')
    });
    let title =
        title.split(['(', '（']).next().filter(|_| !title.contains("(Array)")).unwrap_or(title);
    title.trim().trim_end_matches([':', '：', '。']).trim().to_owned()
}

/// Reads headings such as `Res.a.b(Array) Object Payload` and `Res.a Enum`.
fn payload_of(title: &str) -> Option<Topic> {
    let (head, rest) = title.split_once('.').filter(|_| title.len() <= LONGEST_PATH)?;
    let part = match head {
        "Res" | "Response" | "Resp" => Part::Reply,
        "Req" | "Request" | "Body" => Part::Request,
        "Query" => Part::Query,
        _ => return None,
    };
    if let Some(path) = rest.strip_suffix("Object Payload") {
        return Some(Topic::Nested(part, path.trim().to_owned()));
    }
    let path = rest.strip_suffix("Enum")?;
    Some(Topic::Values(part, path.trim().to_owned()))
}

/// A name that ends with a star stands for every title that begins with it.
fn matches_title(title: &str, name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(start) => title.starts_with(start),
        None => title == name,
    }
}

const TITLES: &[(Topic, &[&str])] = &[
    (Topic::Name, &["接口英文名", "interface name"]),
    (
        Topic::Address,
        &[
            "调用方式",
            "https 调用",
            "https调用",
            "http 调用",
            "请求地址*",
            "请求方式*",
            "接口地址",
            "http请求方式*",
            "接口调用请求说明",
            "calling mode",
            "https call",
            "request address",
        ],
    ),
    (Topic::Permissions, &["第三方调用", "third party invocation", "third-party invocation"]),
    (Topic::Members(Part::Query), &["查询参数*", "query string parameters", "query parameters"]),
    (
        Topic::Members(Part::Request),
        &[
            "请求参数",
            "请求参数说明",
            "参数说明",
            "请求体*",
            "请求包体*",
            "request payload",
            "request parameters",
            "request parameter",
        ],
    ),
    (
        Topic::Members(Part::Reply),
        &[
            "返回参数",
            "返回参数说明",
            "结果参数说明",
            "返回值说明",
            "返回体*",
            "response payload",
            "return parameters",
            "return parameter",
            "response parameters",
        ],
    ),
    (Topic::ValueList, &["枚举信息"]),
    (Topic::Samples, &["调用示例", "代码示例", "示例", "call example", "code example"]),
    (
        Topic::Sample(Part::Request),
        &[
            "请求示例",
            "请求数据示例",
            "请求包示例",
            "post 数据示例",
            "post数据示例",
            "sample request data",
            "request data example",
            "post data example",
        ],
    ),
    (
        Topic::Sample(Part::Reply),
        &[
            "返回示例",
            "返回数据示例",
            "返回结果示例",
            "返回结果",
            "返回说明",
            "返回包示例",
            "返回json示例",
            "return data example",
            "sample return data",
            "response example",
        ],
    ),
    (
        Topic::Errors,
        &[
            "错误码",
            "错误码说明",
            "错误码信息",
            "返回码",
            "返回码说明",
            "error code",
            "error codes",
        ],
    ),
    (
        Topic::Silent,
        &[
            "接口说明",
            "功能描述",
            "功能说明",
            "注意事项",
            "注意",
            "云调用",
            "其他说明",
            "适用范围",
            "interface dxplaination",
            "interface description",
            "functional description",
            "note",
            "notes",
            "other notes",
            "cloud call",
        ],
    ),
];
