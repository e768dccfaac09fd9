//! Compares two error tables. A message counts only as far as both copies hold it for certain:
//! must never call a message changed whose end was guessed.

use std::collections::HashMap;

use wxopen_pages::{Boundary, ErrorRow, Section};

use super::ledger::{Comparison, Proof, Weight};
use super::words;

type Errors = Section<Vec<ErrorRow>>;

/// What the error tables say differently.
pub(super) fn compare(found: &mut Comparison, was: &Errors, is: &Errors) {
    let damaged = |rows: &Vec<ErrorRow>| rows.iter().any(|row| row.code.number().is_none());
    let proof = Proof::of("errors", (was, is), damaged);
    let (was, is) = (numbered(&was.value), numbered(&is.value));
    for (key, old) in &was {
        match is.iter().find(|(other, _)| other == key) {
            Some((_, new)) => compare_messages(found, &fact(*key), old, new),
            None => found.removed(proof, &fact(*key), Weight::Harmless),
        }
    }
    for (key, new) in is.iter().filter(|(key, _)| !was.iter().any(|(other, _)| other == key)) {
        let message = new.errmsg.as_ref().map(|message| format!("`{message}`"));
        found.added(proof, &fact(*key), &message.unwrap_or_default(), Weight::Harmless);
    }
}

/// A code, and which of the rows it is that have the same one.
type Key = (i64, usize);

/// The rows whose code is a number. Some tables list a code twice, with two messages.
fn numbered(rows: &[ErrorRow]) -> Vec<(Key, &ErrorRow)> {
    let mut times: HashMap<i64, usize> = HashMap::new();
    let key = |row: &ErrorRow| {
        let code = row.code.number()?;
        let time = times.entry(code).or_default();
        *time += 1;
        Some((code, *time))
    };
    rows.iter().map(key).zip(rows).filter_map(|(key, row)| Some((key?, row))).collect()
}

fn fact((code, time): Key) -> String {
    if time == 1 { format!("error {code}") } else { format!("error {code}, row {time} of it") }
}

fn compare_messages(found: &mut Comparison, fact: &str, was: &ErrorRow, is: &ErrorRow) {
    let guessed = was.boundary == Boundary::Guessed || is.boundary == Boundary::Guessed;
    match (&was.errmsg, &is.errmsg) {
        (Some(from), Some(to)) => {
            let (from, to) = (in_one_line(from), in_one_line(to));
            let begun = guessed && (from.starts_with(&to) || to.starts_with(&from));
            if from != to && !begun && ![&from, &to].into_iter().any(|m| words::is_damaged(m)) {
                found.changed(&format!("{fact} message"), (&from, &to), Weight::Harmless);
            }
        }
        (Some(from), None) if is.prose && !guessed => {
            found.told(format!("{fact} message: `{from}` became an explanation"), Weight::Harmless);
        }
        (None, Some(to)) if was.prose && !guessed => {
            found.told(format!("{fact} message: an explanation became `{to}`"), Weight::Harmless);
        }
        _ => {}
    }
}

fn in_one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
