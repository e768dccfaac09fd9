//! Reads tables of enumerated values. The explanation beside a value must never be kept.

use crate::{
    header::{self, Column},
    heading::FILLER,
    json_rows,
    line::{Content, Line},
    span,
};

/// The values of a table, and the lines that are no row of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values {
    pub(crate) values: Vec<String>,
    pub(crate) unread: Vec<u32>,
}

/// The values in the lines below a heading.
pub(crate) fn values_of(lines: &[Line], json: Option<&str>) -> Values {
    if let Some(text) = json {
        let rows = json_rows::table_of(text).rows;
        let cells = rows.into_iter().flat_map(|row| row.pairs);
        let values = cells.filter(|(key, _)| header::column_of(key) == Some(Column::Value));
        return Values { values: values.map(|(_, value)| value).collect(), unread: Vec::new() };
    }
    let mut read = Values::default();
    let mut glued = None;
    for line in lines {
        if let Some(header) = header::header_of(&line.content) {
            glued = (header.columns.first() == Some(&Column::Value)).then_some(header.glued);
        } else if let Some(glued) = glued {
            match value_of(&line.content, glued) {
                Some(value) if value.is_empty() => {}
                Some(value) => read.values.push(value),
                None => read.unread.push(line.number),
            }
        }
    }
    read
}

fn value_of(content: &Content, glued: bool) -> Option<String> {
    match content {
        Content::Cells { cells, .. } => {
            let value = cells.first()?;
            let rule = value.chars().all(|c| matches!(c, '-' | ':'));
            Some(if rule { String::new() } else { value.clone() })
        }
        Content::Text(text) if glued => {
            let end = text.find(span::is_chinese).unwrap_or(text.len());
            let value = text.get(..end)?.trim();
            let literal = value.parse::<i64>().is_ok() || span::is_name(value);
            literal.then(|| value.to_owned())
        }
        Content::Text(text) => {
            let (value, _) = span::first_word(text);
            let literal = value.parse::<i64>().is_ok() || span::is_name(value) || value == FILLER;
            literal.then(|| value.to_owned())
        }
        Content::Heading(_) | Content::TableEnd => None,
    }
}
