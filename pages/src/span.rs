//! Small readers of the beginnings of texts: names, type words, numbers, Chinese. They must never
//! look further than the words they are asked for.

use crate::heading::FILLER;

/// Whether a text is a member name, possibly with fillers in it.
pub(crate) fn is_name(text: &str) -> bool {
    let bare = text.replace(FILLER, "_");
    let bare = bare.strip_suffix("[]").unwrap_or(&bare);
    bare.len() <= 96
        && bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// Whether a text is one of the type words that the documents use.
pub(crate) fn is_type_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    let base = lower.strip_suffix("[]").unwrap_or(&lower);
    if TYPES.contains(&base) {
        return true;
    }
    let inner = base
        .strip_prefix("array")
        .or_else(|| base.strip_prefix("list"))
        .map(|rest| rest.trim_start_matches('.'))
        .and_then(|rest| rest.strip_prefix('<')?.strip_suffix('>'));
    inner.is_some_and(|inner| {
        !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || "_<> ".contains(c))
    })
}

/// Whether a type word says that the member holds elements.
pub(crate) fn is_array_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("array")
        || lower.starts_with("list")
        || lower.starts_with("objarray")
        || lower.ends_with("[]")
}

/// Whether a type word says that the member has members of its own.
pub(crate) fn has_members(text: &str) -> bool {
    text.to_lowercase().contains("obj")
}

/// Whether a word of a required column calls a member required; `None` if it is no such word.
#[must_use]
pub fn required(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "是" | "必填" | "必须" | "yes" | "y" | "true" | "required" => Some(true),
        "否" | "选填" | "可选" | "非必填" | "no" | "n" | "false" | "optional" => {
            Some(false)
        }
        _ => None,
    }
}

/// Whether a character is Chinese writing or Chinese punctuation.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Whether a text holds Chinese writing other than the filler.
pub(crate) fn holds_chinese(text: &str) -> bool {
    text.replace(FILLER, "").chars().any(is_chinese)
}

/// The first word of a text and what follows it.
pub(crate) fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    match text.find(char::is_whitespace) {
        Some(end) => (text.get(..end).unwrap_or(text), text.get(end..).unwrap_or("").trim_start()),
        None => (text, ""),
    }
}

/// A type word at the beginning of a text, followed by a blank, by Chinese, or by nothing.
pub(crate) fn leading_type(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !is_word_char(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if is_type_word(word) { Some((word, rest.trim_start())) } else { None }
}

/// A name and a type word that are glued together at the beginning of a text.
pub(crate) fn glued_name_and_type(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find(|c: char| !is_word_char(c)).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    let mut found = None;
    for (at, _) in run.char_indices().skip(1).take(96) {
        let (name, word) = run.split_at(at);
        if is_type_word(word) && is_name(name) && found.is_none() {
            found = Some((name, word, rest.trim_start()));
        }
    }
    found
}

/// A whole number at the beginning of a text and what follows it.
pub(crate) fn leading_number(text: &str) -> Option<(i64, &str)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let sign = text.len() - digits.len();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (number, rest) = text.split_at(sign + end);
    number.parse().ok().map(|number| (number, rest))
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '<' | '>' | '[' | ']' | '.')
}

const TYPES: [&str; 21] = [
    "string", "number", "object", "objarray", "array", "boolean", "bool", "int", "integer", "long",
    "float", "double", "int32", "int64", "uint32", "uint64", "uint", "json", "list", "file",
    "buffer",
];
