//! How far a copy reaches. A page that ends and a page that was cut look alike, so that the last
//! line and the last section must count as cut unless the caller says otherwise.

use crate::{
    Completeness,
    heading::{self, Topic},
    line::{Content, Line},
    segment::Block,
};

/// Where a copy ends and what its end proves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    entire: bool,
    last_line: u32,
    /// The line of the last heading that certainly ends the section before it.
    last_heading: u32,
}

impl Extent {
    /// The extent of the lines of a copy.
    pub(crate) fn of(lines: &[Line], entire: bool) -> Self {
        let last_line = lines.last().map_or(0, |line| line.number);
        let ends_section = |line: &&Line| match &line.content {
            Content::Heading(title) => {
                line.number < last_line || heading::topic_of(title) != Topic::Other
            }
            content => heading::label_topic(content).is_some(),
        };
        let last_heading = lines.iter().rev().find(ends_section).map_or(0, |line| line.number);
        Self { entire, last_line, last_heading }
    }

    /// Whether the copy is known to hold the page to its end.
    pub(crate) fn is_entire(self) -> bool {
        self.entire
    }

    /// Whether the copy goes on with another section after the blocks.
    pub(crate) fn is_past(self, blocks: &[&Block]) -> bool {
        let end = blocks.iter().map(|block| end_of(block)).max();
        end.is_some_and(|end| self.entire || self.last_heading > end)
    }

    /// How complete the section is that consists of the blocks.
    pub(crate) fn completeness(self, blocks: &[&Block]) -> Completeness {
        match blocks {
            [] => Completeness::Absent,
            _ if self.is_past(blocks) => Completeness::Whole,
            _ => Completeness::Truncated,
        }
    }

    /// As before, for a section that may show that something was lost.
    pub(crate) fn unless(self, broken: bool, blocks: &[&Block]) -> Completeness {
        match self.completeness(blocks) {
            Completeness::Whole if broken => Completeness::Truncated,
            other => other,
        }
    }

    /// The block without the end of the last line of the copy, which may be cut.
    pub(crate) fn kept(self, block: &Block) -> Block {
        let mut kept = block.clone();
        if self.cut_line(block).is_some()
            && let Some(line) = kept.lines.pop()
        {
            kept.lines.extend(withhold(line));
        }
        kept
    }

    /// The last line of the copy, when the block holds it and it may be cut.
    pub(crate) fn cut_line(self, block: &Block) -> Option<u32> {
        let last = block.lines.last()?;
        let cells_end =
            matches!(last.content, Content::Cells { closed: true, .. } | Content::TableEnd);
        (!self.entire && last.number == self.last_line && !cells_end).then_some(last.number)
    }
}

fn end_of(block: &Block) -> u32 {
    block.lines.last().map_or(block.line, |line| line.number)
}

/// What is certain of a line that may be cut: all but its last word, or its last cell.
fn withhold(line: Line) -> Option<Line> {
    let content = match line.content {
        Content::Text(text) => {
            let end = text.rfind(char::is_whitespace)?;
            Content::Text(text.get(..end)?.trim_end().to_owned())
        }
        Content::Cells { mut cells, .. } => {
            cells.pop()?;
            if cells.is_empty() {
                return None;
            }
            Content::Cells { cells, closed: true }
        }
        content => content,
    };
    Some(Line { number: line.number, content })
}
