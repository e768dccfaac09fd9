//! The address of a call. It holds the token, so it is a secret from the moment it is whole.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::client::TokenSource;
use crate::{EndpointMeta, Secret, TokenKind};

/// The address of an endpoint with its token and other parameters; `None` if there is no token.
pub(super) fn address(
    base: &str,
    meta: &EndpointMeta,
    pairs: &[(String, Secret)],
    tokens: &dyn TokenSource,
) -> Option<Secret> {
    let mut url = String::with_capacity(base.len() + meta.path.len() + 256);
    url.push_str(base);
    url.push_str(meta.path);
    let mut separator = '?';
    let fixed = meta.query.iter().copied();
    let own = pairs.iter().map(|(name, value)| (name.as_str(), value.expose()));
    for (name, value) in fixed.chain(own) {
        push_pair(&mut url, separator, name, value);
        separator = '&';
    }
    if meta.token != TokenKind::None {
        let found = tokens.with_token(meta.token, &mut |token| {
            push_pair(&mut url, separator, meta.token_query, token.expose());
        });
        if !found {
            return None;
        }
    }
    Some(Secret::from(url))
}

/// What a query may hold as it is (RFC 3986, unreserved).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn push_pair(url: &mut String, separator: char, name: &str, value: &str) {
    url.push(separator);
    url.extend(utf8_percent_encode(name, UNRESERVED));
    url.push('=');
    url.extend(utf8_percent_encode(value, UNRESERVED));
}
