//! The query of a call, read as forms are. It holds the token, so it can be asked but never
//! printed or kept.

use percent_encoding::percent_decode_str;

pub(crate) struct Query {
    pairs: Vec<(String, Option<String>)>,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let parts = text.split('&').filter(|part| !part.is_empty());
        Query { pairs: parts.map(pair).collect() }
    }

    /// The first value that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let of_name = self.pairs.iter().filter(|pair| pair.0 == name);
        of_name.filter_map(|pair| pair.1.as_deref()).find(|value| !value.is_empty())
    }

    /// The parameters with a value, but for some.
    pub(crate) fn without(&self, names: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        let others = self.pairs.iter().filter(move |pair| !names.contains(&pair.0.as_str()));
        others.filter_map(|(name, value)| Some((name.as_str(), value.as_deref()?)))
    }

    pub(crate) fn has_all(&self, fixed: &[(&str, &str)]) -> bool {
        fixed.iter().all(|(name, value)| self.get(name) == Some(*value))
    }

    /// The names, in order. A part without `=` may be a value that lost its name, so it is `?`.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |(name, value): &(String, Option<String>)| match value {
            Some(_) => name.clone(),
            None => "?".to_owned(),
        };
        self.pairs.iter().map(name).collect()
    }
}

fn pair(part: &str) -> (String, Option<String>) {
    match part.split_once('=') {
        Some((name, value)) => (decode(name), Some(decode(value))),
        None => (decode(part), None),
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
