//! `schema-compat`: what changed between two sets of schemas, and whom it breaks. Never passes over
//! what it does not understand: such a schema is refused when it is loaded.

mod changes;
mod codes;
mod document;
mod effect;
mod form;
mod interfaces;
mod members;
mod origin;
mod reader;
mod release;
mod set;
mod walk;

pub use changes::{Change, Changes};
pub use interfaces::schema_changes;
pub use origin::load_schemas;
pub use set::{Schemas, View};
