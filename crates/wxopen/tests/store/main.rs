//! The stores that come with the crate: what every store must do, and what a file must survive.

use wxopen::store::{MemoryStore, conformance};

#[cfg(feature = "sqlite")]
mod sqlite;

#[tokio::test]
async fn memory() {
    conformance::check(&MemoryStore::new()).await;
}
