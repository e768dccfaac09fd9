//! A service that fails in one exact way, over real sockets, and counts what it was sent. Knows HTTP
//! as bytes, and neither the client nor any endpoint.

pub mod answers;
mod certificate;
pub mod frames;
mod nowhere;
mod play;
mod server;
mod tally;

use std::time::Duration;

pub use certificate::Certificate;
pub use nowhere::Nowhere;
pub use server::{Script, Server, Wire};
pub use tally::Seen;

/// What the service does next with a connection. After the last step it sends nothing more, and
/// listens until the client has gone.
#[derive(Clone, Debug)]
pub enum Step {
    /// Waits until bytes are there, and leaves them unread.
    Notice,
    /// Reads a whole request.
    Read,
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes these bytes, one in a second.
    Drip(Vec<u8>),
    /// Writes this many blanks.
    Pour(usize),
    /// Writes frames about the request that was read last.
    Frames(Vec<frames::Frame>),
    /// Waits this long, and reads nothing meanwhile.
    Rest(Duration),
    /// Sends nothing more but keeps the connection open until the client has gone.
    Stall,
    /// Ends the connection, for the client to see as an error.
    Reset,
    /// Goes on with the last `Read` before this.
    Again,
}
