//! Counts what each way of decoding allocates, exactly, and prints it as JSON. A program of its own,
//! because an allocator that counts would falsify every time.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use wxopen_bench::decode::{WAYS, Way, list};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let body = list(50);
    let counts: Vec<(usize, usize)> =
        WAYS.into_iter().map(|way| count(way, body.as_bytes())).collect();
    println!("{}", serde_json::json!(counts));
}

/// Allocations, growing included, and the bytes asked for.
fn count(way: Way, body: &[u8]) -> (usize, usize) {
    let region = Region::new(ALLOCATOR);
    std::hint::black_box(way.read(body));
    let change = region.change();
    (change.allocations + change.reallocations, change.bytes_allocated)
}
