//! Why a mock cannot start. What goes wrong in a call is no error of the mock, see `refusal`.

use std::fmt;
use std::io;

/// Why a mock cannot start.
#[derive(Debug)]
#[non_exhaustive]
pub enum MockError {
    /// The port cannot be opened.
    Listen(io::Error),
    /// An operation cannot be served: its schema is wrong, or another operation is in its way.
    Operation {
        /// The interface of the operation.
        interface: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

impl fmt::Display for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MockError::Listen(_) => f.write_str("the mock cannot listen on 127.0.0.1"),
            MockError::Operation { interface, problem } => {
                write!(f, "the mock cannot serve `{interface}`: {problem}")
            }
        }
    }
}

impl std::error::Error for MockError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            MockError::Listen(error) => Some(error),
            MockError::Operation { .. } => None,
        }
    }
}

impl From<io::Error> for MockError {
    fn from(error: io::Error) -> Self {
        MockError::Listen(error)
    }
}
