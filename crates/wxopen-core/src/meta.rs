//! What the specification says about an endpoint, as constant data. No behaviour beyond look-up.

use std::fmt;
use std::time::Duration;

use crate::Class;

/// A sentence in English and in Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Chinese (中文).
    pub zh: &'static str,
}

/// The HTTP method of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`, without a body: the members of the request travel in the query.
    Get,
    /// `POST`, with a JSON body that is `{}` at the least.
    Post,
}

impl Method {
    /// The method as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which credential an endpoint asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// `authorizer_access_token`: the call is made on behalf of a merchant's account.
    Authorizer,
    /// `component_access_token`: the call is made by the third-party platform itself.
    Component,
    /// Either of the two.
    Either,
    /// None.
    None,
}

/// Whether a request may be sent again once a byte of it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// Sending it twice does no more than sending it once.
    Safe,
    /// A second send may do harm: a second invitation, a second registration.
    Unsafe,
}

/// How well the specification of an endpoint is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Maturity {
    /// Every field agrees with the documents; differences are recorded.
    Verified,
    /// Typed from two independent sources; everything in the reply is optional.
    Sampled,
    /// Known by name and path only; called with a JSON body.
    Listed,
}

/// One error code and what it means, on one endpoint or everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorMeta {
    /// The number in `errcode`.
    pub code: i64,
    /// Our name of it, the variant of the endpoint's error enum.
    pub name: &'static str,
    /// The literal the service is known to send in `errmsg`; empty if unknown. Never match on it.
    pub errmsg: &'static str,
    /// What kind of failure it is.
    pub class: Class,
    /// What has happened.
    pub meaning: Text,
    /// What to do about it.
    pub remedy: Text,
}

/// A permission set (权限集) that a merchant can grant to a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionSet {
    /// The number WeChat gives it.
    pub id: u16,
    /// Its name.
    pub name: Text,
}

/// A page of WeChat's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doc {
    /// The generation of the documents the page belongs to, such as `zh-openapi`.
    pub edition: &'static str,
    /// Its address.
    pub url: &'static str,
}

/// Everything the specification says about an endpoint except its fields.
///
/// Built by the chain of `const` methods, so that new facts can be added without breaking
/// endpoints written by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointMeta {
    /// WeChat's English name of the endpoint, misspellings included.
    pub interface: &'static str,
    /// The category of WeChat's documents.
    pub category: &'static str,
    /// What the endpoint does.
    pub summary: Text,
    /// The HTTP method.
    pub method: Method,
    /// The path, starting with `/`.
    pub path: &'static str,
    /// Query parameters with fixed values, such as `action`.
    pub query: &'static [(&'static str, &'static str)],
    /// Which credential is asked for.
    pub token: TokenKind,
    /// The name of the query parameter that carries the token.
    pub token_query: &'static str,
    /// The permission sets of which the merchant must have granted at least one; empty if none is
    /// needed or none is known.
    pub permission_sets: &'static [u16],
    /// Whether a request may be sent again.
    pub repeat: Repeat,
    /// The shortest time between two attempts, whoever makes them.
    pub repeat_pause: Option<Duration>,
    /// The interface that tells what really happened when the outcome of a call is unknown.
    pub reconcile: Option<&'static str>,
    /// The shortest deadline that makes sense for this endpoint.
    pub deadline: Option<Duration>,
    /// How well all this is founded.
    pub maturity: Maturity,
    /// The codes of the endpoint's page, ascending.
    pub errors: &'static [ErrorMeta],
    /// The codes that mean the same everywhere, ascending.
    pub global_errors: &'static [ErrorMeta],
    /// The official pages, the one to read first.
    pub docs: &'static [Doc],
}

impl EndpointMeta {
    /// An endpoint with an authorizer token in `access_token` that is not safe to repeat: the
    /// defaults an endpoint written by hand should start from.
    pub const fn new(interface: &'static str, method: Method, path: &'static str) -> Self {
        EndpointMeta {
            interface,
            category: "",
            summary: Text { en: "", zh: "" },
            method,
            path,
            query: &[],
            token: TokenKind::Authorizer,
            token_query: "access_token",
            permission_sets: &[],
            repeat: Repeat::Unsafe,
            repeat_pause: None,
            reconcile: None,
            deadline: None,
            maturity: Maturity::Listed,
            errors: &[],
            global_errors: &[],
            docs: &[],
        }
    }

    /// Sets the category and the summary.
    pub const fn with_summary(mut self, category: &'static str, summary: Text) -> Self {
        self.category = category;
        self.summary = summary;
        self
    }

    /// Sets query parameters with fixed values.
    pub const fn with_query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    /// Sets the kind of token and the query parameter that carries it.
    pub const fn with_token(mut self, token: TokenKind, query: &'static str) -> Self {
        self.token = token;
        self.token_query = query;
        self
    }

    /// Sets the permission sets of which one must be granted.
    pub const fn with_permission_sets(mut self, ids: &'static [u16]) -> Self {
        self.permission_sets = ids;
        self
    }

    /// Sets whether a request may be sent again.
    pub const fn with_repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Sets the shortest time between two attempts, in seconds.
    pub const fn with_repeat_pause(mut self, seconds: u64) -> Self {
        self.repeat_pause = Some(Duration::from_secs(seconds));
        self
    }

    /// Names the interface that tells what really happened.
    pub const fn with_reconcile(mut self, interface: &'static str) -> Self {
        self.reconcile = Some(interface);
        self
    }

    /// Sets the shortest deadline that makes sense, in seconds.
    pub const fn with_deadline(mut self, seconds: u64) -> Self {
        self.deadline = Some(Duration::from_secs(seconds));
        self
    }

    /// Sets how well the endpoint is founded.
    pub const fn with_maturity(mut self, maturity: Maturity) -> Self {
        self.maturity = maturity;
        self
    }

    /// Sets the codes of the page and those that mean the same everywhere, both ascending.
    pub const fn with_errors(
        mut self,
        page: &'static [ErrorMeta],
        global: &'static [ErrorMeta],
    ) -> Self {
        self.errors = page;
        self.global_errors = global;
        self
    }

    /// Sets the official pages.
    pub const fn with_docs(mut self, docs: &'static [Doc]) -> Self {
        self.docs = docs;
        self
    }

    /// What a code means on this endpoint: its page first, then the global table.
    pub fn error(&self, code: i64) -> Option<&'static ErrorMeta> {
        find(self.errors, code).or_else(|| find(self.global_errors, code))
    }

    /// The class of a code on this endpoint.
    ///
    /// A transient failure of an endpoint that is not safe to repeat has an unknown outcome.
    pub fn class(&self, code: i64) -> Class {
        match self.error(code).map_or(Class::Unknown, |error| error.class) {
            Class::Transient if self.repeat == Repeat::Unsafe => Class::OutcomeUnknown,
            class => class,
        }
    }
}

fn find(table: &'static [ErrorMeta], code: i64) -> Option<&'static ErrorMeta> {
    let index = table.binary_search_by_key(&code, |error| error.code).ok()?;
    Some(&table[index])
}
