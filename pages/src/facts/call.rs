//! Gathers how an interface is called: method, path, query and permission sets. A part of the
//! address that the copy may cut must stay absent.

use super::Gathering;
use crate::{
    Completeness, Field, Origin, Part, QueryParameter, ReadError, Section,
    address::{self, Address},
    heading::{FILLER, Topic},
    line::Content,
    permissions,
    segment::Block,
};

/// How an interface is called.
#[derive(Debug, Default)]
pub(super) struct Call {
    pub(super) method: Option<String>,
    pub(super) path: Option<String>,
    pub(super) query: Section<Vec<QueryParameter>>,
}

impl Gathering<'_> {
    pub(super) fn call(
        &mut self,
        in_query: Vec<Field>,
        request: &Section<Vec<Field>>,
    ) -> Result<Call, ReadError> {
        let (blocks, table, broken) = self.query_table()?;
        let mut call = Call::default();
        let mut listed = match blocks.as_slice() {
            [] => request.completeness,
            blocks => self.extent.unless(broken, blocks),
        };
        if let Some((address, line)) = self.address() {
            let sure = self.is_sure(&address, line);
            if !sure || address.broken_query {
                listed = Completeness::Truncated;
            } else if listed == Completeness::Absent && self.is_past_request() {
                listed = Completeness::Whole;
            }
            self.fill(&mut call, &address, line, sure);
        }
        for field in in_query.into_iter().chain(table) {
            merge(&mut call.query.value, field);
        }
        let read = !call.query.value.is_empty() || !blocks.is_empty() || call.path.is_some();
        call.query.completeness = if read { listed } else { Completeness::Absent };
        if read && listed == Completeness::Absent {
            call.query.completeness = Completeness::Truncated;
        }
        Ok(call)
    }

    pub(super) fn permissions(&mut self) -> Section<Vec<u16>> {
        let blocks = self.of(|topic| *topic == Topic::Permissions);
        let mut section: Section<Vec<u16>> = Section::default();
        let (mut stated, mut broken) = (false, false);
        let mut spoken: Vec<&Block> = blocks.clone();
        for block in self.blocks.iter().filter(|block| speaks_of_sets(&block.topic)) {
            let kept = self.extent.kept(block);
            for line in &kept.lines {
                let Content::Text(text) = &line.content else { continue };
                if let Some(found) = permissions::stated_in(text) {
                    broken |= found.broken || found.ids.is_empty();
                    if found.broken {
                        self.miss(line.number, "a permission set that is no id");
                    }
                    section.value.extend(found.ids);
                    stated = true;
                    spoken.push(block);
                } else if block.topic == Topic::Permissions && permissions::excludes(text) {
                    stated = true;
                }
            }
        }
        section.value.dedup();
        if !stated && let Some(block) = blocks.first() {
            self.miss(block.line, "no permission set is stated");
        }
        section.completeness = self.extent.unless(!stated || broken, &spoken);
        section
    }

    /// Whether the copy has passed the place at which a parameter table would stand.
    fn is_past_request(&self) -> bool {
        let later = |topic: &Topic| matches!(topic, Topic::Members(Part::Reply) | Topic::Errors);
        self.extent.is_entire() || self.blocks.iter().any(|block| later(&block.topic))
    }

    /// Whether the path is certainly printed to its end.
    fn is_sure(&self, address: &Address, line: u32) -> bool {
        address.path_ended || !self.blocks.iter().any(|b| self.extent.cut_line(b) == Some(line))
    }

    fn fill(&mut self, call: &mut Call, address: &Address, line: u32, sure: bool) {
        call.method = address.method.clone().or_else(|| self.method_beside());
        if call.method.is_none() {
            self.miss(line, "the address has no method");
        }
        if !sure {
            return;
        }
        if address.filler_in_path || address.query.iter().any(|(name, _)| name.contains(FILLER)) {
            self.miss(line, "the address is overwritten by the filler");
        }
        if address.broken_query {
            self.miss(line, "a part of the query is unreadable");
        }
        call.path = Some(address.path.clone());
        call.query.value = address.parameters();
        let cut = self.blocks.iter().any(|b| self.extent.cut_line(b) == Some(line));
        if cut && let Some(last) = call.query.value.last_mut() {
            last.fixed = None;
        }
    }

    /// The method in a heading or line such as `请求方式：POST`.
    fn method_beside(&self) -> Option<String> {
        let beside = self.blocks.iter().filter(|block| block.topic == Topic::Address);
        beside.into_iter().find_map(|block| {
            let titled = address::method_in(&block.title);
            titled.or_else(|| {
                block.lines.iter().find_map(|line| match &line.content {
                    Content::Text(text) if text.chars().count() <= 40 => address::method_in(text),
                    _ => None,
                })
            })
        })
    }
}

fn speaks_of_sets(topic: &Topic) -> bool {
    matches!(topic, Topic::Permissions | Topic::Address | Topic::Other | Topic::Silent)
}

fn merge(query: &mut Vec<QueryParameter>, field: Field) {
    if let Some(known) = query.iter_mut().find(|known| known.name == field.path) {
        known.origin = Origin::Both;
        known.type_word = field.type_word;
        known.required_word = field.required_word;
        return;
    }
    query.push(QueryParameter {
        name: field.path,
        fixed: None,
        origin: Origin::Table,
        type_word: field.type_word,
        required_word: field.required_word,
    });
}
