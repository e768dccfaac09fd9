//! What the client does over real sockets, and with a stand-in where only time passes.

mod broken;
mod brown_out;
#[cfg(feature = "http2")]
mod http2;
mod phases;
mod quota;
mod retry;
mod stand_in;
mod support;
