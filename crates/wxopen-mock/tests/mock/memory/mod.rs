//! A mock that remembers: every row of the tables about it.

mod caller;
mod chain;
