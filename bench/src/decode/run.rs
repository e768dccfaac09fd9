//! The measurement of decoding: criterion for the figures, rounds in turn for the ratios, and a
//! program of its own for the allocations.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use criterion::Criterion;

use crate::clock::{self, ThreadTime};
use crate::decode::{WAYS, Way, list};
use crate::table::Table;
use crate::{Outcome, rounds};

const ITEMS: usize = 50;

/// Prints how fast each way is, and what it allocates.
///
/// # Errors
///
/// If the program that counts allocations cannot be run.
pub fn run() -> Outcome<()> {
    let body = list(ITEMS);
    let folder = tempfile::tempdir()?;
    by_criterion(body.as_bytes(), folder.path());
    let rows = in_turn(body.as_bytes());
    let allocations = count_allocations()?;
    let title = format!(
        "Decoding {ITEMS} linked mini programs, {} bytes (required: slot tables at most 1.00, aim \
         0.85, allocations at most those of strict derive)",
        body.len()
    );
    let columns = ["way", "µs", "x strict", "x strict, in turn", "allocations", "bytes"];
    let mut table = Table::new(title, &columns);
    let baseline = estimate(folder.path(), WAYS[0])?;
    for (index, way) in WAYS.into_iter().enumerate() {
        let time = estimate(folder.path(), way)?;
        let (count, bytes) = allocations.get(index).copied().unwrap_or_default();
        table.row(&[
            way.name(),
            &format!("{:.1}", time / 1000.0),
            &format!("{:.2}", time / baseline),
            &format!("{:.2}", rounds::ratio(&rows[index], &rows[0])),
            &count.to_string(),
            &bytes.to_string(),
        ]);
    }
    table.print();
    Ok(())
}

fn by_criterion(body: &[u8], folder: &Path) {
    let mut criterion = Criterion::default()
        .with_measurement(ThreadTime)
        .without_plots()
        .output_directory(folder)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));
    for way in WAYS {
        criterion.bench_function(id(way), |bencher| {
            bencher.iter(|| way.read(black_box(body)));
        });
    }
}

fn id(way: Way) -> &'static str {
    match way {
        Way::StrictSlice => "strict-slice",
        Way::StrictText => "strict-text",
        Way::Adapter => "adapter",
        Way::Derived => "derived",
        Way::Slots => "slots",
    }
}

/// Nanoseconds, as criterion wrote them down.
fn estimate(folder: &Path, way: Way) -> Outcome<f64> {
    let text = std::fs::read_to_string(folder.join(id(way)).join("new/estimates.json"))?;
    let value: serde_json::Value = serde_json::from_str(&text)?;
    value["median"]["point_estimate"].as_f64().ok_or_else(|| "criterion has no median".into())
}

fn in_turn(body: &[u8]) -> Vec<Vec<f64>> {
    rounds::run(61, WAYS.len(), |candidate| {
        let started = clock::of_thread();
        for _ in 0..80 {
            black_box(WAYS[candidate].read(black_box(body)));
        }
        (clock::of_thread() - started).as_secs_f64()
    })
}

/// Allocations and bytes of each way.
fn count_allocations() -> Outcome<Vec<(usize, usize)>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--release", "--quiet", "--package", "wxopen-bench", "--bin", "allocations"])
        .arg("--manifest-path")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}
