//! A set of schemas as it was published: interfaces, their views and their codes. Never asks where
//! the files came from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::codes::{self, Codes};
use super::document::Record;
use crate::Result;

/// The schemas of one release or revision.
#[derive(Debug)]
pub struct Schemas {
    pub(super) interfaces: BTreeMap<String, Interface>,
    /// `codes.json`, which knows interfaces without schemas as well.
    pub(super) codes: Option<BTreeMap<String, Codes>>,
}

/// One of the documents of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// The request, open to other members.
    Request,
    /// The request, closed.
    StrictRequest,
    /// The reply in every form in which it arrives.
    Reply,
    /// The reply as the documents promise it.
    DocumentedReply,
    /// The codes.
    Errors,
}

#[derive(Debug, Default)]
pub(super) struct Interface {
    pub(super) category: Option<String>,
    pub(super) views: BTreeMap<View, Document>,
}

#[derive(Debug)]
pub(super) struct Document {
    pub(super) content: Value,
    pub(super) face: Face,
}

/// What a document says, in a form that can be compared.
#[derive(Debug)]
pub(super) enum Face {
    Record(Record),
    Codes(Codes),
}

impl Schemas {
    /// Reads files by their paths inside of the folder `schemas`. Without documents of single
    /// interfaces it is the bundle that counts; files of other kinds are left alone.
    ///
    /// # Errors
    ///
    /// If a file is no JSON, if a schema says something that cannot be compared, or if there is
    /// nothing to compare.
    pub fn from_files(files: &BTreeMap<String, Vec<u8>>) -> Result<Schemas> {
        let mut schemas = Schemas { interfaces: BTreeMap::new(), codes: None };
        for (path, bytes) in files {
            match path.split('/').collect::<Vec<_>>().as_slice() {
                ["codes.json"] => {
                    let table = parse(bytes).and_then(|table| codes::from_table(&table));
                    schemas.codes = Some(table.map_err(|why| format!("`{path}`: {why}"))?);
                }
                [category, file] => {
                    let Some(key) = file.strip_suffix(".json") else { continue };
                    let taken = parse(bytes).and_then(|it| schemas.take(key, Some(category), it));
                    taken.map_err(|why| format!("`{path}`: {why}"))?;
                }
                _ => {}
            }
        }
        if let Some(bytes) = files.get("wxopen.json").filter(|_| schemas.interfaces.is_empty()) {
            schemas.take_bundle(bytes).map_err(|why| format!("`wxopen.json`: {why}"))?;
        }
        match schemas.interfaces.is_empty() {
            true => Err("there is no schema of an interface in it".to_owned()),
            false => Ok(schemas),
        }
    }

    /// Interfaces with a schema, or with codes only.
    pub(super) fn knows(&self, interface: &str) -> bool {
        let listed = self.codes.as_ref().is_some_and(|codes| codes.contains_key(interface));
        listed || self.interfaces.contains_key(interface)
    }

    fn take_bundle(&mut self, bytes: &[u8]) -> Result<()> {
        let bundle = parse(bytes)?;
        let documents =
            bundle.get("$defs").and_then(Value::as_object).ok_or("it bundles nothing")?;
        for (key, document) in documents {
            let category = category_in(document).map(str::to_owned);
            let taken = self.take(key, category.as_deref(), document.clone());
            taken.map_err(|why| format!("`{key}`: {why}"))?;
        }
        Ok(())
    }

    fn take(&mut self, key: &str, category: Option<&str>, content: Value) -> Result<()> {
        let (interface, suffix) = key.split_once('.').ok_or("its name tells no view")?;
        let view = View::ALL.into_iter().find(|view| view.suffix() == suffix);
        let view = view.ok_or(format!("`{suffix}` is no view that is known here"))?;
        let face = match view {
            View::Errors => Face::Codes(codes::from_schema(&content)?),
            _ => Face::Record(Record::read(&content)?),
        };
        let interface = self.interfaces.entry(interface.to_owned()).or_default();
        interface.category = category.map(str::to_owned);
        match interface.views.insert(view, Document { content, face }) {
            Some(_) => Err("the same view is there twice".to_owned()),
            None => Ok(()),
        }
    }
}

impl View {
    pub(super) const ALL: [View; 5] =
        [View::Request, View::StrictRequest, View::Reply, View::DocumentedReply, View::Errors];

    /// What the names of its files end with.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            View::Request => "request",
            View::StrictRequest => "request.strict",
            View::Reply => "reply",
            View::DocumentedReply => "reply.documented",
            View::Errors => "errors",
        }
    }

    /// Whether the reader of the schema sends what it describes.
    pub(super) fn is_sent(self) -> bool {
        matches!(self, View::Request | View::StrictRequest)
    }
}

fn parse(bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes).map_err(|error| format!("it is no JSON: {error}"))
}

/// The category in an `$id`, which ends with `<category>/<file>`.
fn category_in(document: &Value) -> Option<&str> {
    document.get("$id")?.as_str()?.rsplit('/').nth(1)
}
