//! Gathers the facts of one interface from its blocks. It alone decides how complete a section
//! is, and must never call a section whole that the end of the copy may have cut.

mod body;
mod call;
mod extent;

use crate::{
    Edition, Enumeration, ErrorRow, Field, Page, Part, ReadError, SampleShape, Section, Unread,
    enumeration, error_rows,
    header::{self, Header},
    heading::Topic,
    identity::{self, Name},
    json_members, json_rows,
    line::Content,
    nesting::Evidence,
    sample,
    segment::{Block, Segment},
};

pub(crate) use extent::Extent;

/// The facts of one interface.
pub(crate) fn page_of(
    segment: &Segment,
    edition: Edition,
    extent: Extent,
) -> Result<Page, ReadError> {
    let mut gathering = Gathering {
        blocks: &segment.blocks,
        scattered: edition == Edition::Zh3pp20,
        followed: segment.followed,
        extent,
        unread: Vec::new(),
    };
    gathering.report_cut();
    let interface = gathering.interface();
    let samples = gathering.samples()?;
    let evidence = gathering.evidence(&samples.value);
    let (request, in_query) = gathering.body(Part::Request, &evidence)?;
    let (reply, _) = gathering.body(Part::Reply, &evidence)?;
    let call = gathering.call(in_query, &request)?;
    let enums = gathering.enums(&request.value, &reply.value);
    let permission_sets = gathering.permissions();
    let errors = gathering.errors();
    let mut unread = gathering.unread;
    unread.sort_by_key(|unread| unread.line);
    unread.dedup();
    Ok(Page {
        edition,
        line: segment.line,
        interface,
        method: call.method,
        path: call.path,
        query: call.query,
        permission_sets,
        request,
        reply,
        enums,
        errors,
        errors_shared: segment.errors_shared,
        samples,
        unread,
    })
}

/// The blocks of an interface while its facts are gathered.
struct Gathering<'a> {
    blocks: &'a [Block],
    /// True when tables and samples of one section may stand apart from each other.
    scattered: bool,
    followed: bool,
    extent: Extent,
    unread: Vec<Unread>,
}

impl<'a> Gathering<'a> {
    fn miss(&mut self, line: u32, what: &str) {
        self.unread.push(Unread { line, what: what.to_owned() });
    }

