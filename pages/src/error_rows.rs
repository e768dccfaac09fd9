//! Reads error tables. A message is kept only when it is a literal of the server; an explanation
//! must be reduced to a flag.

use crate::{
    Boundary, ErrorCode, ErrorRow,
    header::{Column, Header},
    heading::FILLER,
    line::Content,
    span,
};

/// The number of words from which a message that its solution repeats is an explanation.
const SENTENCE: usize = 5;

/// Takes the message out of a row whose line may be cut, unless its end was seen.
pub(crate) fn withhold_message(row: &mut ErrorRow, content: &Content) {
    let Content::Text(text) = content else { return };
    let runs_on = row.errmsg.as_deref().is_some_and(|message| text.ends_with(message));
    if runs_on || row.errmsg.is_none() && !span::holds_chinese(text) {
        (row.errmsg, row.prose) = (None, false);
    }
}

/// The row that a line holds under a header, if it holds one.
pub(crate) fn row_of(content: &Content, header: &Header) -> Option<ErrorRow> {
    match content {
        Content::Cells { cells, closed } => {
            let code = code_of(cells.first()?)?;
            let texts: Vec<&str> = cells.iter().skip(1).map(String::as_str).collect();
            // A message whose cell is not closed may go on, so that it is no literal yet.
            let read = *closed || cells.len() >= header.columns.len();
            Some(with_texts(code, if read { &texts } else { &[] }, header))
        }
        Content::Text(text) => {
            let (code, rest) = leading_code(text, header.glued)?;
            Some(run_together(code, rest.trim(), separate(header)))
        }
        Content::Heading(_) | Content::TableEnd => None,
    }
}

/// The row that the pairs of a JSON table hold.
pub(crate) fn row_of_pairs(pairs: &[(Column, &str)]) -> Option<ErrorRow> {
    let cell = |wanted: Column| pairs.iter().find(|(c, _)| *c == wanted).map(|(_, cell)| *cell);
    let code = code_of(cell(Column::Code)?)?;
    let (errmsg, prose) = match (cell(Column::Message), cell(Column::Text)) {
        (Some(message), solution) => literal_or_prose(message, solution.unwrap_or("")),
        (None, _) => (None, false),
    };
    Some(ErrorRow { code, errmsg, prose, boundary: Boundary::Stated })
}

fn code_of(cell: &str) -> Option<ErrorCode> {
    let cell = cell.trim_matches(['"', '`', ' ']);
    if cell.contains(FILLER) && cell.chars().count() <= 16 {
        return Some(ErrorCode::Overwritten(cell.to_owned()));
    }
    cell.parse().ok().map(ErrorCode::Number)
}

fn leading_code(text: &str, glued: bool) -> Option<(ErrorCode, &str)> {
    if let Some(rest) = text.strip_prefix(FILLER) {
        let overwritten = ErrorCode::Overwritten(FILLER.to_owned());
        return rest.starts_with(char::is_whitespace).then_some((overwritten, rest));
    }
    let (number, rest) = span::leading_number(text)?;
    let parted = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let letter = |c: char| c.is_alphabetic() || c == '"';
    (parted || (glued && rest.starts_with(letter))).then_some((ErrorCode::Number(number), rest))
}

/// Whether the table has a message column besides the solutions.
fn separate(header: &Header) -> bool {
    header.columns.len() > 2
}

fn with_texts(code: ErrorCode, texts: &[&str], header: &Header) -> ErrorRow {
    let first = texts.first().copied().unwrap_or("");
    if !separate(header) {
        return mixed(code, first);
    }
    // Without the solution beside it, a sentence cannot be told from a literal.
    let alone = texts.len() < 2 && first.split_whitespace().count() >= SENTENCE;
    let first = if alone { "" } else { first };
    let (errmsg, prose) = literal_or_prose(first, texts.get(1).copied().unwrap_or(""));
    ErrorRow { code, errmsg, prose, boundary: Boundary::Stated }
}

/// A cell that holds the literal, the explanation, or the one before the other.
fn mixed(code: ErrorCode, text: &str) -> ErrorRow {
    let literal = literal_before_chinese(text);
    let whole = literal == text.trim();
    let boundary = if whole || literal.is_empty() { Boundary::Stated } else { Boundary::Guessed };
    let (errmsg, prose) = literal_or_prose(literal, "");
    ErrorRow { code, errmsg, prose: prose || !whole, boundary }
}

/// A message and a solution without a mark between them.
fn run_together(code: ErrorCode, text: &str, separate: bool) -> ErrorRow {
    if !separate {
        return mixed(code, text);
    }
    if let Some(half) = repeated(text) {
        let (errmsg, prose) = literal_or_prose(half, half);
        return ErrorRow { code, errmsg, prose, boundary: Boundary::Stated };
    }
    let message =
        if span::holds_chinese(text) { literal_before_chinese(text) } else { before_capital(text) };
    let prose = message.is_empty() && !text.is_empty();
    let (errmsg, sentence) = literal_or_prose(message, "");
    ErrorRow { code, errmsg, prose: prose || sentence, boundary: Boundary::Guessed }
}

/// The first half of a text that says the same thing twice.
fn repeated(text: &str) -> Option<&str> {
    let middle = (text.len() / 2).saturating_sub(1)..=text.len() / 2 + 1;
    middle.into_iter().find_map(|at| {
        let (first, second) = (text.get(..at)?.trim(), text.get(at..)?.trim());
        (!first.is_empty() && first == second).then_some(first)
    })
}

fn literal_before_chinese(text: &str) -> &str {
    let Some(at) = text.find(|c: char| span::is_chinese(c)).filter(|_| span::holds_chinese(text))
    else {
        return text.trim();
    };
    let before = text.get(..at).unwrap_or("");
    let end = before.find([',', ';']).unwrap_or(before.len());
    before.get(..end).unwrap_or("").trim().trim_end_matches(['.', ' '])
}

/// The words before the second sentence: a quoted literal, a phrase that the rest repeats, or
/// the words before the first capital.
fn before_capital(text: &str) -> &str {
    if text.starts_with("\"\"") {
        return text.get(..2).unwrap_or("");
    }
    let starts: Vec<usize> = word_starts(text);
    let lower = text.to_ascii_lowercase();
    let echo = starts.iter().take(24).skip(2).copied().find(|at| {
        let phrase = lower.get(..*at).unwrap_or("").trim();
        lower.get(*at..).is_some_and(|rest| rest.starts_with(phrase))
    });
    let capital = starts.iter().take(48).skip(1).copied().find(|at| {
        text.get(*at..).and_then(|rest| rest.chars().next()).is_some_and(|c| c.is_ascii_uppercase())
    });
    text.get(..echo.or(capital).unwrap_or(text.len())).unwrap_or(text).trim()
}

fn word_starts(text: &str) -> Vec<usize> {
    let mut after_blank = true;
    let mut starts = Vec::new();
    for (at, c) in text.char_indices() {
        if after_blank && !c.is_whitespace() {
            starts.push(at);
        }
        after_blank = c.is_whitespace();
    }
    starts
}

/// The literal, or the flag that the cell holds an explanation instead.
fn literal_or_prose(message: &str, solution: &str) -> (Option<String>, bool) {
    let message = message.trim();
    if message.is_empty() {
        return (None, false);
    }
    let words = message.split_whitespace().count();
    let echoes = words >= SENTENCE && message == solution.trim();
    let sentence = words >= 6 && message.starts_with(|c: char| c.is_ascii_uppercase());
    if span::holds_chinese(message) || echoes || sentence || words > 14 {
        return (None, true);
    }
    (Some(message.to_owned()), false)
}
