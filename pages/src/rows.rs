//! Reads one row of a table of parameters or members. A row that cannot be told from a broken
//! sentence must be left to the caller as a line that is no row.

use crate::{
    header::{Column, Header},
    heading::FILLER,
    line::Content,
    span,
};

/// The cells of a row; the text serves only to find enumerated values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) type_word: Option<String>,
    pub(crate) required_word: Option<String>,
    pub(crate) text: String,
    /// True when a cell that the header announces holds something else.
    pub(crate) shifted: bool,
}

impl Row {
    /// Whether a filler overwrites a fact of this row.
    pub(crate) fn is_overwritten(&self) -> bool {
        let words = [Some(&self.name), self.type_word.as_ref(), self.required_word.as_ref()];
        words.into_iter().flatten().any(|word| word.contains(FILLER))
    }

    /// Sets the cell of one column.
    pub(crate) fn set(&mut self, column: Column, cell: &str) {
        if cell.is_empty() {
            return;
        }
        match column {
            Column::Name => self.name = cell.to_owned(),
            Column::Type if is_type_cell(cell) => self.type_word = Some(cell.to_owned()),
            Column::Required if is_required_cell(cell) => {
                self.required_word = Some(cell.to_owned());
            }
            Column::Filler if span::is_type_word(cell) => self.type_word = Some(cell.to_owned()),
            Column::Filler if span::required(cell).is_some() => {
                self.required_word = Some(cell.to_owned());
            }
            Column::Text => self.text.push_str(cell),
            Column::Default | Column::Marker | Column::Code | Column::Message | Column::Value => {}
            Column::Type | Column::Required | Column::Filler => {
                self.shifted = true;
                self.text.push_str(cell);
            }
        }
    }
}

/// The row that a line holds under a header, if it holds one.
pub(crate) fn row_of(content: &Content, header: &Header) -> Option<Row> {
    match content {
        Content::Cells { cells, .. } => row_of_cells(cells, header),
        Content::Text(text) if header.has(Column::Type) || header.has(Column::Filler) => {
            typed_row(text, header)
        }
        Content::Text(text) => untyped_row(text, header),
        Content::Heading(_) | Content::TableEnd => None,
    }
}

fn row_of_cells(cells: &[String], header: &Header) -> Option<Row> {
    let mut row = Row::default();
    for (column, cell) in header.columns.iter().zip(cells) {
        row.set(*column, cell);
    }
    span::is_name(&row.name).then_some(row)
}

/// A spaced or glued row. Empty cells vanish in these renderings, so that a word counts only
/// where it is one of the words of its column.
fn typed_row(text: &str, header: &Header) -> Option<Row> {
    let (first, rest) = span::first_word(text);
    let mut row = Row::default();
    let after_type = if !header.glued && span::is_name(first) {
        row.name = first.to_owned();
        take_type(&mut row, rest, header)?
    } else {
        let (name, word, rest) = span::glued_name_and_type(text)?;
        row.name = name.to_owned();
        row.type_word = Some(word.to_owned());
        rest
    };
    let text = if header.has(Column::Required) {
        take_required(&mut row, after_type, header)
    } else {
        after_type
    };
    row.text = text.to_owned();
    Some(row)
}

fn take_type<'a>(row: &mut Row, rest: &'a str, header: &Header) -> Option<&'a str> {
    if let Some((word, rest)) = span::leading_type(rest) {
        if word.eq_ignore_ascii_case("array") && rest.to_lowercase().starts_with("of object") {
            row.type_word = rest.get(.."of object".len()).map(|of| format!("{word} {of}"));
            return rest.get("of object".len()..).map(str::trim_start);
        }
        row.type_word = Some(word.to_owned());
        return Some(rest);
    }
    let (word, after) = span::first_word(rest);
    if word == FILLER {
        row.type_word = Some(word.to_owned());
        return Some(after);
    }
    let vanished = header.has(Column::Required) && span::required(word).is_some();
    vanished.then_some(rest)
}

fn take_required<'a>(row: &mut Row, rest: &'a str, header: &Header) -> &'a str {
    let (word, after) = span::first_word(rest);
    if span::required(word).is_some() {
        row.required_word = Some(word.to_owned());
        return after;
    }
    if header.has(Column::Default) {
        let (second, beyond) = span::first_word(after);
        if span::required(second).is_some() {
            row.required_word = Some(second.to_owned());
            return beyond;
        }
    }
    rest
}

fn untyped_row(text: &str, header: &Header) -> Option<Row> {
    let (name, rest) = span::first_word(text);
    let known_word = crate::address::method_in(name).is_some();
    if !header.lists_members() || !span::is_name(name) || known_word || rest.is_empty() {
        return None;
    }
    Some(Row { name: name.to_owned(), text: rest.to_owned(), ..Row::default() })
}

fn is_type_cell(cell: &str) -> bool {
    let one_word = !cell.contains(char::is_whitespace) && cell.is_ascii() && cell.len() <= 32;
    span::is_type_word(cell)
        || cell == FILLER
        || one_word
        || cell.to_lowercase() == "array of object"
}

fn is_required_cell(cell: &str) -> bool {
    let short = !cell.contains(char::is_whitespace) && cell.chars().count() <= 8;
    span::required(cell).is_some() || cell == FILLER || short
}
