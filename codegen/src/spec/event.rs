//! `spec/events/<name>.toml`: one event that WeChat pushes, one file.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::spec::{At, Bilingual, Enumeration, Field, Object, PageLink};

/// One event, as its official page describes it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventFile {
    /// WeChat's name of it, misspellings included: the name of the file.
    pub name: At<String>,
    /// When it is pushed, in one sentence.
    pub summary: Bilingual,
    /// What a receiver must know beyond the summary; one paragraph an entry.
    #[serde(default)]
    pub notes: Vec<Bilingual>,
    /// Where it arrives.
    pub channel: Channel,
    /// Names in Rust, kept here for ever once they are chosen.
    pub rust: EventNames,
    /// The official pages, the one to read first.
    #[serde(default)]
    pub docs: Vec<PageLink>,
    /// The members of the message, in the order in which they travel.
    #[serde(default)]
    pub field: Vec<Field>,
    /// Objects inside the message.
    #[serde(default)]
    pub object: Vec<Object>,
    /// Enumerations of the message.
    #[serde(default, rename = "enum")]
    pub enumeration: Vec<Enumeration>,
    /// Samples of our own: at least one.
    #[serde(default)]
    pub sample: Vec<EventSample>,
}

/// Where an event arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// The authorization event URL: what concerns the platform.
    Authorization,
    /// The message URL: what concerns one account.
    Message,
}

impl Channel {
    /// The member that holds the name of an event.
    pub fn discriminator(self) -> &'static str {
        match self {
            Channel::Authorization => "InfoType",
            Channel::Message => "Event",
        }
    }
}

/// The names of an event in Rust.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventNames {
    /// The module.
    pub module: At<String>,
    /// The struct, and the variant in the enum of its channel.
    pub event: At<String>,
}

/// A message of our own making.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventSample {
    /// What is special about it.
    pub title: String,
    /// The JSON text.
    pub json: At<String>,
}
