//! Reads the members that a JSON table of the Markdown twin lists. A pair that is not closed must
//! not become a fact.

use crate::{
    MOST_LINES, Placement, ReadError,
    fields::{Members, push_field},
    header, json_rows,
    line::{Content, Line},
    rows::Row,
    span,
};

/// The JSON table among the lines below a heading, and the index of its first line.
pub(crate) fn json_text(lines: &[Line]) -> Option<(usize, String)> {
    let texts: Vec<&str> = lines
        .iter()
        .map(|line| if let Content::Text(text) = &line.content { text.as_str() } else { "" })
        .collect();
    let first = texts.iter().position(|text| text.trim_start().starts_with(['[', '{']))?;
    let text = texts.get(first..)?.join("\n");
    json_rows::is_table(&text).then_some((first, text))
}

/// The members of a JSON table that begins on one of the lines.
pub(crate) fn json_members(
    lines: &[Line],
    first: usize,
    text: &str,
    prefix: &str,
) -> Result<Members, ReadError> {
    let mut members = Members::default();
    let table = json_rows::table_of(text);
    if table.rows.len() > MOST_LINES / 10 {
        return Err(ReadError::TooLong);
    }
    for found in &table.rows {
        let line = lines.get(first + found.line).map_or(1, |line| line.number);
        let mut row = Row::default();
        for (key, cell) in &found.pairs {
            if let Some(column) = header::column_of(key) {
                row.set(column, cell);
            }
        }
        if !found.sound {
            members.miss(line, "an object of the table is broken");
        }
        if span::is_name(&row.name) {
            push_field(&mut members, line, format!("{prefix}{}", row.name), row, Placement::Stated);
        } else {
            members.miss(line, "a row without a name");
        }
    }
    members.broken = !table.closed || table.rows.iter().any(|row| !row.sound);
    Ok(members)
}
