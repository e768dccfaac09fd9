//! The stores that come with the crate: what every store must do, and what a file and a server must survive.

use std::process::{Command, Stdio};

use wxopen::store::{MemoryStore, conformance};

#[cfg(feature = "sqlite")]
mod kill;
#[cfg(feature = "sqlite")]
mod member;
#[cfg(all(unix, feature = "redis"))]
mod outage;
#[cfg(feature = "sqlite")]
mod race;
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

/// This program once more, to run one test in a process of its own.
fn again(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", test, "--quiet", "--nocapture"]).stdout(Stdio::null());
    command
}
