//! Gathers the members of the request or of the reply. A token in the parameter table belongs to
//! the query; nothing else may be moved.

use std::collections::HashSet;

use super::Gathering;
use crate::{
    Field, Part, ReadError, Section, address,
    fields::{self, Members},
    header::{self, Column},
    heading::{FILLER, Topic},
    json_members,
    line::Content,
    nesting::Evidence,
    segment::Block,
    span,
};

impl<'a> Gathering<'a> {
    /// The members of one part, and the parameters of its table that belong to the query.
    pub(super) fn body(
        &mut self,
        part: Part,
        evidence: &Evidence,
    ) -> Result<(Section<Vec<Field>>, Vec<Field>), ReadError> {
        let blocks = self.body_blocks(part);
        let mut all = Members::default();
        for block in &blocks {
            let Some(prefix) = self.prefix_of(block, &all.fields) else { continue };
            let none = Evidence::default();
            let proof = if part == Part::Reply { evidence } else { &none };
            let block = self.certain(block);
            let found = fields::members_of(&block.lines, &prefix, proof, part != Part::Reply)?;
            let blank = found.fields.is_empty() && !found.none_stated;
            if blank && block.topic == Topic::Members(part) {
                self.miss(block.line, "a section without content");
            }
            all.broken |= found.broken || blank;
            all.fields.extend(found.fields);
            self.unread.extend(found.unread);
        }
        let in_query = self.take_query(part, &mut all.fields);
        let hollow = any_hollow(&all.fields);
        let open = part == Part::Reply && self.scattered && !self.closed();
        let completeness = self.extent.unless(all.broken || hollow || open, &blocks);
        Ok((Section { completeness, value: all.fields }, in_query))
    }

    /// The table of query parameters, which current pages keep apart.
    pub(super) fn query_table(&mut self) -> Result<(Vec<&'a Block>, Vec<Field>, bool), ReadError> {
        let blocks = self.of(|topic| *topic == Topic::Members(Part::Query));
        let (mut found, mut broken) = (Vec::new(), false);
        for block in &blocks {
            let block = self.certain(block);
            let members = fields::members_of(&block.lines, "", &Evidence::default(), true)?;
            broken |= members.broken || (members.fields.is_empty() && !members.none_stated);
            found.extend(members.fields);
            self.unread.extend(members.unread);
        }
        Ok((blocks, found, broken))
    }

    fn certain(&self, block: &Block) -> Block {
        // A JSON table tells by itself which of its pairs are closed.
        let json = json_members::json_text(&block.lines).is_some();
        if json { block.clone() } else { self.extent.kept(block) }
    }

    /// The blocks of a part. Below an overwritten heading only a table with a required column
    /// tells to which part it belongs.
    fn body_blocks(&mut self, part: Part) -> Vec<&'a Block> {
        let mut found: Vec<&'a Block> = Vec::new();
        let mut blocks = self.blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            match &block.topic {
                Topic::Members(of) | Topic::Nested(of, _) if *of == part => {
                    // Current pages put the heading of a section above those of its tables.
                    let next = blocks.peek().map(|next| &next.topic);
                    if !(block.lines.is_empty() && next.is_some_and(|next| is_table_of(part, next)))
                    {
                        found.push(block);
                    }
                }
                Topic::Other | Topic::Silent if part == Part::Request => match table_in(block) {
                    Some(true) if block.title.contains(FILLER) => found.push(block),
                    Some(_) => self.miss(block.line, "a table below a heading that is no section"),
                    None => {}
                },
                _ => {}
            }
        }
        found
    }

    /// The common prefix of the members below a heading.
    fn prefix_of(&mut self, block: &Block, known: &[Field]) -> Option<String> {
        let Topic::Nested(_, path) = &block.topic else { return Some(String::new()) };
        let path = resolve(path, known);
        Some(format!("{path}."))
    }

    /// Takes the parameters out of the request that the address carries.
    fn take_query(&self, part: Part, fields: &mut Vec<Field>) -> Vec<Field> {
        if part != Part::Request {
            return Vec::new();
        }
        let address = self.address().map(|(address, _)| address.query).unwrap_or_default();
        let (query, body) = std::mem::take(fields).into_iter().partition(|field: &Field| {
            let name = field.path.to_lowercase();
            address.iter().any(|(known, _)| known.to_lowercase() == name)
                || TOKENS.contains(&name.as_str())
        });
        *fields = body;
        query
    }

    /// The address that the page states, and its line.
    pub(super) fn address(&self) -> Option<(address::Address, u32)> {
        let stated =
            |block: &&&Block| matches!(block.topic, Topic::Address | Topic::Silent | Topic::Other);
        let blocks: Vec<&Block> = self.blocks.iter().collect();
        let first = blocks.iter().filter(stated).find_map(|block| self.address_in(block));
        let sample = |block: &&&Block| matches!(block.topic, Topic::Sample(Part::Request));
        first.or_else(|| blocks.iter().filter(sample).find_map(|block| self.address_in(block)))
    }

    fn address_in(&self, block: &Block) -> Option<(address::Address, u32)> {
        let titled = Some(block.title.as_str()).filter(|_| block.topic == Topic::Address);
        if let Some(address) = titled.and_then(address::within) {
            return Some((address, block.line));
        }
        block.lines.iter().find_map(|line| match &line.content {
            Content::Text(text) => Some((address::leading(text)?, line.number)),
            _ => None,
        })
    }
}

/// Completes the path of a heading such as `a.b(Array)` with the array marks that it leaves out
/// but that the rows of the members state.
pub(super) fn resolve(path: &str, known: &[Field]) -> String {
    let mut resolved = String::new();
    for step in path.split('.').map(str::trim).filter(|step| !step.is_empty()).take(32) {
        let array = step.contains("(Array)") || step.ends_with("[]");
        let name = step.replace("(Array)", "");
        let name = name.trim_end_matches("[]").trim();
        if !resolved.is_empty() {
            resolved.push('.');
        }
        resolved.push_str(name);
        let row = known.iter().find(|field| field.path == resolved);
        let typed = row.and_then(|field| field.type_word.as_deref());
        if array || typed.is_some_and(span::is_array_word) {
            resolved.push_str("[]");
        }
    }
    resolved
}

const TOKENS: [&str; 4] =
    ["access_token", "component_access_token", "authorizer_access_token", "cloudbase_access_token"];

/// Whether a topic is a table inside the section of a part.
fn is_table_of(part: Part, topic: &Topic) -> bool {
    match topic {
        Topic::Members(Part::Query) => part == Part::Request,
        Topic::Members(of) | Topic::Nested(of, _) => *of == part,
        _ => false,
    }
}

/// Whether a block holds a table of members, and whether that table has a required column.
fn table_in(block: &Block) -> Option<bool> {
    let header = block.lines.iter().find_map(|line| header::header_of(&line.content))?;
    (header.lists_members() || header.columns.first() == Some(&Column::Type))
        .then(|| header.has(Column::Required))
}

/// Whether some member should have members of its own but none are listed.
fn any_hollow(fields: &[Field]) -> bool {
    let parents: HashSet<&str> = fields
        .iter()
        .filter_map(|field| field.path.rsplit_once('.'))
        .map(|(parent, _)| parent.trim_end_matches("[]"))
        .collect();
    fields.iter().any(|field| {
        field.type_word.as_deref().is_some_and(span::has_members)
            && !parents.contains(field.path.as_str())
    })
}
