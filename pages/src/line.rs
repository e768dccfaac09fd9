//! Turns an input into numbered lines: headings, table rows, fenced blocks and plain text. It
//! knows the form of a copy (text, HTML, Markdown) and must never know what a line means.

use crate::{LARGEST_INPUT, MOST_LINES, ReadError, heading, html, markdown};

/// One line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) number: u32,
    pub(crate) content: Content,
}

/// What a line is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A heading without its marks.
    Heading(String),
    /// The cells of a table row; `closed` tells whether the last cell is delimited.
    Cells { cells: Vec<String>, closed: bool },
    /// Anything else that is not blank.
    Text(String),
    /// A nested table of an HTML copy ends here.
    TableEnd,
}

/// The input as text, within bounds.
pub(crate) fn text_of(input: &[u8]) -> Result<&str, ReadError> {
    if input.len() > LARGEST_INPUT {
        return Err(ReadError::TooLarge { bytes: input.len() });
    }
    let text = std::str::from_utf8(input)
        .map_err(|e| ReadError::NotText { offset: e.valid_up_to() })?
        .trim_start_matches('\u{feff}');
    if text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(text) }
}

/// The lines of a text in any of the three forms.
pub(crate) fn lines_of(text: &str) -> Result<Vec<Line>, ReadError> {
    let lines = if html::is_html(text) {
        html::lines_of(text)?
    } else if markdown::is_markdown(text) {
        markdown::lines_of(text)
    } else {
        plain_lines(text)
    };
    if lines.len() > MOST_LINES { Err(ReadError::TooLong) } else { Ok(lines) }
}

fn plain_lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, raw) in (1u32..).zip(text.lines()) {
        push_raw(&mut lines, number, raw);
    }
    lines
}

/// Adds a line of plain text, splitting off a heading that is glued to its end.
pub(crate) fn push_raw(lines: &mut Vec<Line>, number: u32, raw: &str) {
    let text = raw.trim();
    if text.is_empty() {
        return;
    }
    match glued_heading(text) {
        Some((before, title)) => {
            lines.push(Line { number, content: content_of(before) });
            lines.push(Line { number, content: Content::Heading(title.to_owned()) });
        }
        None => lines.push(Line { number, content: content_of(text) }),
    }
}

fn content_of(text: &str) -> Content {
    let marks = text.len() - text.trim_start_matches('#').len();
    if (1..=6).contains(&marks) {
        return Content::Heading(text.trim_start_matches('#').trim().to_owned());
    }
    if is_row(text) {
        return cells_of(text);
    }
    if text.contains('\t') {
        let cells = text.split('\t').map(|c| c.trim().to_owned()).collect();
        return Content::Cells { cells, closed: false };
    }
    Content::Text(text.to_owned())
}

/// A row of a pipe table starts with a pipe or has two of them; JSON and addresses have none.
fn is_row(text: &str) -> bool {
    text.starts_with('|')
        || (text.contains(" | ") && !text.starts_with(['{', '"', '[', '/']))
        || (text.starts_with("---") && text.contains('|'))
}

fn cells_of(text: &str) -> Content {
    let closed = text.ends_with('|');
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells = inner.split('|').map(|cell| cell.trim().to_owned()).collect();
    Content::Cells { cells, closed }
}

/// A known section title that follows `# ` inside a line, or any title right after a pipe.
fn glued_heading(text: &str) -> Option<(&str, &str)> {
    let (before, title) = text.rsplit_once("# ")?;
    let (before, title) = (before.trim_end_matches('#').trim_end(), title.trim());
    if before.is_empty() || before.starts_with('#') || title.is_empty() {
        return None;
    }
    let after_pipe = before.ends_with('|') && !title.contains('|');
    (after_pipe || heading::is_known_title(title)).then_some((before, title))
}
