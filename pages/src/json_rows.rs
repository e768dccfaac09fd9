//! Reads the tables of the Markdown twin, which are JSON arrays of flat objects. An object that
//! the copy cuts must yield only the pairs that are closed.

use serde_json::Value;

/// One object of a table: its line, counted from the first line of the text, and its pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonRow {
    pub(crate) line: usize,
    pub(crate) pairs: Vec<(String, String)>,
    /// False when the object is no JSON.
    pub(crate) sound: bool,
}

/// The rows of a table and whether the array is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct JsonTable {
    pub(crate) rows: Vec<JsonRow>,
    pub(crate) closed: bool,
}

/// Whether a text is such a table.
pub(crate) fn is_table(text: &str) -> bool {
    let keys = ["\"参数名\"", "\"错误码\"", "\"枚举值\"", "\"返回码\""];
    text.trim_start().starts_with(['[', '{']) && keys.iter().any(|key| text.contains(key))
}

/// The rows of a table.
pub(crate) fn table_of(text: &str) -> JsonTable {
    let mut table = JsonTable::default();
    let (mut start, mut quoted, mut escaped, mut line, mut first) = (None, false, false, 0, 0);
    for (at, c) in text.char_indices() {
        line += usize::from(c == '\n');
        if quoted {
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            // A quote that is never closed must not swallow the rest of the table.
            quoted &= c != '\n';
            continue;
        }
        match c {
            '"' => quoted = true,
            '{' => {
                if let Some(open) = start.replace(at) {
                    table.rows.push(row_of(text.get(open..at).unwrap_or(""), first));
                }
                first = line;
            }
            '}' => {
                if let Some(open) = start.take() {
                    table.rows.push(row_of(text.get(open..=at).unwrap_or(""), first));
                }
            }
            ']' if start.is_none() => table.closed = true,
            _ => {}
        }
    }
    if let Some(open) = start {
        table.rows.push(row_of(text.get(open..).unwrap_or(""), first));
        table.closed = false;
    }
    table.rows.retain(|row| !row.pairs.is_empty() || !row.sound);
    table
}

fn row_of(object: &str, line: usize) -> JsonRow {
    match serde_json::from_str::<serde_json::Map<String, Value>>(object) {
        Ok(map) => {
            let pairs = map.into_iter().map(|(key, value)| (key, word_of(&value))).collect();
            JsonRow { line, pairs, sound: true }
        }
        Err(_) => JsonRow { line, pairs: closed_pairs(object), sound: false },
    }
}

fn word_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The pairs of a broken object whose quotes are all closed on one line.
fn closed_pairs(object: &str) -> Vec<(String, String)> {
    object.lines().filter_map(closed_pair).collect()
}

fn closed_pair(line: &str) -> Option<(String, String)> {
    let line = line.trim().trim_start_matches('{').trim_start();
    let (key, rest) = line.strip_prefix('"')?.split_once('"')?;
    let value = rest.trim_start().strip_prefix(':')?.trim();
    let value = value.trim_end_matches('}').trim_end().trim_end_matches(',');
    let word: Value = serde_json::from_str(value).ok()?;
    word.is_string().then(|| (key.to_owned(), word_of(&word)))
}
