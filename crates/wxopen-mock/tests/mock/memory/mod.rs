//! A mock that remembers: every row of the tables about it.

mod authorization;
mod caller;
mod chain;
mod counters;
mod faults;
mod links;
mod options;
mod page;
mod pushes;
mod receiver;
mod tokens;
