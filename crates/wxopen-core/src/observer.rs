//! What a reader noticed while reading a reply. It never carries a value of the reply.

use std::fmt;

/// The kind of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction or an exponent.
    Decimal,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
    /// Nothing at all: the member is not there.
    Absent,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Null => "null",
            Kind::Bool => "a boolean",
            Kind::Integer => "an integer",
            Kind::Decimal => "a decimal number",
            Kind::Text => "a string",
            Kind::List => "an array",
            Kind::Object => "an object",
            Kind::Absent => "nothing",
        })
    }
}

/// A place where a reply was not what the documents promise, and was read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// A value of another kind was understood, such as the number 5 written as `"5"`.
    Converted {
        /// Where, such as `wxopens.items[1].status`.
        path: String,
        /// What the specification expects.
        expected: &'static str,
        /// What was there.
        found: Kind,
    },
    /// A value of an optional member could not be understood and was left out.
    Ignored {
        /// Where.
        path: String,
        /// What the specification expects.
        expected: &'static str,
        /// What was there.
        found: Kind,
    },
    /// A member was called by a name that is known but no longer documented.
    Alias {
        /// Where, under the documented name.
        path: String,
        /// The name that was found.
        alias: &'static str,
    },
    /// A member occurred twice. The last one counts, the documented name before an alias.
    Duplicate {
        /// Where.
        path: String,
    },
    /// A member that the specification does not know was skipped.
    UnknownMember {
        /// Where: the path of the object that holds it. Its name could be anybody's text.
        path: String,
    },
    /// The answer was no JSON until a byte order mark was removed, or within strings broken UTF-8 replaced
    /// or raw control characters escaped.
    Repaired,
}

/// Is told what was lenient about a reply. Must be quick: the call waits for it.
pub trait Observer: Send + Sync {
    /// `interface` was answered in a way the specification does not promise.
    fn found(&self, interface: &'static str, finding: Finding);
}
