//! The lowered specification: everything decided, nothing looked up any more. Emitters read it and
//! decide nothing. Its `Display` is what a reviewer and the tests read.

mod print;

use serde::Serialize;

pub use crate::spec::{Channel, Class, Direction, ErratumKind, Maturity, Method, Repeat, Token};

/// The whole specification.
#[derive(Debug)]
pub struct Model {
    /// Categories with at least one endpoint, by module.
    pub categories: Vec<Category>,
    /// Events by module.
    pub events: Vec<Event>,
    /// Permission sets by id.
    pub permission_sets: Vec<(u16, Text)>,
    /// Codes that mean the same everywhere, ascending.
    pub errors: Vec<Error>,
    /// Types that several endpoints use.
    pub shared: Types,
    /// Errata about no endpoint in particular.
    pub errata: Vec<Erratum>,
}

impl Model {
    /// Every endpoint, in the order of categories and modules.
    pub fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.categories.iter().flat_map(|category| &category.endpoints)
    }

    /// The endpoints whose fields somebody has described.
    pub fn typed(&self) -> impl Iterator<Item = &Endpoint> {
        self.endpoints().filter(|endpoint| endpoint.is_typed())
    }
}

/// A category of the documents.
#[derive(Debug)]
pub struct Category {
    /// WeChat's name of it.
    pub id: String,
    /// The cargo feature.
    pub feature: String,
    /// The Rust module.
    pub module: String,
    /// What it is about.
    pub title: Text,
    /// Its endpoints, by module.
    pub endpoints: Vec<Endpoint>,
}

/// An endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// Its file below `spec/`.
    pub source: String,
    /// WeChat's name of it.
    pub interface: String,
    /// The category, as WeChat writes it.
    pub category: String,
    /// The Rust module, and the module of the category.
    pub module: String,
    /// What it does.
    pub summary: Text,
    /// What else a caller must know.
    pub notes: Vec<Text>,
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: String,
    /// Fixed query parameters.
    pub query: Vec<(String, String)>,
    /// Which credential.
    pub token: Token,
    /// In which query parameter.
    pub token_query: String,
    /// Permission sets, ascending, with their names.
    pub permission_sets: Vec<(u16, Text)>,
    /// Whether it may be sent again.
    pub repeat: Repeat,
    /// Seconds between two attempts.
    pub repeat_pause: Option<u64>,
    /// Who tells the truth.
    pub reconcile: Option<String>,
    /// The shortest sensible deadline in seconds.
    pub deadline: Option<u64>,
    /// How well it is founded.
    pub maturity: Maturity,
    /// Edition and address of the official pages.
    pub docs: Vec<(String, String)>,
    /// The request.
    pub request: Record,
    /// The reply.
    pub reply: Record,
    /// The types of this endpoint alone.
    pub types: Types,
    /// The name of the error enum.
    pub error_name: String,
    /// The codes of its page, ascending.
    pub errors: Vec<Error>,
    /// Samples of request and reply.
    pub samples: Vec<(Direction, serde_json::Value)>,
    /// Where its pages are not believed.
    pub errata: Vec<Erratum>,
}

impl Endpoint {
    /// Whether somebody has described its fields.
    pub fn is_typed(&self) -> bool {
        self.maturity != Maturity::Listed
    }

    /// The object of a name, its own before a shared one.
    pub fn object<'a>(&'a self, shared: &'a Types, name: &str) -> Option<&'a Record> {
        let mut objects = self.types.objects.iter().chain(&shared.objects);
        objects.find(|object| object.name == name)
    }
}

/// An event that WeChat pushes.
#[derive(Debug)]
pub struct Event {
    /// Its file below `spec/`.
    pub source: String,
    /// WeChat's name of it.
    pub name: String,
    /// Where it arrives.
    pub channel: Channel,
    /// The Rust module.
    pub module: String,
    /// When it is pushed.
    pub summary: Text,
    /// What else a receiver must know.
    pub notes: Vec<Text>,
    /// Edition and address of the official pages.
    pub docs: Vec<(String, String)>,
    /// The message. Its name in Rust is that of the variant, too.
    pub record: Record,
    /// The types of this event alone.
    pub types: Types,
}

/// Types that are defined together.
#[derive(Debug, Default)]
pub struct Types {
    /// The objects.
    pub objects: Vec<Record>,
    /// The enumerations.
    pub enumerations: Vec<Enumeration>,
}

/// A struct that travels.
#[derive(Debug)]
pub struct Record {
    /// Its name in Rust.
    pub name: String,
    /// What it is.
    pub doc: Text,
    /// Which way it travels.
    pub direction: Direction,
    /// Its members.
    pub fields: Vec<Field>,
}

/// A member of a record.
#[derive(Debug)]
pub struct Field {
    /// The name in JSON.
    pub wire: String,
    /// The name in Rust.
    pub rust: String,
    /// Other names in JSON.
    pub aliases: Vec<String>,
    /// The type.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it is about a person.
    pub personal: bool,
    /// What it is.
    pub doc: Text,
    /// The names of the errata about it.
    pub errata: Vec<String>,
}

/// The type of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A string.
    Text,
    /// A string that must not be printed.
    Secret,
    /// An integer.
    Int,
    /// 0 or 1.
    Flag,
    /// `true` or `false`.
    Bool,
    /// An open enumeration.
    Enumeration(Reference),
    /// An object.
    Object(Reference),
    /// Any number of one of the above.
    List(Box<Type>),
}

impl Type {
    /// The type of the items of a list, or the type itself.
    pub fn item(&self) -> &Type {
        match self {
            Type::List(item) => item,
            ty => ty,
        }
    }
}

/// The name of a type and where it is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The name.
    pub name: String,
    /// Whether it is shared by several endpoints.
    pub shared: bool,
}

/// An open enumeration over integers.
#[derive(Debug)]
pub struct Enumeration {
    /// Its name in Rust.
    pub name: String,
    /// What it is.
    pub doc: Text,
    /// Number, constant and meaning.
    pub values: Vec<(i64, String, Text)>,
}

/// An error code.
#[derive(Debug, Clone)]
pub struct Error {
    /// The number.
    pub code: i64,
    /// The variant.
    pub name: String,
    /// The literal of the service.
    pub errmsg: String,
    /// What kind of failure.
    pub class: Class,
    /// What has happened.
    pub meaning: Text,
    /// What to do.
    pub remedy: Text,
    /// The names of the errata about it.
    pub errata: Vec<String>,
}

/// A judgement that a page is wrong about one fact.
#[derive(Debug)]
pub struct Erratum {
    /// What it is called.
    pub id: String,
    /// The interface, or `*`.
    pub interface: String,
    /// The edition that is contradicted; `None` if none mentions the fact.
    pub edition: Option<&'static str>,
    /// The fact.
    pub place: String,
    /// What the page says; empty if it lacks the fact.
    pub doc_says: String,
    /// What we say; empty if we leave the fact out.
    pub we_say: String,
    /// What kind of mistake it is.
    pub kind: ErratumKind,
    /// Why the page is not followed.
    pub reason: Text,
    /// Who else says it, and where.
    pub evidence: Vec<(String, String)>,
    /// The day of the decision.
    pub decided: String,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Text {
    /// The languages one below the other.
    pub fn lines(&self) -> String {
        format!("{}\n{}", self.en, self.zh)
    }
}
