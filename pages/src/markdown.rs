//! Turns the Markdown twin of a page into lines. Fenced blocks keep their lines as they are, so
//! that nothing inside a fence may be taken for a heading.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::line::{self, Content, Line};

/// Whether a text is the Markdown twin: it has fences or headings below the first rank.
pub(crate) fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("```") || line.starts_with("## "))
}

/// The lines of a Markdown text.
pub(crate) fn lines_of(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut counter = LineCounter { text, at: 0, line: 1 };
    let mut heading: Option<(u32, String)> = None;
    let mut fenced = false;
    let mut claimed = 0;
    for (event, range) in Parser::new(text).into_offset_iter() {
        let number = counter.line_at(range.start);
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some((number, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                let Some((number, title)) = heading.take() else { continue };
                found.push(Line { number, content: Content::Heading(title.trim().to_owned()) });
                claimed = range.end;
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => fenced = true,
            Event::End(TagEnd::CodeBlock) => {
                claimed = range.end;
                fenced = false;
            }
            Event::Text(piece) if fenced => push_code(&mut found, number, &piece),
            Event::Text(piece) | Event::Code(piece) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&piece);
                } else if range.start >= claimed {
                    claimed = push_source_line(&mut found, text, range.start, number);
                }
            }
            Event::Html(_) | Event::InlineHtml(_)
                if range.start >= claimed && heading.is_none() =>
            {
                claimed = push_source_line(&mut found, text, range.start, number);
            }
            _ => {}
        }
    }
    found
}

fn push_code(found: &mut Vec<Line>, first: u32, code: &str) {
    for (number, text) in (first..).zip(code.lines()) {
        if !text.trim().is_empty() {
            found.push(Line { number, content: Content::Text(text.trim().to_owned()) });
        }
    }
}

/// Adds the whole source line around an offset and returns the offset of its end.
fn push_source_line(found: &mut Vec<Line>, text: &str, at: usize, number: u32) -> usize {
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let after = text.get(at..).unwrap_or("");
    let end = after.find('\n').map_or(text.len(), |newline| at + newline);
    let source = text.get(start..end).unwrap_or("");
    let source = source.trim_start_matches(['>', ' ']);
    // Rows keep their pipes; a list mark is no part of the sentence.
    let source = source.strip_prefix("- ").unwrap_or(source);
    line::push_raw(found, number, source.trim_start_matches('#'));
    end
}

/// Counts lines forwards, so that a page is passed over once.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl LineCounter<'_> {
    fn line_at(&mut self, offset: usize) -> u32 {
        if offset > self.at {
            let passed = self.text.get(self.at..offset).unwrap_or("");
            let newlines = passed.bytes().filter(|byte| *byte == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
            self.at = offset;
        }
        self.line
    }
}
