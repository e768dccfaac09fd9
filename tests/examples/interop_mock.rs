//! A mock for the programs under `tests/interop` while somebody works on them. Prints its address,
//! prepares one exchange for each line on standard input, and ends with it.

use std::io::{self, BufRead};

use wxopen_mock::Mock;
use wxopen_tests::exchange::stage;

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let mock = Mock::start().await.expect("a free port");
    stage(&mock);
    println!("{}", mock.base_url());
    let lines = tokio::task::spawn_blocking(move || {
        for _ in io::stdin().lock().lines() {
            stage(&mock);
        }
        mock
    });
    lines.await.expect("standard input can be read").stop().await;
}
