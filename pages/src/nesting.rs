//! Places the rows of nested tables. A nested table begins with a repeated header row and often
//! ends without a mark; a place that nothing proves must be handed out as assumed.

use std::collections::{HashMap, HashSet};

use crate::{JsonKind, Member, Placement, ReadError};

/// How deep tables may be nested.
const DEEPEST: usize = 24;

/// The members of the page's own sample, by path without array marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    kinds: HashMap<String, JsonKind>,
}

impl Evidence {
    /// The evidence that the members of samples give.
    pub(crate) fn of<'a>(members: impl Iterator<Item = &'a Member>) -> Self {
        let mut kinds = HashMap::new();
        for member in members.filter(|member| !member.path.ends_with("[]")) {
            kinds.entry(member.path.replace("[]", "")).or_insert(member.kind);
        }
        Self { kinds }
    }

    /// The kind that the sample gives to a member.
    pub(crate) fn kind_of(&self, path: &str) -> Option<JsonKind> {
        self.kinds.get(&path.replace("[]", "")).copied()
    }
}

/// A table and the nested tables that are open in it.
#[derive(Debug)]
pub(crate) struct Nesting<'a> {
    levels: Vec<Level>,
    evidence: &'a Evidence,
    /// True when the ends of nested tables are marked.
    marked: bool,
}

#[derive(Debug, Default)]
struct Level {
    prefix: String,
    names: HashSet<String>,
    assumed: bool,
}

impl<'a> Nesting<'a> {
    pub(crate) fn new(evidence: &'a Evidence, marked: bool) -> Self {
        Self { levels: vec![Level::default()], evidence, marked }
    }

    /// Opens a nested table below a member.
    pub(crate) fn open(
        &mut self,
        parent: &str,
        array: bool,
        assumed: bool,
        line: u32,
    ) -> Result<(), ReadError> {
        if self.levels.len() >= DEEPEST {
            return Err(ReadError::NestedTooDeep { line });
        }
        let prefix = format!("{parent}{}.", if array { "[]" } else { "" });
        self.levels.push(Level { prefix, names: HashSet::new(), assumed });
        Ok(())
    }

    /// Closes the innermost nested table.
    pub(crate) fn close(&mut self) {
        if self.levels.len() > 1 {
            self.levels.pop();
        }
    }

    /// The path of the next row and what it rests on.
    pub(crate) fn place(&mut self, name: &str) -> (String, Placement) {
        let top = self.levels.len().saturating_sub(1);
        let fresh = self.levels.last().is_some_and(|level| level.names.is_empty());
        let (at, placement) = if top == 0 || fresh || self.marked {
            (top, Placement::Stated)
        } else {
            self.settle(name, top)
        };
        self.levels.truncate(at + 1);
        let Some(level) = self.levels.last_mut() else {
            return (name.to_owned(), Placement::Assumed);
        };
        level.names.insert(name.to_owned());
        let inherited = level.assumed && placement != Placement::Sample;
        let path = format!("{}{name}", level.prefix);
        (path, if inherited { Placement::Assumed } else { placement })
    }

    /// The innermost open table that may hold the name, preferring one that the sample names.
    fn settle(&self, name: &str, top: usize) -> (usize, Placement) {
        let free = |at: &usize| self.levels.get(*at).is_some_and(|l| !l.names.contains(name));
        let shown = |at: &usize| {
            let path = self.levels.get(*at).map(|level| format!("{}{name}", level.prefix));
            path.is_some_and(|path| self.evidence.kind_of(&path).is_some())
        };
        match (0..=top).rev().filter(free).find(shown) {
            Some(at) => (at, Placement::Sample),
            None => ((0..=top).rev().find(free).unwrap_or(top), Placement::Assumed),
        }
    }
}
