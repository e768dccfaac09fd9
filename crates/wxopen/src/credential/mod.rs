//! Keeping tokens fresh: one refresh for any number of callers and processes, ahead of expiry, with
//! the old token served as long as it lives. Where a token comes from is the business of [`Fetch`].

mod entry;
mod error;
mod fetch;
mod flight;
mod handle;
mod keeper;
mod refresh;
mod settings;
mod telemetry;

pub use error::CredentialError;
pub use fetch::{Fetch, FetchError, Fetched, Remedy};
pub use handle::Credential;
pub use keeper::Keeper;
pub use settings::Settings;
