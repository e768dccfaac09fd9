//! Reads the interface name. A name that is blank or overwritten must stay absent.

use crate::{heading::Topic, line::Content, segment::Block, span};

/// The interface name, or the line on which it is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Printed(String),
    Missing(u32),
    Unannounced,
}

/// The interface name that the blocks print.
pub(crate) fn name_in(blocks: &[Block]) -> Name {
    let announced = blocks.iter().find(|block| block.topic == Topic::Name);
    if let Some(block) = announced {
        let printed = block.lines.iter().find_map(|line| match &line.content {
            Content::Text(text) => Some(text.trim()),
            _ => None,
        });
        return match printed.filter(|name| is_interface(name)) {
            Some(name) => Name::Printed(name.to_owned()),
            None => Name::Missing(block.line),
        };
    }
    let inline = blocks.iter().flat_map(|block| &block.lines).find_map(|line| {
        let Content::Text(text) = &line.content else { return None };
        let name = text.strip_prefix("接口英文名")?.trim_start_matches([':', '：', ' ']);
        Some((line.number, name.trim()))
    });
    match inline {
        Some((_, name)) if is_interface(name) => Name::Printed(name.to_owned()),
        Some((line, _)) => Name::Missing(line),
        None => Name::Unannounced,
    }
}

fn is_interface(name: &str) -> bool {
    span::is_name(name) && name.is_ascii() && !name.contains(['.', '-'])
}
