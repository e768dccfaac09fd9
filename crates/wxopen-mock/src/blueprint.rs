//! The operations, checked and ready to be found. Constant once built: what changes from call to
//! call belongs to `world`.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jsonschema::Validator;
use serde_json::Value;
use wxopen_core::{EndpointMeta, Method, TokenKind};

use crate::catalog;
use crate::error::MockError;
use crate::operation::Operation;
use crate::query::Query;
use crate::schema::{self, Schema};

pub(crate) struct Blueprint {
    entries: Vec<Entry>,
    by_interface: HashMap<&'static str, usize>,
    by_path: HashMap<&'static str, Vec<usize>>,
}

pub(crate) struct Entry {
    operation: Operation,
    pub(crate) request: Option<Validator>,
    pub(crate) examples: Vec<Value>,
    /// The types of the members of the request.
    types: HashMap<String, String>,
}

impl Entry {
    /// What a member of the request means in a query, where everything is text.
    pub(crate) fn read(&self, name: &str, text: &str) -> Value {
        let value = match self.types.get(name).map(String::as_str) {
            Some("integer") => text.parse::<i64>().ok().map(Value::from),
            Some("boolean") => text.parse::<bool>().ok().map(Value::from),
            _ => None,
        };
        value.unwrap_or_else(|| Value::from(text))
    }

    pub(crate) fn meta(&self) -> &'static EndpointMeta {
        self.operation.meta
    }
}

/// Where a method, a path and a query lead.
pub(crate) enum Route {
    Found(usize),
    WrongMethod(Method),
    Nowhere,
}

impl Blueprint {
    pub(crate) fn new(operations: Vec<Operation>) -> Result<Self, MockError> {
        let mut blueprint = Blueprint {
            entries: Vec::new(),
            by_interface: HashMap::new(),
            by_path: HashMap::new(),
        };
        for operation in operations {
            let interface = operation.meta.interface;
            let problem = |problem| MockError::Operation { interface, problem };
            blueprint.add(operation).map_err(problem)?;
        }
        Ok(blueprint)
    }

    /// The blueprint of the whole catalogue. It never changes, so a process checks it once.
    pub(crate) fn of_catalog() -> Result<Arc<Self>, MockError> {
        static CHECKED: OnceLock<Arc<Blueprint>> = OnceLock::new();
        if let Some(blueprint) = CHECKED.get() {
            return Ok(Arc::clone(blueprint));
        }
        let blueprint = Arc::new(Self::new(catalog::operations())?);
        Ok(Arc::clone(CHECKED.get_or_init(|| blueprint)))
    }

    pub(crate) fn operations(&self) -> impl ExactSizeIterator<Item = &Operation> {
        self.entries.iter().map(|entry| &entry.operation)
    }

    pub(crate) fn index(&self, interface: &str) -> Option<usize> {
        self.by_interface.get(interface).copied()
    }

    /// With which token a path is called.
    pub(crate) fn token_of(&self, path: &str) -> Option<TokenKind> {
        let index = self.by_path.get(path)?.first()?;
        Some(self.entry(*index).meta().token)
    }

    pub(crate) fn entry(&self, index: usize) -> &Entry {
        &self.entries[index]
    }

    /// Of several operations that share a path, the one with the longest fixed query that is
    /// there.
    pub(crate) fn route(&self, method: &str, path: &str, query: &Query) -> Route {
        let there = |index: &&usize| query.has_all(self.entries[**index].meta().query);
        let asks = |index: &&usize| self.entries[**index].meta().method.as_str() == method;
        let length = |index: &&usize| self.entries[**index].meta().query.len();

        let candidates = self.by_path.get(path).map_or(&[][..], Vec::as_slice);
        let found = candidates.iter().filter(there).filter(asks).max_by_key(length);
        match (found, candidates.iter().find(there)) {
            (Some(index), _) => Route::Found(*index),
            (None, Some(index)) => Route::WrongMethod(self.entries[*index].meta().method),
            (None, None) => Route::Nowhere,
        }
    }

    fn add(&mut self, operation: Operation) -> Result<(), String> {
        let meta = operation.meta;
        self.refuse_collision(meta)?;
        let request = load("request", operation.request)?;
        let reply = load("reply", operation.reply)?;
        let index = self.entries.len();
        self.by_interface.insert(meta.interface, index);
        self.by_path.entry(meta.path).or_default().push(index);
        self.entries.push(Entry {
            operation,
            types: request.as_ref().map_or_else(HashMap::new, |schema| schema.types.clone()),
            request: request.map(|schema| schema.validator),
            examples: reply.map_or_else(Vec::new, |schema| schema.examples),
        });
        Ok(())
    }

    fn refuse_collision(&self, meta: &EndpointMeta) -> Result<(), String> {
        if self.index(meta.interface).is_some() {
            return Err("the interface is there twice".to_owned());
        }
        let same = |index: &&usize| {
            let other = self.entry(**index).meta();
            other.method == meta.method && same_query(other.query, meta.query)
        };
        match self.by_path.get(meta.path).and_then(|indices| indices.iter().find(same)) {
            Some(index) => Err(format!(
                "method, path and query are those of `{}`",
                self.entry(*index).meta().interface
            )),
            None => Ok(()),
        }
    }
}

fn load(of: &str, text: Option<&str>) -> Result<Option<Schema>, String> {
    let schema = text.map(schema::load).transpose();
    schema.map_err(|problem| format!("the {of} schema {problem}"))
}

fn same_query(left: &[(&str, &str)], right: &[(&str, &str)]) -> bool {
    left.len() == right.len() && left.iter().all(|pair| right.contains(pair))
}
