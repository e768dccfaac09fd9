//! The mock over real sockets, with operations written here. Uses no HTTP client, so that nothing
//! between a test and the bytes is repaired on the way.

mod answers;
mod checks;
mod life;
mod log;
mod memory;
mod start;
mod support;
