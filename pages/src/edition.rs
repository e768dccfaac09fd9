//! The editions of the documentation and how to tell them apart. Detection rests on the headings
//! that only one edition has; it must never rest on the subject of a page.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An edition of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Edition {
    /// The machine translation of `zh-openapidoc`.
    EnOpenapidoc,
    /// The older Chinese pages, which may hold several interfaces each.
    #[serde(rename = "zh-3pp20")]
    Zh3pp20,
    /// The Chinese pages with one interface each and nested tables.
    ZhOpenapidoc,
    /// The current Chinese pages, as HTML text or as Markdown.
    ZhOpenapi,
}

impl Edition {
    /// Every edition.
    pub const ALL: [Self; 4] =
        [Self::EnOpenapidoc, Self::Zh3pp20, Self::ZhOpenapidoc, Self::ZhOpenapi];

    /// Every edition, the current one first. A translation is as old as what it translates.
    const NEWEST_FIRST: [Self; 4] =
        [Self::ZhOpenapi, Self::ZhOpenapidoc, Self::EnOpenapidoc, Self::Zh3pp20];

    /// How many editions are newer; 0 for the current one.
    #[must_use]
    pub fn age(self) -> usize {
        Self::NEWEST_FIRST.iter().take_while(|newer| **newer != self).count()
    }

    /// The label used in extracts and on the command line.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::EnOpenapidoc => "en-openapidoc",
            Self::Zh3pp20 => "zh-3pp20",
            Self::ZhOpenapidoc => "zh-openapidoc",
            Self::ZhOpenapi => "zh-openapi",
        }
    }

    /// The edition with the given label.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.label() == label)
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// Detects the edition of a page by the marks that each edition leaves.
pub(crate) fn detect(text: &str) -> Option<Edition> {
    MARKS
        .iter()
        .map(|(edition, marks)| (*edition, marks.iter().filter(|m| text.contains(**m)).count()))
        .filter(|(_, hits)| *hits > 0)
        .fold(None, |best: Option<(Edition, usize)>, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        })
        .map(|(edition, _)| edition)
}

const MARKS: [(Edition, &[&str]); 4] = [
    (
        Edition::ZhOpenapi,
        &[
            "接口英文名：",
            "接口英文名:",
            "Query String",
            "Request Payload",
            "Response Payload",
            "Object Payload",
            "云调用",
            "\"参数名\"",
            "参数名类型",
            "适用范围",
        ],
    ),
    (
        Edition::ZhOpenapidoc,
        &["接口英文名\n", "功能描述", "属性 类型", "属性 | 类型", "调用示例", "接口说明"],
    ),
    (
        Edition::EnOpenapidoc,
        &[
            "Dxplaination",
            "Interface name",
            "Functional description",
            "Calling mode",
            "Third Party Invocation",
            "HTTPS call",
            "seeHattori",
            "Introductions",
            "Sample Request Data",
            "Return Data Example",
            "Return parameters",
            "Error code",
            "Request parameters",
        ],
    ),
    (
        Edition::Zh3pp20,
        &[
            "请求地址",
            "请求方式",
            "请求参数说明",
            "返回参数说明",
            "结果参数说明",
            "错误码说明",
            "返回码说明",
            "参数 说明",
            "参数 类型",
            "| 参数 |",
            "数据示例",
            "返回示例",
        ],
    ),
];
