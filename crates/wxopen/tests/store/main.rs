//! The stores that come with the crate: what every store must do, and what a file and a server must survive.

use wxopen::store::{MemoryStore, conformance};

#[cfg(all(unix, feature = "redis"))]
mod outage;
#[cfg(all(unix, feature = "redis"))]
mod redis;
#[cfg(all(unix, feature = "redis"))]
mod server;
#[cfg(feature = "sqlite")]
mod sqlite;

#[tokio::test]
async fn memory() {
    conformance::check(&MemoryStore::new()).await;
}
