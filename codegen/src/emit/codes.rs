//! All codes by class, as one page in each language. Says what the specification says and nothing else:
//! what to do about a class is told by hand in `docs/failures`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::emit::CODES;
use crate::emit::docs::{SITE, escape};
use crate::model::{Class, Endpoint, Error, Model, Repeat, Text};
use crate::{MARK, OutputFile};

pub(super) fn emit(model: &Model, files: &mut Vec<OutputFile>) {
    let classes = classes(model);
    for words in [ENGLISH, CHINESE] {
        let mut text = format!("<!-- {MARK} by `cargo xtask gen` from `spec`. -->\n\n");
        let _ = writeln!(text, "# {}\n\n{}", words.title, words.intro);
        for (class, rows) in &classes {
            write_class(*class, rows, &words, &mut text);
        }
        write_unsafe(model, &words, &mut text);
        files.push(OutputFile { path: format!("{CODES}/{}", words.file), text });
    }
}

/// A code with one meaning.
struct Row<'a> {
    error: &'a Error,
    /// Who answers with it; nobody in particular if it means the same everywhere.
    interfaces: Vec<&'a Endpoint>,
    /// Who answers with it and means something of another class.
    exceptions: Vec<(&'a Endpoint, Class)>,
}

fn classes(model: &Model) -> BTreeMap<Class, Vec<Row<'_>>> {
    let mut rows: Vec<Row<'_>> = model.errors.iter().map(|error| global(error, model)).collect();
    for endpoint in model.endpoints() {
        for error in &endpoint.errors {
            match rows.iter_mut().find(|row| is_same(row.error, error)) {
                Some(row) if row.interfaces.is_empty() => {}
                Some(row) => row.interfaces.push(endpoint),
                None => {
                    rows.push(Row { error, interfaces: vec![endpoint], exceptions: Vec::new() });
                }
            }
        }
    }
    // Stable, so that what holds everywhere stays first.
    rows.sort_by_key(|row| row.error.code);
    let mut classes: BTreeMap<Class, Vec<Row<'_>>> = BTreeMap::new();
    for row in rows {
        classes.entry(row.error.class).or_default().push(row);
    }
    classes
}

fn global<'a>(error: &'a Error, model: &'a Model) -> Row<'a> {
    let other = |endpoint: &'a Endpoint| {
        let own = endpoint.errors.iter().find(|own| own.code == error.code)?;
        (own.class != error.class).then_some((endpoint, own.class))
    };
    Row { error, interfaces: Vec::new(), exceptions: model.endpoints().filter_map(other).collect() }
}

fn is_same(one: &Error, other: &Error) -> bool {
    let facts = |error: &Error| (error.code, error.class);
    let words = |error: &Error| (error.name.clone(), error.meaning.clone(), error.remedy.clone());
    facts(one) == facts(other) && words(one) == words(other)
}

fn write_class(class: Class, rows: &[Row<'_>], words: &Words, text: &mut String) {
    let class = class.as_str();
    let _ = writeln!(text, "\n## `{class}`\n\n[{}]({}#{class})\n", words.advice, words.failures);
    let _ = writeln!(text, "{}\n| --- | --- | --- | --- | --- |", words.columns);
    for row in rows {
        let Error { code, name, meaning, remedy, .. } = row.error;
        let (meaning, remedy) = (cell((words.pick)(meaning)), cell((words.pick)(remedy)));
        let place = words.place(row);
        let _ = writeln!(text, "| {code} | `{name}` | {place} | {meaning} | {remedy} |");
    }
}

fn write_unsafe(model: &Model, words: &Words, text: &mut String) {
    let _ = writeln!(text, "\n## {}\n\n{}\n", words.unsafe_title, words.unsafe_intro);
    let _ = writeln!(text, "{}\n| --- | --- | --- |", words.unsafe_columns);
    for endpoint in model.endpoints().filter(|endpoint| endpoint.repeat == Repeat::Unsafe) {
        let summary = cell((words.pick)(&endpoint.summary));
        let ask = endpoint.reconcile.as_ref().map(|name| format!("`{name}`"));
        let ask = ask.as_deref().unwrap_or(words.nobody);
        let _ = writeln!(text, "| {} | {summary} | {ask} |", link(endpoint));
    }
}

/// An interface, with its page where it has one.
fn link(endpoint: &Endpoint) -> String {
    let name = format!("`{}`", endpoint.interface);
    endpoint.docs.first().map_or(name.clone(), |(_, url)| format!("[{name}]({SITE}{url})"))
}

/// One line of a table; in a table, a bar is escaped in code as well.
fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(&line).replace("\\|", "|").replace('|', "\\|")
}

/// What a page says of its own.
struct Words {
    file: &'static str,
    /// The page that tells what to do.
    failures: &'static str,
    pick: fn(&Text) -> &str,
    title: &'static str,
    intro: &'static str,
    advice: &'static str,
    columns: &'static str,
    everywhere: &'static str,
    except: &'static str,
    comma: &'static str,
    unsafe_title: &'static str,
    unsafe_intro: &'static str,
    unsafe_columns: &'static str,
    nobody: &'static str,
}

impl Words {
    fn place(&self, row: &Row<'_>) -> String {
        let join = |names: Vec<String>| names.join(self.comma);
        if !row.interfaces.is_empty() {
            return join(row.interfaces.iter().map(|endpoint| link(endpoint)).collect());
        }
        if row.exceptions.is_empty() {
            return self.everywhere.to_owned();
        }
        let exception = |(endpoint, class): &(&Endpoint, Class)| {
            format!("{} ([`{1}`](#{1}))", link(endpoint), class.as_str())
        };
        let exceptions = join(row.exceptions.iter().map(exception).collect());
        format!("{}{}{exceptions}", self.everywhere, self.except)
    }
}

const ENGLISH: Words = Words {
    file: "README.md",
    failures: "../README.md",
    pick: |text| &text.en,
    title: "Codes",
    intro: "[中文](README.zh.md) · [What can go wrong](../README.md)\n\n\
            Every code that the specification knows, by class. One number means different things on \
            different interfaces: where a row names the interface, it holds instead of the row for any. A \
            code that is missing here is of the class `unknown`.",
    advice: "What to do",
    columns: "| code | name | interface | meaning | remedy |",
    everywhere: "any",
    except: " but ",
    comma: ", ",
    unsafe_title: "Interfaces that must not be called twice",
    unsafe_intro: "Here a code of the class `transient` is of the class `outcome-unknown`: look what \
                   happened before you call again.",
    unsafe_columns: "| interface | what it does | interface that tells what happened |",
    nobody: "none",
};

const CHINESE: Words = Words {
    file: "README.zh.md",
    failures: "../README.zh.md",
    pick: |text| &text.zh,
    title: "错误码",
    intro: "[English](README.md) · [调用失败怎么办](../README.zh.md)\n\n\
            规范收录的全部错误码，按类别排列。同一个数字在不同接口上含义可能不同：指明接口的行优先于未指明接口的行。\
            这里没有的错误码一律属于 `unknown`。",
    advice: "处理办法",
    columns: "| 错误码 | 名称 | 接口 | 含义 | 处理办法 |",
    everywhere: "所有接口",
    except: "，以下除外：",
    comma: "、",
    unsafe_title: "不可重复调用的接口",
    unsafe_intro: "在这些接口上，`transient` 类的错误码归入 `outcome-unknown`：再次调用之前，请先查明是否已经生效。",
    unsafe_columns: "| 接口 | 作用 | 查明结果的接口 |",
    nobody: "无",
};
