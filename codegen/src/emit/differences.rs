//! Where we differ from the documents, and why: as a module of the Rust documentation, and as one
//! page in each language. Says what the errata say and nothing else.

use std::fmt::Write as _;

use crate::emit::docs::escape;
use crate::emit::{DIFFERENCES, RUST, mark};
use crate::model::{Erratum, ErratumKind, Model};
use crate::{MARK, OutputFile};

pub(super) fn emit(model: &Model, files: &mut Vec<OutputFile>) {
    let groups = groups(model);
    files.push(module(&groups));
    for (language, name) in [(Language::English, "README.md"), (Language::Chinese, "README.zh.md")]
    {
        let mut text = format!("<!-- {MARK} by `cargo xtask gen` from `spec/errata`. -->\n\n");
        let _ = writeln!(text, "# {}\n\n{}\n", language.title(), language.intro());
        groups.iter().for_each(|group| write_group(group, &[language], &mut text));
        files.push(OutputFile { path: format!("{DIFFERENCES}/{name}"), text });
    }
}

/// An interface and its errata.
type Group<'a> = (&'a str, &'a [Erratum]);

fn groups(model: &Model) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = model
        .endpoints()
        .filter(|endpoint| !endpoint.errata.is_empty())
        .map(|endpoint| (endpoint.interface.as_str(), endpoint.errata.as_slice()))
        .collect();
    groups.sort_by_key(|(interface, _)| *interface);
    if !model.errata.is_empty() {
        groups.push(("*", &model.errata));
    }
    groups
}

fn module(groups: &[Group<'_>]) -> OutputFile {
    let languages = [Language::English, Language::Chinese];
    let mut page = String::new();
    for language in languages {
        let _ = writeln!(page, "{}\n", language.intro());
    }
    groups.iter().for_each(|group| write_group(group, &languages, &mut page));
    let mut text = mark("errata");
    text.push('\n');
    for line in page.trim_end().lines() {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    OutputFile { path: format!("{RUST}/differences.rs"), text }
}

fn write_group((interface, errata): &Group<'_>, languages: &[Language], text: &mut String) {
    let title = if *interface == "*" {
        "All interfaces 所有接口".to_owned()
    } else {
        format!("`{interface}`")
    };
    let _ = writeln!(text, "## {title}\n");
    for erratum in *errata {
        let _ = writeln!(text, "### {}\n", erratum.id);
        for language in languages {
            let _ = writeln!(text, "{}\n", language.verdict(erratum));
            let _ = writeln!(text, "{}\n", language.reason(erratum));
        }
        let evidence: Vec<String> = erratum.evidence.iter().map(witness).collect();
        let _ = writeln!(text, "{}: {}\n", languages[0].evidence(), evidence.join("; "));
    }
}

fn witness((source, at): &(String, String)) -> String {
    if at.starts_with("https://") {
        format!("[{source}]({at})")
    } else {
        format!("{source} `{at}`")
    }
}

/// The language of a page.
#[derive(Clone, Copy)]
enum Language {
    English,
    Chinese,
}

impl Language {
    fn title(self) -> &'static str {
        match self {
            Language::English => "Where wxopen differs from WeChat's documents, and why",
            Language::Chinese => "wxopen 与微信文档不一致之处及理由",
        }
    }

    fn intro(self) -> &'static str {
        match self {
            Language::English => {
                "Each entry is one fact in which wxopen does not follow a page of WeChat's \
                 documents. The tests fail as soon as the page and wxopen agree again, so an entry \
                 that stands here is still true."
            }
            Language::Chinese => {
                "每一条都是 wxopen 没有照搬微信文档的一个事实。一旦文档与 wxopen 重新一致，测试就会失败，\
                 因此这里列出的条目目前仍然成立。"
            }
        }
    }

    fn verdict(self, erratum: &Erratum) -> String {
        let place = format!("`{}`", erratum.place);
        let (doc, ours) = (&erratum.doc_says, &erratum.we_say);
        let edition = erratum.edition;
        match self {
            Language::English => {
                let page = edition.map_or("No page".to_owned(), |edition| format!("`{edition}`"));
                let says = match (edition, doc.is_empty()) {
                    (None, true) => "mentions it".to_owned(),
                    (Some(_), true) => "does not mention it".to_owned(),
                    (_, false) => format!("says `{doc}`"),
                };
                let ours = match ours.is_empty() {
                    true => "wxopen leaves it out".to_owned(),
                    false => format!("wxopen says `{ours}`"),
                };
                format!("{place}: {page} {says}, {ours} ({}).", english(erratum.kind))
            }
            Language::Chinese => {
                let page =
                    edition.map_or("各版文档".to_owned(), |edition| format!("`{edition}` "));
                let says = match doc.is_empty() {
                    true => "未提及".to_owned(),
                    false => format!("写作 `{doc}`"),
                };
                let ours = match ours.is_empty() {
                    true => "wxopen 不采用".to_owned(),
                    false => format!("wxopen 采用 `{ours}`"),
                };
                format!("{place}：{page}{says}，{ours}（{}）。", chinese(erratum.kind))
            }
        }
    }

    fn reason(self, erratum: &Erratum) -> String {
        escape(match self {
            Language::English => &erratum.reason.en,
            Language::Chinese => &erratum.reason.zh,
        })
    }

    fn evidence(self) -> &'static str {
        match self {
            Language::English => "Evidence",
            Language::Chinese => "依据",
        }
    }
}

fn english(kind: ErratumKind) -> &'static str {
    match kind {
        ErratumKind::MistranslatedName => "mistranslated name",
        ErratumKind::Overwritten => "overwritten text",
        ErratumKind::EditionConflict => "editions contradict each other",
        ErratumKind::TypeVsSample => "type against sample",
        ErratumKind::UndocumentedField => "undocumented field",
        ErratumKind::UndocumentedCode => "undocumented code",
        ErratumKind::WrongMessage => "not the message that is sent",
        ErratumKind::InvalidSample => "sample that is no JSON",
        ErratumKind::Misplaced => "stands at the wrong place",
    }
}

fn chinese(kind: ErratumKind) -> &'static str {
    match kind {
        ErratumKind::MistranslatedName => "名称误译",
        ErratumKind::Overwritten => "文字被覆盖",
        ErratumKind::EditionConflict => "各版文档互相矛盾",
        ErratumKind::TypeVsSample => "类型与示例不符",
        ErratumKind::UndocumentedField => "文档未列出的字段",
        ErratumKind::UndocumentedCode => "文档未列出的编号",
        ErratumKind::WrongMessage => "并非服务实际返回的文字",
        ErratumKind::InvalidSample => "示例不是合法的 JSON",
        ErratumKind::Misplaced => "位置有误",
    }
}
