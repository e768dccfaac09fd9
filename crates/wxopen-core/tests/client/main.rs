//! What the client does over real sockets, and with a stand-in where only time passes.

#[cfg(feature = "http2")]
mod http2;
mod phases;
mod support;
