//! Why a call through a platform failed: for want of a token or a permission, or like any other call.

use std::fmt;

use wxopen_api::{BuildError, CallError, EndpointError, Error};

use crate::credential::{CredentialError, Remedy};
use crate::platform::NotGranted;
use crate::push::KeyError;
use crate::store::StoreError;

/// Why a call through a platform failed. `E` is the error enum of the endpoint.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError<E> {
    /// There was no token. Nothing was sent.
    Credential(CredentialError),
    /// The account has not granted what the call needs. Nothing was sent.
    NotGranted(NotGranted),
    /// The call itself. If the class is [`Permission`](wxopen_api::Class::Permission), its text names
    /// the permission sets that would allow the call.
    Call(CallError<E>),
}

impl<E> SendError<E> {
    /// The failed call, if it came as far as that.
    pub fn call(&self) -> Option<&CallError<E>> {
        match self {
            SendError::Call(error) => Some(error),
            SendError::Credential(_) | SendError::NotGranted(_) => None,
        }
    }

    /// Whether the administrator of the account must authorize the platform again before the call can
    /// be made.
    pub fn must_authorize(&self) -> bool {
        match self {
            SendError::Credential(error) => must_authorize(error),
            SendError::NotGranted(_) => true,
            SendError::Call(_) => false,
        }
    }
}

impl<E> fmt::Display for SendError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SendError::Credential(error) => error.fmt(f),
            SendError::NotGranted(error) => error.fmt(f),
            SendError::Call(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for SendError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SendError::Credential(error) => error.source(),
            SendError::NotGranted(_) | SendError::Call(_) => None,
        }
    }
}

/// Why something failed that takes several calls; every [`SendError`] becomes one with `?`.
#[derive(Debug)]
#[non_exhaustive]
pub enum PlatformError {
    /// There was no token.
    Credential(CredentialError),
    /// The account has not granted what a call needs.
    NotGranted(NotGranted),
    /// A call failed.
    Call(Error),
    /// The store failed.
    Store(StoreError),
}

impl PlatformError {
    /// As [`SendError::must_authorize`].
    pub fn must_authorize(&self) -> bool {
        match self {
            PlatformError::Credential(error) => must_authorize(error),
            PlatformError::NotGranted(_) => true,
            PlatformError::Call(_) | PlatformError::Store(_) => false,
        }
    }
}

impl<E: EndpointError> From<SendError<E>> for PlatformError {
    fn from(error: SendError<E>) -> Self {
        match error {
            SendError::Credential(error) => PlatformError::Credential(error),
            SendError::NotGranted(error) => PlatformError::NotGranted(error),
            SendError::Call(error) => PlatformError::Call(error.into()),
        }
    }
}

impl From<StoreError> for PlatformError {
    fn from(error: StoreError) -> Self {
        PlatformError::Store(error)
    }
}

impl fmt::Display for PlatformError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlatformError::Credential(error) => error.fmt(f),
            PlatformError::NotGranted(error) => error.fmt(f),
            PlatformError::Call(error) => error.fmt(f),
            PlatformError::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PlatformError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PlatformError::Credential(error) => error.source(),
            _ => None,
        }
    }
}

/// Why a platform could not be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetupError {
    /// The client could not.
    Client(BuildError),
    /// The address of the authorization pages is none.
    Pages,
    /// The EncodingAESKey, or the one before it, is none.
    Key(KeyError),
    /// The token and the EncodingAESKey of the pushes were not given.
    NoMessageCrypto,
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetupError::Client(error) => error.fmt(f),
            SetupError::Pages => {
                f.write_str("the address of the authorization pages is no address")
            }
            SetupError::Key(error) => error.fmt(f),
            SetupError::NoMessageCrypto => f.write_str(
                "pushes cannot be opened without message_crypto(token, encoding_aes_key)",
            ),
        }
    }
}

impl std::error::Error for SetupError {}

fn must_authorize(error: &CredentialError) -> bool {
    matches!(error, CredentialError::Fetch(error) if error.remedy == Remedy::Authorize)
}
