//! A record in normal form: members, references and alternatives, without its words. Never follows
//! a reference out of the document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::form::Form;
use crate::Result;

/// A record with the definitions it refers to.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) root: Node,
    definitions: BTreeMap<String, Node>,
}

/// What stands in one place: its alternatives, written out or by reference.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) parts: Vec<Part>,
    /// Integers that are known, where others are allowed too.
    pub(super) states: BTreeSet<i64>,
}

#[derive(Debug)]
pub(super) enum Part {
    Form(Form),
    Reference(String),
}

/// A node with all references followed.
#[derive(Default)]
pub(super) struct Flat<'a> {
    pub(super) forms: Vec<&'a Form>,
    pub(super) states: BTreeSet<i64>,
}

const DEFINITIONS: &str = "#/$defs/";

/// Following references takes room on the stack, and no record has nearly as many.
const MOST_DEFINITIONS: usize = 2000;

impl Record {
    pub(super) fn read(schema: &Value) -> Result<Record> {
        let mut definitions = BTreeMap::new();
        let nothing = Map::new();
        let found = match schema.get("$defs") {
            None => &nothing,
            Some(found) => found.as_object().ok_or("`$defs` is no object")?,
        };
        for (name, definition) in found {
            let place = format!("$defs/{name}");
            if definition.get("$id").is_some() || definition.get("$defs").is_some() {
                return Err(format!(
                    "`{place}`: a document inside of a document is not understood"
                ));
            }
            definitions.insert(name.clone(), Node::read(definition, &place)?);
        }
        if definitions.len() > MOST_DEFINITIONS {
            return Err(format!("there are more than {MOST_DEFINITIONS} definitions"));
        }
        let record = Record { root: Node::read(schema, "")?, definitions };
        record
            .definitions
            .values()
            .chain([&record.root])
            .try_for_each(|node| record.check(node))?;
        Ok(record)
    }

    /// The alternatives of a node, each of which allows something that the others do not.
    pub(super) fn flatten<'a>(&'a self, node: &'a Node) -> Flat<'a> {
        let mut flat = Flat::default();
        self.gather(node, &mut BTreeSet::new(), &mut flat);
        let forms = std::mem::take(&mut flat.forms);
        flat.forms =
            (0..forms.len()).filter(|at| !is_redundant(&forms, *at)).map(|at| forms[at]).collect();
        flat
    }

    fn gather<'a>(&'a self, node: &'a Node, seen: &mut BTreeSet<&'a str>, flat: &mut Flat<'a>) {
        flat.states.extend(&node.states);
        for part in &node.parts {
            match part {
                Part::Form(form) => flat.forms.push(form),
                Part::Reference(name) if !seen.insert(name) => {}
                Part::Reference(name) => {
                    if let Some(target) = self.find(name) {
                        self.gather(target, seen, flat);
                    }
                }
            }
        }
    }

    fn find(&self, reference: &str) -> Option<&Node> {
        match reference.strip_prefix(DEFINITIONS) {
            Some(name) => self.definitions.get(name),
            None => (reference == "#").then_some(&self.root),
        }
    }

    /// Refuses references that lead nowhere.
    fn check(&self, node: &Node) -> Result<()> {
        node.parts.iter().try_for_each(|part| match part {
            Part::Reference(name) if self.find(name).is_none() => {
                Err(format!("the reference `{name}` leads nowhere"))
            }
            Part::Reference(_) => Ok(()),
            Part::Form(form) => {
                let mut nodes = form.members.values().chain(form.items.as_deref());
                nodes.try_for_each(|node| self.check(node))
            }
        })
    }
}

/// Whether another form allows all of it; of two that are the same, the first is kept.
fn is_redundant(forms: &[&Form], at: usize) -> bool {
    forms.iter().enumerate().any(|(other, form)| {
        other != at && form.covers(forms[at]) && (other < at || !forms[at].covers(form))
    })
}

/// The path of a member.
pub(super) fn join(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}
