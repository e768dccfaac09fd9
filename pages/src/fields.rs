//! Reads the tables of parameters and members of one section. It must keep every name as it is
//! printed and report every line that is no row.

use crate::{
    Field, JsonKind, Placement, ReadError, Unread, description,
    header::{self, Column, Header},
    json_members::{json_members, json_text},
    line::{Content, Line},
    nesting::{Evidence, Nesting},
    rows::{self, Row},
    span,
};

/// What the tables below one heading hold.
#[derive(Debug, Default)]
pub(crate) struct Members {
    pub(crate) fields: Vec<Field>,
    pub(crate) unread: Vec<Unread>,
    /// True when the tables show that something was lost.
    pub(crate) broken: bool,
    /// True when the page says that there is nothing to list.
    pub(crate) none_stated: bool,
}

impl Members {
    /// Reports a line that could not be read.
    pub(crate) fn miss(&mut self, line: u32, what: &str) {
        self.unread.push(Unread { line, what: what.to_owned() });
    }
}

/// The members that the lines below a heading list, below a common prefix.
pub(crate) fn members_of(
    lines: &[Line],
    prefix: &str,
    evidence: &Evidence,
    required: bool,
) -> Result<Members, ReadError> {
    if let Some((first, text)) = json_text(lines) {
        return json_members(lines, first, &text, prefix);
    }
    let marked = lines.iter().any(|line| line.content == Content::TableEnd);
    let mut reader = Reader {
        members: Members::default(),
        nesting: Nesting::new(evidence, marked),
        evidence,
        header: None,
        after_row: false,
        container: None,
        prefix,
        fallback: fallback(required),
        headed: lines.iter().any(|line| header::header_of(&line.content).is_some()),
    };
    for line in lines {
        reader.take(line)?;
    }
    Ok(reader.members)
}

/// The columns of a table whose header is lost.
fn fallback(required: bool) -> Header {
    let typed = [Column::Name, Column::Type, Column::Text];
    let with_required = [Column::Name, Column::Type, Column::Required, Column::Text];
    Header::assumed(if required { &with_required } else { &typed })
}

struct Reader<'a> {
    members: Members,
    nesting: Nesting<'a>,
    evidence: &'a Evidence,
    header: Option<Header>,
    after_row: bool,
    /// The member whose description lists further members.
    container: Option<String>,
    prefix: &'a str,
    fallback: Header,
    /// True when a header follows sooner or later, so that prose before it is no lost row.
    headed: bool,
}

