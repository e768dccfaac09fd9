//! Sentences as Rust documentation and literals. Knows nothing of endpoints.

use crate::model::Text;

/// Where WeChat's documents lie.
pub(super) const SITE: &str = "https://developers.weixin.qq.com";

/// Doc comments: English, an empty line, Chinese.
pub(super) fn doc(text: &Text, indent: &str) -> String {
    let mut out = line(&text.en, indent, "///");
    if !text.zh.is_empty() && text.zh != text.en {
        out.push_str(&format!("{indent}///\n"));
        out.push_str(&line(&text.zh, indent, "///"));
    }
    out
}

/// Links to the official pages.
pub(super) fn pages(docs: &[(String, String)]) -> String {
    let link = |(edition, url): &(String, String)| format!("[{edition}]({SITE}{url})");
    let links = docs.iter().map(link).collect::<Vec<_>>().join(", ");
    format!("///\n/// Official pages: {links}\n")
}

/// As [`doc`], with a paragraph for each note.
pub(super) fn doc_with_notes(summary: &Text, notes: &[Text]) -> String {
    let notes = notes.iter().map(|note| format!("///\n{}", doc(note, "")));
    notes.fold(doc(summary, ""), |out, note| out + &note)
}

/// Both languages as the documentation of a module.
pub(super) fn module_doc(text: &Text) -> String {
    format!("{}//!\n{}", line(&text.en, "", "//!"), line(&text.zh, "", "//!"))
}

/// Where errata about an item are told.
pub(super) fn differences(errata: &[String], indent: &str) -> String {
    if errata.is_empty() {
        return String::new();
    }
    let link = |id: &String| format!("[{id}](crate::differences#{})", id.to_lowercase());
    let links = errata.iter().map(link).collect::<Vec<_>>().join(", ");
    format!("{indent}///\n{indent}/// Differs from the documents 与文档不一致: {links}\n")
}

/// One paragraph as a comment; line breaks in it stay.
fn line(text: &str, indent: &str, mark: &str) -> String {
    // Without the spaces around a line: rustdoc takes an indented one for code and compiles it.
    text.lines()
        .map(|line| match line.trim() {
            "" => format!("{indent}{mark}\n"),
            line => format!("{indent}{mark} {}\n", escape(line)),
        })
        .collect()
}

/// A Rust string literal. Only what must be escaped is: `Debug` weighs every Chinese character.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || is_invisible(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that change how a line looks without being seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A `Text` of the runtime, over several lines.
pub(super) fn text(text: &Text, indent: &str) -> String {
    let (en, zh) = (literal(&text.en), literal(&text.zh));
    format!("Text {{\n{indent}    en: {en},\n{indent}    zh: {zh},\n{indent}}}")
}

/// Brackets and bars mean something in rustdoc; outside of code they are escaped.
pub(super) fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut in_code = false;
    for c in line.chars() {
        in_code ^= c == '`';
        if !in_code && matches!(c, '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
