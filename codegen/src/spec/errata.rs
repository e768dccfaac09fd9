//! `spec/errata/<category>.toml` and `spec/damage.toml`: where a page of WeChat's documents is not
//! believed. An erratum judges one fact, a rule of damage describes what an edition does to all.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::spec::{At, Bilingual};

/// The errata of one category.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrataFile {
    /// The errata.
    #[serde(default)]
    pub erratum: Vec<Erratum>,
}

/// A judgement that a page is wrong about one fact.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// What it is called, such as `LM-1`. Never given to another one.
    pub id: At<String>,
    /// The interface, or `*` for a code that means the same everywhere.
    pub interface: At<String>,
    /// The edition that is contradicted; left out where no edition mentions the fact at all.
    pub edition: Option<At<Edition>>,
    /// The fact, in the words of the conformance report, such as `reply.wxopens.items[].func_info`.
    pub place: At<String>,
    /// What the extract of the page says, letter by letter; empty where it lacks the fact.
    pub doc_says: At<String>,
    /// What the specification says instead; empty where it leaves the fact out.
    pub we_say: At<String>,
    /// What kind of mistake it is.
    pub kind: ErratumKind,
    /// Why we do not follow the page.
    pub reason: Bilingual,
    /// Who else says what we say: two sources where the current Chinese page is contradicted.
    pub evidence: Vec<Evidence>,
    /// The day of the decision, as `YYYY-MM-DD`.
    pub decided: At<String>,
}

/// A generation of WeChat's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Edition {
    ZhOpenapi,
    ZhOpenapidoc,
    EnOpenapidoc,
    #[serde(rename = "zh-3pp20")]
    Zh3pp20,
}

impl Edition {
    /// The word of the specification.
    pub fn as_str(self) -> &'static str {
        match self {
            Edition::ZhOpenapi => "zh-openapi",
            Edition::ZhOpenapidoc => "zh-openapidoc",
            Edition::EnOpenapidoc => "en-openapidoc",
            Edition::Zh3pp20 => "zh-3pp20",
        }
    }
}

/// What kind of mistake an erratum is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ErratumKind {
    /// A name that was translated or misspelt.
    MistranslatedName,
    /// An overwritten code or name that was inferred.
    Overwritten,
    /// The editions contradict each other.
    EditionConflict,
    /// Table and sample contradict each other, or the sample and the service.
    TypeVsSample,
    /// A member that no table lists.
    UndocumentedField,
    /// A code or value that no page lists.
    UndocumentedCode,
    /// A message that is not the one the service sends.
    WrongMessage,
    /// A sample that is no JSON, and whose repaired copy the specification holds.
    InvalidSample,
    /// A fact that stands at the wrong place of the page.
    Misplaced,
}

impl ErratumKind {
    /// The word of the specification.
    pub fn as_str(self) -> &'static str {
        match self {
            ErratumKind::MistranslatedName => "mistranslated-name",
            ErratumKind::Overwritten => "overwritten",
            ErratumKind::EditionConflict => "edition-conflict",
            ErratumKind::TypeVsSample => "type-vs-sample",
            ErratumKind::UndocumentedField => "undocumented-field",
            ErratumKind::UndocumentedCode => "undocumented-code",
            ErratumKind::WrongMessage => "wrong-message",
            ErratumKind::InvalidSample => "invalid-sample",
            ErratumKind::Misplaced => "misplaced",
        }
    }
}

/// Someone who says what we say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// An edition, whose extract must say it too; or `sdk`, `community`, `global-list`.
    pub source: At<String>,
    /// Where in it: an address, a file of a public repository, a place of an extract.
    pub at: String,
}

/// `spec/damage.toml`: mechanical ruin of whole editions, looked through while comparing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DamageFile {
    /// The rules.
    #[serde(default)]
    pub rule: Vec<DamageRule>,
}

/// What an edition does to names or messages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DamageRule {
    /// What it is called.
    pub id: At<String>,
    /// The edition that does it.
    pub edition: Edition,
    /// What it is done to.
    pub to: Vec<Damaged>,
    /// How to look through it.
    pub look: Look,
    /// The text it leaves behind; empty for `ignore-case`.
    #[serde(default)]
    pub text: String,
    /// What the text was, for `replace`.
    #[serde(default)]
    pub was: String,
    /// How often the rule is needed. None at all, or more often, fails.
    pub hits: usize,
    /// What happens, in our words.
    pub doc: Bilingual,
}

/// What an edition damages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Damaged {
    /// Names of parameters and members.
    Name,
    /// Literal messages of error tables.
    Message,
}

/// How damage is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// The text stands for any text.
    AnyText,
    /// The text stands for another one.
    Replace,
    /// Upper and lower case mean the same.
    IgnoreCase,
}
