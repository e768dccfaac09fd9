//! Turns an HTML copy into lines. Only headings, tables, lists and line breaks count; scripts and
//! attributes must never become text.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::{
    ReadError,
    line::{self, Content, Line},
};

/// How deep tables may be nested.
const DEEPEST: usize = 24;

/// Whether a text is HTML rather than text with a stray tag.
pub(crate) fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(64).collect::<String>().to_lowercase();
    let opens =
        ["<!doctype", "<html", "<head", "<body", "<div", "<h1", "<main", "<article", "<table"];
    opens.iter().any(|tag| start.starts_with(tag))
}

/// The lines of an HTML text.
pub(crate) fn lines_of(text: &str) -> Result<Vec<Line>, ReadError> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut writer = Writer { source: text, line: 1, ..Writer::default() };
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::StartTag(tag) => {
                writer.advance(tag.span.start);
                writer.start(&tag.name)?;
            }
            Token::EndTag(tag) => {
                writer.advance(tag.span.start);
                writer.end(&tag.name);
            }
            Token::String(piece) if !writer.hidden => {
                writer.advance(piece.span.start);
                writer.text(&String::from_utf8_lossy(&piece.value));
            }
            _ => {}
        }
    }
    writer.flush();
    Ok(writer.lines)
}

#[derive(Default)]
struct Writer<'a> {
    source: &'a str,
    lines: Vec<Line>,
    at: usize,
    line: u32,
    buffer: String,
    heading: bool,
    verbatim: bool,
    hidden: bool,
    /// The cells of every open row, the innermost last.
    rows: Vec<Vec<String>>,
    tables: usize,
}

impl Writer<'_> {
    fn advance(&mut self, offset: usize) {
        if offset > self.at {
            let passed = self.source.as_bytes().get(self.at..offset).unwrap_or_default();
            let newlines = passed.iter().filter(|byte| **byte == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
            self.at = offset;
        }
    }

    fn start(&mut self, name: &[u8]) -> Result<(), ReadError> {
        match name {
            b"script" | b"style" | b"head" => self.hidden = true,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.flush();
                self.heading = true;
            }
            b"pre" => {
                self.flush();
                self.verbatim = true;
            }
            b"table" => self.open_table()?,
            b"tr" => {
                self.flush_row();
                self.rows.push(Vec::new());
            }
            b"td" | b"th" => self.buffer.clear(),
            b"br" | b"p" | b"li" | b"div" if self.rows.is_empty() => self.flush(),
            b"br" | b"p" | b"li" | b"div" => self.buffer.push(' '),
            _ => {}
        }
        Ok(())
    }

    /// A table inside a cell begins after the row that holds the cell.
    fn open_table(&mut self) -> Result<(), ReadError> {
        self.tables += 1;
        if self.tables > DEEPEST {
            return Err(ReadError::NestedTooDeep { line: self.line });
        }
        if self.rows.is_empty() {
            self.flush()
        } else {
            self.flush_row()
        }
        self.buffer.clear();
        Ok(())
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"script" | b"style" | b"head" => self.hidden = false,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                let title = std::mem::take(&mut self.buffer);
                self.heading = false;
                if !title.trim().is_empty() {
                    let title = title.trim().trim_start_matches('#').trim().to_owned();
                    self.lines.push(Line { number: self.line, content: Content::Heading(title) });
                }
            }
            b"pre" => {
                self.flush();
                self.verbatim = false;
            }
            b"td" | b"th" => {
                let cell = std::mem::take(&mut self.buffer).trim().to_owned();
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            b"tr" => self.flush_row(),
            b"table" => self.close_table(),
            b"p" | b"li" | b"div" if self.rows.is_empty() => self.flush(),
            _ => {}
        }
    }

    fn close_table(&mut self) {
        self.flush_row();
        if self.tables > 1 {
            self.lines.push(Line { number: self.line, content: Content::TableEnd });
        }
        self.tables = self.tables.saturating_sub(1);
    }

    fn flush_row(&mut self) {
        let cells = self.rows.pop().unwrap_or_default();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let content = Content::Cells { cells, closed: true };
            self.lines.push(Line { number: self.line, content });
        }
    }

    fn text(&mut self, piece: &str) {
        if self.verbatim || self.heading || !self.rows.is_empty() {
            let piece = if self.verbatim { piece.to_owned() } else { piece.replace('\n', " ") };
            self.buffer.push_str(&piece);
        } else {
            self.buffer.push_str(piece);
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.buffer);
        let first =
            self.line.saturating_sub(u32::try_from(text.matches('\n').count()).unwrap_or(0));
        for (number, raw) in (first..).zip(text.lines()) {
            if self.verbatim {
                if !raw.trim().is_empty() {
                    let content = Content::Text(raw.trim().to_owned());
                    self.lines.push(Line { number: number.max(1), content });
                }
            } else {
                line::push_raw(&mut self.lines, number.max(1), raw);
            }
        }
    }
}