    /// The blocks of some topics; the lifetime is that of the page.
    fn of(&self, wanted: impl Fn(&Topic) -> bool) -> Vec<&'a Block> {
        self.blocks.iter().filter(|block| wanted(&block.topic)).collect()
    }

    fn report_cut(&mut self) {
        if let Some(line) = self.blocks.iter().find_map(|block| self.extent.cut_line(block)) {
            self.miss(line, "the copy may end inside this line");
        }
    }

    fn interface(&mut self) -> Option<String> {
        let kept: Vec<Block> = self.blocks.iter().map(|block| self.extent.kept(block)).collect();
        match identity::name_in(&kept) {
            Name::Printed(name) => Some(name),
            Name::Missing(line) => {
                self.miss(line, "the interface name is missing");
                None
            }
            Name::Unannounced => None,
        }
    }

    fn samples(&mut self) -> Result<Section<Vec<SampleShape>>, ReadError> {
        let blocks = self.of(|topic| matches!(topic, Topic::Samples | Topic::Sample(_)));
        let mut samples = Vec::new();
        for block in &blocks {
            let part = if let Topic::Sample(part) = block.topic { part } else { Part::Request };
            let lines: Vec<(u32, &str)> = block.lines.iter().filter_map(text_line).collect();
            let cut = self.extent.cut_line(block).is_some();
            let found = sample::samples_of(part, &lines, cut)?;
            if !found.is_empty() && block.topic == Topic::Samples {
                self.miss(block.line, "a sample that is neither called request nor reply");
                continue;
            }
            for sample in found.iter().filter(|sample| !sample.valid_json) {
                self.miss(sample.line, "a sample that is no JSON");
            }
            samples.extend(found);
        }
        let completeness = self.extent.unless(!self.closed(), &blocks);
        Ok(Section { completeness, value: samples })
    }

    /// Whether the copy has passed the last place at which a table or sample may stand.
    fn closed(&self) -> bool {
        let errors = self.blocks.iter().any(|block| block.topic == Topic::Errors);
        self.extent.is_entire() || self.followed || errors
    }

    /// The reply samples, once the copy goes on after them.
    fn evidence(&self, samples: &[SampleShape]) -> Evidence {
        let blocks = self.of(|topic| matches!(topic, Topic::Sample(Part::Reply)));
        let replies = samples.iter().filter(|sample| sample.part == Part::Reply);
        if self.extent.is_past(&blocks) {
            Evidence::of(replies.flat_map(|sample| &sample.members))
        } else {
            Evidence::default()
        }
    }

    fn enums(&mut self, request: &[Field], reply: &[Field]) -> Section<Vec<Enumeration>> {
        let blocks = self.of(|t| matches!(t, Topic::Values(..) | Topic::ValueList));
        let mut found = Vec::new();
        for block in &blocks {
            let Topic::Values(part, path) = &block.topic else { continue };
            let known = if *part == Part::Reply { reply } else { request };
            let kept = self.extent.kept(block);
            let json = json_members::json_text(&kept.lines).map(|(_, text)| text);
            let read = enumeration::values_of(&kept.lines, json.as_deref());
            for line in read.unread {
                self.miss(line, "a line that is no value");
            }
            let path = body::resolve(path, known);
            found.push(Enumeration { part: *part, path, values: read.values });
        }
        Section { completeness: self.extent.completeness(&blocks), value: found }
    }

    fn errors(&mut self) -> Section<Vec<ErrorRow>> {
        let by_table = |block: &&Block| {
            let headed = |h: Header| h.lists_errors() && h.columns.len() > 2;
            let mut lines = block.lines.iter();
            block.topic == Topic::Errors
                || (block.topic == Topic::Other
                    && lines.any(|line| header::header_of(&line.content).is_some_and(headed)))
        };
        let blocks: Vec<&Block> = self.blocks.iter().filter(by_table).collect();
        let mut section = Section::default();
        let mut broken = false;
        for block in &blocks {
            broken |= self.error_rows(block, &mut section.value);
        }
        section.completeness = self.extent.unless(broken, &blocks);
        section
    }

    /// Reads the rows of one block and tells whether the block is broken.
    fn error_rows(&mut self, block: &Block, rows: &mut Vec<ErrorRow>) -> bool {
        if let Some((first, text)) = json_members::json_text(&block.lines) {
            return self.json_error_rows(block, first, &text, rows);
        }
        let mut header: Option<Header> = None;
        let kept = self.extent.kept(block);
        for line in &kept.lines {
            if let Some(found) = header::header_of(&line.content) {
                header = Some(found).filter(Header::lists_errors);
                continue;
            }
            let assumed = Header::assumed(&[header::Column::Code, header::Column::Message]);
            let row = error_rows::row_of(&line.content, header.as_ref().unwrap_or(&assumed));
            match row.filter(|_| header.is_some() || matches!(line.content, Content::Cells { .. }))
            {
                Some(mut row) => {
                    if self.extent.cut_line(block) == Some(line.number) {
                        error_rows::withhold_message(&mut row, &line.content);
                    }
                    if matches!(row.code, crate::ErrorCode::Overwritten(_)) {
                        self.miss(line.number, "an error code is overwritten by the filler");
                    }
                    rows.push(row);
                }
                None if header.is_some() && !is_rule(&line.content) => {
                    self.miss(line.number, "a line that is no error row");
                }
                None => {}
            }
        }
        header.is_none() && !kept.lines.iter().any(|line| says_none(&line.content))
    }

    fn json_error_rows(
        &mut self,
        block: &Block,
        first: usize,
        text: &str,
        rows: &mut Vec<ErrorRow>,
    ) -> bool {
        let table = json_rows::table_of(text);
        for found in &table.rows {
            let pairs: Vec<(header::Column, &str)> = found
                .pairs
                .iter()
                .filter_map(|(key, cell)| Some((header::column_of(key)?, cell.as_str())))
                .collect();
            match error_rows::row_of_pairs(&pairs) {
                Some(row) => rows.push(row),
                None => {
                    let line = block.lines.get(first + found.line).map_or(1, |line| line.number);
                    self.miss(line, "a line that is no error row");
                }
            }
        }
        !table.closed || table.rows.iter().any(|row| !row.sound)
    }
}

fn text_line(line: &crate::line::Line) -> Option<(u32, &str)> {
    match &line.content {
        Content::Text(text) => Some((line.number, text)),
        _ => None,
    }
}

fn is_rule(content: &Content) -> bool {
    let Content::Cells { cells, .. } = content else { return false };
    cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | ' ')))
}

fn says_none(content: &Content) -> bool {
    let Content::Text(text) = content else { return false };
    text.contains("无特殊") || text.trim() == "无" || text.to_lowercase().contains("no special")
}
