//! Cuts the lines of a page into interfaces, and the lines of an interface into topics. It must
//! never look at the facts beyond the addresses that tell one interface from the next.

use crate::{
    Edition,
    address::{self, Address},
    heading::{self, Topic},
    line::{Content, Line},
};

/// The lines of one interface.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) line: u32,
    pub(crate) blocks: Vec<Block>,
    /// True when another interface follows on the same page.
    pub(crate) followed: bool,
    /// True when the error table was taken over from the end of the page.
    pub(crate) errors_shared: bool,
}

/// A heading and the lines below it, up to the next heading.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) topic: Topic,
    pub(crate) title: String,
    pub(crate) line: u32,
    pub(crate) lines: Vec<Line>,
}

/// The interfaces of a page in their order.
pub(crate) fn segments(lines: &[Line], edition: Edition) -> Vec<Segment> {
    let blocks = blocks_of(lines);
    let starts = starts_of(&blocks);
    let mut segments: Vec<Segment> = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(blocks.len());
        let own = blocks.get(*start..end).unwrap_or_default().to_vec();
        let line = own.first().map_or(1, |block| block.line);
        let followed = index + 1 < starts.len();
        segments.push(Segment { line, blocks: own, followed, errors_shared: false });
    }
    if edition == Edition::Zh3pp20 {
        share_errors(&mut segments);
    }
    segments
}

fn blocks_of(lines: &[Line]) -> Vec<Block> {
    let mut blocks = vec![Block {
        topic: Topic::Silent,
        title: String::new(),
        line: lines.first().map_or(1, |line| line.number),
        lines: Vec::new(),
    }];
    for line in lines {
        let announced = match &line.content {
            Content::Heading(title) => Some((heading::topic_of(title), title.clone())),
            content => heading::label_topic(content).map(|topic| (topic, String::new())),
        };
        if let Some((topic, title)) = announced {
            blocks.push(Block { topic, title, line: line.number, lines: Vec::new() });
        } else if let Some(block) = blocks.last_mut() {
            block.lines.push(line.clone());
        }
    }
    blocks
}

/// The blocks with which the interfaces begin.
fn starts_of(blocks: &[Block]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut current: Option<Address> = None;
    let mut after_facts = 0;
    for (index, block) in blocks.iter().enumerate() {
        if let Some(address) = address_in(block) {
            let differs = current.as_ref().is_some_and(|known| known.differs(&address));
            let start = title_between(blocks, after_facts, index);
            if differs && after_facts > starts.last().copied().unwrap_or(0) {
                starts.push(start);
                current = Some(address);
            } else if current.is_none() {
                current = Some(address);
            }
        }
        if carries_facts(&block.topic) {
            after_facts = index + 1;
        }
    }
    starts
}

/// The address that a block states as its own, which samples and remarks only repeat.
fn address_in(block: &Block) -> Option<Address> {
    if !matches!(block.topic, Topic::Address | Topic::Silent | Topic::Other) {
        return None;
    }
    block.lines.iter().find_map(|line| match &line.content {
        Content::Text(text) => address::leading(text),
        _ => None,
    })
}

/// The first unknown title after the facts of the interface before, or else the first block.
fn title_between(blocks: &[Block], from: usize, to: usize) -> usize {
    (from..=to)
        .find(|at| blocks.get(*at).is_some_and(|block| block.topic == Topic::Other))
        .unwrap_or(from.min(to))
}

fn carries_facts(topic: &Topic) -> bool {
    !matches!(topic, Topic::Address | Topic::Silent | Topic::Other | Topic::Name)
}

/// The number of further interfaces up to which a page shares its error table.
const MOST_SHARING: usize = 31;

/// Gives the one error table at the end of a page to all interfaces of the page.
fn share_errors(segments: &mut [Segment]) {
    let Some((last, before)) = segments.split_last_mut() else { return };
    let is_errors = |block: &&Block| block.topic == Topic::Errors;
    if !(1..=MOST_SHARING).contains(&before.len())
        || before.iter().any(|s| s.blocks.iter().any(|b| is_errors(&b)))
    {
        return;
    }
    let shared: Vec<Block> = last.blocks.iter().filter(is_errors).cloned().collect();
    if shared.is_empty() {
        return;
    }
    last.errors_shared = true;
    for segment in before {
        segment.errors_shared = true;
        segment.blocks.extend(shared.iter().cloned());
    }
}
