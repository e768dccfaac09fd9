//! What the two programs of this package share: the candidates that are measured, and the means to
//! measure them. Prints figures; never judges them.

pub mod client;
pub mod clock;
pub mod compile;
pub mod decode;
pub mod generate;
pub mod push;
pub mod rounds;
pub mod synth;
pub mod table;
pub mod token;

/// What a measurement may fail with: files, processes, sockets.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;
