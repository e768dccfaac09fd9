//! Finds enumerated values inside a description. Only a number that is directly followed by a
//! word of equation counts, because a description is free text; the text must never be kept.

use crate::span;

/// The values that a description enumerates, in their order.
pub(crate) fn values_in(text: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let starts = c.is_ascii_digit() && before.is_none_or(may_precede);
        let number = if starts { text.get(at..).and_then(span::leading_number) } else { None };
        let (step, last) = match number {
            Some((number, rest)) => {
                let signed = before == Some('-');
                let value = if signed { format!("-{number}") } else { number.to_string() };
                if equates(rest) && !values.contains(&value) && values.len() < 256 {
                    values.push(value);
                }
                (text.len() - at - rest.len(), Some('0'))
            }
            None => (c.len_utf8(), Some(c)),
        };
        before = last;
        at += step.max(1);
    }
    values
}

fn may_precede(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '%'))
}

/// A number followed by `means`, `表示`, a colon and the like is a value; a time such as `5:00`
/// or a number with a unit is not.
fn equates(rest: &str) -> bool {
    let spaced = rest.trim_start();
    if let Some(after) = spaced.strip_prefix([':', '：']) {
        return !after.starts_with(|c: char| c.is_ascii_digit());
    }
    const WORDS: [&str; 9] = [
        "表示",
        "代表",
        "means ",
        "indicates ",
        "represents ",
        "stands for ",
        "is for ",
        "=",
        "－",
    ];
    WORDS.iter().any(|word| spaced.starts_with(word))
}
