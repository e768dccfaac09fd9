//! Reads the header row of a table in any rendering: piped, spaced or glued. It must never take a
//! row of data for a header.

use crate::{heading::FILLER, line::Content};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Default,
    Text,
    Marker,
    Code,
    Message,
    Value,
    Filler,
}

/// The columns of a table and how its header is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) columns: Vec<Column>,
    /// True when the header has no blank between any two of its words.
    pub(crate) glued: bool,
    /// True when a long run of empty columns shows that a nested table was dropped.
    pub(crate) emptied: bool,
}

impl Header {
    /// Whether the table has such a column.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// Whether the table lists parameters or members.
    pub(crate) fn lists_members(&self) -> bool {
        self.columns.first() == Some(&Column::Name)
    }

    /// Whether the table lists errors.
    pub(crate) fn lists_errors(&self) -> bool {
        self.columns.first() == Some(&Column::Code)
    }

    /// The header of a table whose own header is lost.
    pub(crate) fn assumed(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), glued: false, emptied: false }
    }
}

/// The number of empty columns beyond which a nested table was dropped.
const EMPTY_RUN: usize = 8;

/// The header that a line holds, if it holds one.
pub(crate) fn header_of(content: &Content) -> Option<Header> {
    let (columns, glued, emptied) = match content {
        Content::Cells { cells, .. } => {
            let used: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
            let columns: Option<Vec<_>> = used.iter().map(|cell| column_of(cell)).collect();
            (columns?, false, cells.len() > used.len() + EMPTY_RUN)
        }
        Content::Text(text) => {
            let columns = columns_in(text)?;
            (columns, !text.contains(char::is_whitespace), false)
        }
        Content::Heading(_) | Content::TableEnd => return None,
    };
    let columns = settle(columns)?;
    Some(Header { columns, glued, emptied })
}

/// The column that a header word, or a key of a JSON table, names.
pub(crate) fn column_of(word: &str) -> Option<Column> {
    let lower = word.trim().to_lowercase();
    WORDS.iter().find(|(name, _)| *name == lower).map(|(_, column)| *column)
}

/// The columns of a header whose words are spaced or glued.
fn columns_in(text: &str) -> Option<Vec<Column>> {
    if text.chars().count() > 80 {
        return None;
    }
    let lower = text.to_lowercase();
    let mut rest = lower.trim();
    let mut columns = Vec::new();
    while !rest.is_empty() {
        let (word, column) = WORDS
            .iter()
            .filter(|(word, _)| rest.starts_with(word))
            .max_by_key(|(word, _)| word.len())?;
        rest = rest.get(word.len()..)?.trim_start();
        columns.push(*column);
    }
    Some(columns)
}

/// Checks that the columns form a table that exists, and resolves fillers by elimination.
fn settle(mut columns: Vec<Column>) -> Option<Vec<Column>> {
    if columns.len() < 2 {
        return None;
    }
    let second = columns.get(1).copied()?;
    let first = columns.first_mut()?;
    *first = match (*first, second) {
        (Column::Filler, Column::Type | Column::Required) => Column::Name,
        (Column::Filler, Column::Code | Column::Message) => Column::Code,
        (Column::Name | Column::Code | Column::Value, _) => *first,
        (Column::Type, Column::Text) if columns.len() == 2 => return Some(columns),
        _ => return None,
    };
    let coded = *first == Column::Code;
    for column in columns.iter_mut().skip(1) {
        match *column {
            Column::Code | Column::Filler if coded => *column = Column::Message,
            Column::Code => *column = Column::Text,
            Column::Name | Column::Value => return None,
            _ => {}
        }
    }
    settle_fillers(&mut columns);
    Some(columns)
}

fn settle_fillers(columns: &mut [Column]) {
    let typed = columns.contains(&Column::Type);
    let required = columns.contains(&Column::Required);
    let last = columns.len().saturating_sub(1);
    for (index, column) in columns.iter_mut().enumerate() {
        if *column == Column::Filler {
            *column = match index {
                _ if index == last => Column::Text,
                1 if !typed && required => Column::Type,
                2 if typed && !required => Column::Required,
                _ => Column::Filler,
            };
        }
    }
}

const WORDS: &[(&str, Column)] = &[
    ("参数名", Column::Name),
    ("参数名称", Column::Name),
    ("参数", Column::Name),
    ("属性", Column::Name),
    ("字段", Column::Name),
    ("字段名", Column::Name),
    ("attribute", Column::Name),
    ("parameter", Column::Name),
    ("类型", Column::Type),
    ("数据类型", Column::Type),
    ("type", Column::Type),
    ("必填", Column::Required),
    ("是否必填", Column::Required),
    ("必须", Column::Required),
    ("是否必须", Column::Required),
    ("required", Column::Required),
    ("默认值", Column::Default),
    ("default", Column::Default),
    ("default value", Column::Default),
    ("说明", Column::Text),
    ("描述", Column::Text),
    ("备注", Column::Text),
    ("解决方案", Column::Text),
    ("introductions", Column::Text),
    ("introduction", Column::Text),
    ("description", Column::Text),
    ("solutions", Column::Text),
    ("solution", Column::Text),
    ("枚举", Column::Marker),
    ("错误码", Column::Code),
    ("返回码", Column::Code),
    ("错误代码", Column::Code),
    ("error code", Column::Code),
    ("错误描述", Column::Message),
    ("错误信息", Column::Message),
    ("错误说明", Column::Message),
    ("返回信息", Column::Message),
    ("error message", Column::Message),
    ("枚举值", Column::Value),
    ("取值", Column::Value),
    (FILLER, Column::Filler),
];