impl Reader<'_> {
    fn take(&mut self, line: &Line) -> Result<(), ReadError> {
        if line.content == Content::TableEnd {
            self.nesting.close();
            return Ok(());
        }
        if let Some(header) = header::header_of(&line.content) {
            return self.begin_table(header, line.number);
        }
        if let Content::Cells { cells, .. } = &line.content
            && cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | ' ')))
        {
            self.empty_row(cells, line.number);
            return Ok(());
        }
        self.data(line);
        Ok(())
    }

    fn begin_table(&mut self, header: Header, line: u32) -> Result<(), ReadError> {
        if !header.lists_members() {
            self.members.miss(line, "a table that lists no members");
            self.header = None;
            return Ok(());
        }
        if self.header.is_some() && self.after_row {
            if let Some(parent) = self.members.fields.last() {
                let word = parent.type_word.as_deref().unwrap_or("");
                let assumed = parent.placement == Placement::Assumed;
                let path = parent.path.get(self.prefix.len()..).unwrap_or("").to_owned();
                if word.is_empty() || span::has_members(word) || span::is_array_word(word) {
                    self.nesting.open(&path, span::is_array_word(word), assumed, line)?;
                } else {
                    self.members.miss(line, "a repeated header below a member without members");
                }
            }
        } else if self.header.is_some() {
            self.members.miss(line, "a repeated header that follows no row");
        }
        self.after_row = false;
        self.header = Some(header);
        Ok(())
    }

    /// A rule below a header, or the trace of a nested table that was dropped.
    fn empty_row(&mut self, cells: &[String], line: u32) {
        let emptied = self.header.as_ref().is_some_and(|header| header.emptied);
        if emptied && cells.len() == 1 {
            self.members.broken = true;
            self.members.miss(line, "a nested table was dropped");
        }
    }

    fn data(&mut self, line: &Line) {
        let lost = self.header.is_none();
        let header = self.header.as_ref().unwrap_or(&self.fallback);
        let row = rows::row_of(&line.content, header);
        let row =
            row.filter(|row| !lost || row.type_word.as_deref().is_some_and(span::is_type_word));
        match row {
            Some(row) => {
                if lost {
                    self.members.broken = true;
                    self.members.miss(line.number, "a row of a table without a header");
                }
                self.container = None;
                self.push(row, line.number);
            }
            None => self.no_row(line),
        }
    }

    fn push(&mut self, row: Row, line: u32) {
        if row.name.eq_ignore_ascii_case("attribute") || row.name.eq_ignore_ascii_case("parameter")
        {
            self.members.miss(line, "a broken header");
            return;
        }
        let (path, placement) = self.nesting.place(&row.name);
        if placement == Placement::Assumed {
            self.members.miss(line, "the place of a row below a nested table is not stated");
        }
        let path = format!("{}{path}", self.prefix);
        push_field(&mut self.members, line, path, row, placement);
        self.after_row = true;
    }

    /// A line inside a description: a nested member, a value, a statement or unknown prose.
    fn no_row(&mut self, line: &Line) {
        let Content::Text(text) = &line.content else {
            self.members.miss(line.number, "a row without a name");
            return;
        };
        if states_none(text) {
            self.members.none_stated = true;
            return;
        }
        let untyped = self.header.as_ref().is_some_and(|header| !header.has(Column::Type));
        let listed = text.split_once([':', '：']).filter(|(name, _)| span::is_name(name));
        if let Some((name, rest)) = listed
            && untyped
            && self.after_row
        {
            self.nested_in_text(name, rest);
            return;
        }
        let values = description::values_in(text);
        match self.members.fields.last_mut() {
            Some(field) if untyped && !values.is_empty() => {
                for value in values {
                    if !field.values.contains(&value) {
                        field.values.push(value);
                    }
                }
            }
            _ if self.headed && self.header.is_none() => {}
            _ => self.members.miss(line.number, "a line that is no row"),
        }
    }

    /// A member that the description of another member lists.
    fn nested_in_text(&mut self, name: &str, rest: &str) {
        let container = match &self.container {
            Some(container) => container.clone(),
            None => {
                let Some(parent) = self.members.fields.last() else { return };
                let container = parent.path.clone();
                self.container = Some(container.clone());
                container
            }
        };
        let kind = self.evidence.kind_of(&container);
        let array = kind == Some(JsonKind::Array);
        let placement = if kind.is_some() { Placement::Sample } else { Placement::Assumed };
        self.members.fields.push(Field {
            path: format!("{container}{}{name}", if array { "[]." } else { "." }),
            type_word: None,
            required_word: None,
            values: description::values_in(rest),
            placement,
        });
    }
}

/// Adds a member and reports what is odd about its row.
pub(crate) fn push_field(
    members: &mut Members,
    line: u32,
    path: String,
    row: Row,
    placement: Placement,
) {
    if row.is_overwritten() {
        members.miss(line, "a cell is overwritten by the filler");
    }
    if row.shifted {
        members.miss(line, "a cell does not fit its column");
    }
    let listed = member_named_in(&row.text).map(|name| format!("{path}.{name}"));
    members.fields.push(Field {
        path,
        type_word: row.type_word,
        required_word: row.required_word,
        values: description::values_in(&row.text),
        placement,
    });
    if let Some(path) = listed {
        let (type_word, required_word, values) = (None, None, Vec::new());
        members.fields.push(Field { path, type_word, required_word, values, placement });
    }
}

/// The member that a description introduces as holding further members.
fn member_named_in(text: &str) -> Option<&str> {
    let (_, after) = text.split_once("具有")?;
    let (name, _) = after.split_once("字段")?;
    Some(name.trim()).filter(|name| span::is_name(name))
}

fn states_none(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['-', '*', '•', ' ']);
    let lower = text.to_lowercase();
    text.chars().count() <= 24
        && (text.starts_with('无')
            || lower == "none"
            || lower == "none."
            || lower == "no parameters")
}
