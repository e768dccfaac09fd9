//! Reads an address line: method, path and query. It must never complete an address that the
//! copy cuts or that the translation overwrote.

use crate::{Origin, QueryParameter, heading::FILLER};

const HOST: &str = "weixin.qq.com";
const METHODS: [&str; 5] = ["POST", "GET", "PUT", "DELETE", "PATCH"];

/// An address as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) method: Option<String>,
    pub(crate) path: String,
    /// Names and values of the query, a value being fixed when it is no placeholder.
    pub(crate) query: Vec<(String, Option<String>)>,
    /// True when a part of the query has no name and no value.
    pub(crate) broken_query: bool,
    /// True when a filler stands inside the path.
    pub(crate) filler_in_path: bool,
    /// False when the text ends with the path, so that the path may go on.
    pub(crate) path_ended: bool,
}

impl Address {
    /// Whether two addresses belong to different operations.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        self.path != other.path || self.fixed() != other.fixed()
    }

    /// The query as facts.
    pub(crate) fn parameters(&self) -> Vec<QueryParameter> {
        self.query
            .iter()
            .map(|(name, fixed)| QueryParameter {
                name: name.clone(),
                fixed: fixed.clone(),
                origin: Origin::Address,
                type_word: None,
                required_word: None,
            })
            .collect()
    }

    fn fixed(&self) -> Vec<(&str, &str)> {
        self.query.iter().filter_map(|(n, v)| Some((n.as_str(), v.as_deref()?))).collect()
    }
}

/// The address with which a line begins, after nothing but a method or a filler.
pub(crate) fn leading(text: &str) -> Option<Address> {
    let text = text.trim_start_matches(['`', '<', '-', '*', '•', '>', ' ']);
    let scheme = text.find("https://").or_else(|| text.find("http://"))?;
    let (before, url) = text.split_at(scheme);
    let before = before.trim().trim_end_matches([':', '：']).trim();
    let method = method_in(before);
    if !(before.is_empty() || before == FILLER || method.as_deref() == Some(before)) {
        return None;
    }
    parse(method, url)
}

/// The address anywhere in a line, as in headings that hold the label as well.
pub(crate) fn within(text: &str) -> Option<Address> {
    let scheme = text.find("https://").or_else(|| text.find("http://"))?;
    let (before, url) = text.split_at(scheme);
    parse(method_in(before), url)
}

/// A method word inside a text.
pub(crate) fn method_in(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_alphabetic())
        .find(|word| METHODS.contains(word))
        .map(str::to_owned)
}

fn parse(method: Option<String>, url: &str) -> Option<Address> {
    let rest = url.split_once("://")?.1;
    let (host, _) = rest.split_once('/')?;
    if !host.ends_with(HOST) || host.contains("developers.") || host.contains("open.w") {
        return None;
    }
    let rest = rest.get(host.len()..)?;
    let end = rest.find(|c: char| c.is_whitespace() || "`\"'<>)），,;；。".contains(c));
    let address = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (address, None),
    };
    let mut read = Address {
        method,
        path: path.to_owned(),
        filler_in_path: path.contains(FILLER),
        path_ended: query.is_some() || end.is_some(),
        ..Address::default()
    };
    read_query(&mut read, query.unwrap_or_default());
    (path.len() > 1).then_some(read)
}

fn read_query(address: &mut Address, query: &str) {
    for pair in query.split('&').filter(|pair| !pair.is_empty()).take(64) {
        match pair.split_once('=') {
            Some((name, value)) if !name.is_empty() => {
                let fixed = is_fixed(name, value).then(|| value.to_owned());
                address.query.push((name.to_owned(), fixed));
            }
            _ => address.broken_query = true,
        }
    }
}

/// A value is a placeholder when it shouts, is a row of x, or repeats the name.
fn is_fixed(name: &str, value: &str) -> bool {
    let shouts = !value.chars().any(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    plain
        && !shouts
        && !value.to_lowercase().contains("xxx")
        && !name.eq_ignore_ascii_case(value)
        && !name.to_lowercase().contains("token")
}
