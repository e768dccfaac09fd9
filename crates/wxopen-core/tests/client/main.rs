//! What the client does over real sockets, and with a stand-in where only time passes.

mod broken;
mod brown_out;
mod dropped;
mod hosts;
#[cfg(feature = "http2")]
mod http2;
mod phases;
mod quota;
mod retry;
mod service;
mod stand_in;
mod support;
#[cfg(all(feature = "metrics", feature = "tracing"))]
mod telemetry;
