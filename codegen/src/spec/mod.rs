//! The specification format: one struct per kind of file under `spec/`. Only shape; what names mean
//! is decided in `resolve` and `validate`.

mod endpoint;
mod errata;
mod event;
mod shared;
mod spanned;

pub use endpoint::{
    Direction, EndpointFile, Enumeration, Maturity, Method, Object, PageError, Repeat, RustNames,
    Sample, Token, Value,
};
pub use errata::{
    DamageFile, DamageRule, Damaged, Edition, ErrataFile, Erratum, ErratumKind, Evidence, Look,
};
pub use event::{Channel, EventFile, EventNames, EventSample};
pub use shared::{
    Bilingual, CategoriesFile, Category, Class, ErrorsFile, Field, GlobalError, PageLink,
    PermissionSet, PermissionSetsFile, Privacy, TypesFile,
};
pub use spanned::At;

use schemars::{JsonSchema, generate::SchemaSettings};

/// The JSON Schema of one kind of specification file, for editors and for our own checks.
///
/// Draft 7, because the TOML language servers know it best.
pub fn schema_of<T: JsonSchema>() -> schemars::Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>()
}
