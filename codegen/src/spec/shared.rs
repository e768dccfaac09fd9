//! The parts that several kinds of specification files share, and the files that hold what the
//! whole specification shares.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::spec::{At, Enumeration, Object};

/// A sentence in English and in Chinese, in our own words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English.
    pub en: At<String>,
    /// Chinese.
    pub zh: At<String>,
}

/// What kind of failure a code means, and so what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    Transient,
    Throttled,
    Quota,
    StaleToken,
    WrongToken,
    BadCredentials,
    Ticket,
    AuthorizationGone,
    Permission,
    IpNotAllowed,
    State,
    InvalidRequest,
    OutcomeUnknown,
    Unknown,
}

impl Class {
    /// The word of the specification.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Transient => "transient",
            Class::Throttled => "throttled",
            Class::Quota => "quota",
            Class::StaleToken => "stale-token",
            Class::WrongToken => "wrong-token",
            Class::BadCredentials => "bad-credentials",
            Class::Ticket => "ticket",
            Class::AuthorizationGone => "authorization-gone",
            Class::Permission => "permission",
            Class::IpNotAllowed => "ip-not-allowed",
            Class::State => "state",
            Class::InvalidRequest => "invalid-request",
            Class::OutcomeUnknown => "outcome-unknown",
            Class::Unknown => "unknown",
        }
    }
}

/// Who may see a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Privacy {
    /// A credential. Becomes `Secret` and is never printed.
    Secret,
    /// About a person. Kept out of `Debug`.
    Personal,
    /// Harmless although its name looks like a secret.
    Public,
}

/// One member of a request, a reply or an object.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name in JSON.
    pub wire: At<String>,
    /// The name in Rust, where it cannot be the name in JSON.
    pub rust: Option<At<String>>,
    /// `text`, `int`, `flag` (0 or 1), `bool`, the name of an object or an enumeration, or
    /// `list<...>` of `text`, `int` or an object.
    #[serde(rename = "type")]
    pub ty: At<String>,
    /// Whether it is always there.
    #[serde(default)]
    pub required: bool,
    /// Other names under which a reply may bring it.
    #[serde(default)]
    pub aliases: Vec<At<String>>,
    /// Who may see the value, where that is not everybody or not obvious.
    pub privacy: Option<At<Privacy>>,
    /// What it is, with units and ranges.
    pub doc: Bilingual,
}

/// A page of WeChat's documents.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageLink {
    /// The generation of the documents the page belongs to.
    pub edition: At<String>,
    /// The path of the page, starting with `/doc/`.
    pub url: At<String>,
}

/// `spec/categories.toml`: the categories of WeChat's documents.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoriesFile {
    /// The categories.
    #[serde(default)]
    pub category: Vec<Category>,
}

/// A category of WeChat's documents.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// WeChat's name of it, misspellings included: the folder under `spec/endpoints`.
    pub id: At<String>,
    /// The cargo feature of `wxopen-api`.
    pub feature: At<String>,
    /// The Rust module.
    pub module: At<String>,
    /// What it is about.
    pub title: Bilingual,
}

/// `spec/permission-sets.toml`: what merchants can grant to a platform.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PermissionSetsFile {
    /// The permission sets (权限集).
    #[serde(default)]
    pub permission_set: Vec<PermissionSet>,
}

/// A permission set (权限集).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PermissionSet {
    /// WeChat's number of it.
    pub id: At<u16>,
    /// Its name.
    pub name: Bilingual,
}

/// `spec/errors.toml`: codes that mean the same on every endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorsFile {
    /// The codes.
    #[serde(default)]
    pub error: Vec<GlobalError>,
}

/// A code that means the same on every endpoint.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GlobalError {
    /// The number in `errcode`.
    pub code: At<i64>,
    /// Our name of it, in upper camel case.
    pub name: At<String>,
    /// The literal the service is known to send; empty if unknown.
    #[serde(default)]
    pub errmsg: String,
    /// What kind of failure it is.
    pub class: At<String>,
    /// What has happened.
    pub meaning: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
}

/// `spec/types/*.toml`: objects and enumerations that several endpoints use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypesFile {
    /// The objects.
    #[serde(default)]
    pub object: Vec<Object>,
    /// The enumerations.
    #[serde(default, rename = "enum")]
    pub enumeration: Vec<Enumeration>,
}
