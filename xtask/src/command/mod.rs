//! The commands that take more than a line: what each reads from the command line, and what it
//! prints. Never does the work itself.

pub(crate) mod docs;
pub(crate) mod schemas;
