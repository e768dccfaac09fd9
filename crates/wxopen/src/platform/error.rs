//! Why a call through a platform failed: for want of a token, or like any other call.

use std::fmt;

use wxopen_api::CallError;

use crate::credential::CredentialError;

/// Why a call through a platform failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError<E> {
    /// There was no token. Nothing was sent.
    Credential(CredentialError),
    /// The call itself.
    Call(CallError<E>),
}

impl<E> SendError<E> {
    /// The failed call, if it came as far as that.
    pub fn call(&self) -> Option<&CallError<E>> {
        match self {
            SendError::Call(error) => Some(error),
            SendError::Credential(_) => None,
        }
    }
}

impl<E> fmt::Display for SendError<E>
where
    CallError<E>: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SendError::Credential(error) => error.fmt(f),
            SendError::Call(error) => error.fmt(f),
        }
    }
}

impl<E> std::error::Error for SendError<E>
where
    E: fmt::Debug,
    CallError<E>: std::error::Error,
{
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SendError::Credential(error) => error.source(),
            SendError::Call(error) => error.source(),
        }
    }
}
