//! One alternative of a schema: a single type with its constraints. Decides which alternatives allow
//! everything that another allows, for values without members; never looks inside of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};

use serde_json::Value;

use super::document::Node;
use super::effect::Effect;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
    Null,
}

#[derive(Debug)]
pub(super) struct Form {
    pub(super) kind: Kind,
    /// The only values that are allowed, as JSON, by `enum` or `const`.
    pub(super) values: Option<BTreeSet<String>>,
    /// Keywords that allow less than the type does.
    pub(super) limits: BTreeMap<String, Value>,
    pub(super) items: Option<Box<Node>>,
    pub(super) members: BTreeMap<String, Node>,
    pub(super) required: BTreeSet<String>,
    /// Whether members other than those described are refused.
    pub(super) closed: bool,
}

impl Kind {
    /// Every type once; an integer is a number.
    pub(super) const ANY: [Kind; 6] =
        [Kind::Null, Kind::Boolean, Kind::Number, Kind::String, Kind::Array, Kind::Object];

    pub(super) fn from_name(name: &str) -> Option<Kind> {
        let all = [Kind::Integer].into_iter().chain(Kind::ANY);
        all.into_iter().find(|kind| kind.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::String => "string",
            Kind::Array => "array",
            Kind::Object => "object",
        }
    }

    /// Whether a value has the type.
    pub(super) fn has(self, value: &Value) -> bool {
        match self {
            Kind::Null => value.is_null(),
            Kind::Boolean => value.is_boolean(),
            Kind::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Kind::Number => value.is_number(),
            Kind::String => value.is_string(),
            Kind::Array => value.is_array(),
            Kind::Object => value.is_object(),
        }
    }

    pub(super) fn is_scalar(self) -> bool {
        !matches!(self, Kind::Array | Kind::Object)
    }
}

impl Form {
    pub(super) fn new(kind: Kind) -> Form {
        Form {
            kind,
            values: None,
            limits: BTreeMap::new(),
            items: None,
            members: BTreeMap::new(),
            required: BTreeSet::new(),
            closed: false,
        }
    }

    /// Whether everything that another form allows is allowed by this one, as far as that can be
    /// told without looking inside.
    pub(super) fn covers(&self, other: &Form) -> bool {
        let kind =
            self.kind == other.kind || (self.kind, other.kind) == (Kind::Number, Kind::Integer);
        let values = match (&self.values, &other.values) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(all), Some(some)) => some.is_subset(all),
        };
        let limits = self.limits.iter().all(|(keyword, limit)| {
            let effect = limit_effect(keyword, Some(limit), other.limits.get(keyword));
            matches!(effect, None | Some(Effect::Narrowed))
        });
        kind && self.kind.is_scalar() && values && limits
    }
}

/// What it means that a keyword stands there with another value, or only before or after.
pub(super) fn limit_effect(
    keyword: &str,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Option<Effect> {
    let (old, new) = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => return Some(Effect::Narrowed),
        (Some(_), None) => return Some(Effect::Widened),
        (Some(old), Some(new)) if old == new => return None,
        (Some(old), Some(new)) => (old, new),
    };
    let grows = old.as_f64().zip(new.as_f64()).map(|(old, new)| new > old);
    let is_upper = keyword.starts_with("max") || keyword == "exclusiveMaximum";
    let is_lower = keyword.starts_with("min") || keyword == "exclusiveMinimum";
    Some(match grows {
        Some(grows) if is_upper || is_lower => {
            if grows == is_upper {
                Effect::Widened
            } else {
                Effect::Narrowed
            }
        }
        _ => Effect::Exchanged,
    })
}

impl Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if let Some(values) = &self.values {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            write!(f, " {}", values.join(" "))?;
        }
        self.limits.iter().try_for_each(|(keyword, limit)| write!(f, " {keyword} {limit}"))
    }
}
