//! Calling: the client against reqwest used by hand for the same endpoints, over loopback.

mod by_hand;
mod load;
mod server;

use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::table::Table;
use crate::{Outcome, rounds};

pub use load::run_one;
pub use server::serve;

const ROUNDS: usize = 7;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// reqwest, written by hand for this endpoint.
    ByHand,
    /// The client of this project.
    Client,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// `getOpenAccount`, an answer of a few dozen bytes.
    Open,
    /// `getLinkMiniprogram`, 50 items.
    List,
}

/// What calling for a while has cost, in a process of its own.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// Calls per second.
    pub(crate) rate: f64,
    /// Microseconds of CPU time per call.
    pub(crate) cpu: f64,
    /// The most memory the process held, in MiB.
    pub(crate) peak: f64,
}

/// Prints what a call costs, as ratios to reqwest used by hand.
///
/// # Errors
///
/// If the server or a caller cannot be started.
pub fn run() -> Outcome<()> {
    let title = "Calls over loopback, the client against reqwest by hand (required: calls per \
                 second at least 0.97, CPU on the list at most 1.00, peak under 16 MiB)";
    let columns = ["call", "at once", "x calls/s", "x CPU", "µs CPU", "µs CPU by hand", "peak MiB"];
    let mut table = Table::new(title, &columns);
    let mut server = Command::new(std::env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let port = server::port_of(&mut server)?;
    for (target, name) in [(Target::Open, "open"), (Target::List, "list")] {
        for at_once in [1, 64] {
            table.row(&row(name, target, at_once, port)?.each_ref().map(String::as_str));
        }
    }
    table.print();
    server.kill()?;
    server.wait()?;
    Ok(())
}

fn row(name: &str, target: Target, at_once: usize, port: u16) -> Outcome<[String; 7]> {
    let callers = [Caller::ByHand, Caller::Client];
    let mut costs: [Vec<Cost>; 2] = [Vec::new(), Vec::new()];
    let mut failure = None;
    rounds::run(ROUNDS, callers.len(), |index| {
        match measure(callers[index], target, at_once, port) {
            Ok(cost) => {
                costs[index].push(cost);
                0.0
            }
            Err(error) => {
                failure = Some(error);
                0.0
            }
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    let pick = |index: usize, of: fn(&Cost) -> f64| costs[index].iter().map(of).collect::<Vec<_>>();
    let (rates, cpus) = (|i| pick(i, |cost| cost.rate), |i| pick(i, |cost| cost.cpu));
    Ok([
        name.to_owned(),
        at_once.to_string(),
        format!("{:.2}", rounds::ratio(&rates(1), &rates(0))),
        format!("{:.2}", rounds::ratio(&cpus(1), &cpus(0))),
        format!("{:.1}", rounds::median(&cpus(1))),
        format!("{:.1}", rounds::median(&cpus(0))),
        format!("{:.1}", rounds::median(&pick(1, |cost| cost.peak))),
    ])
}

fn measure(caller: Caller, target: Target, at_once: usize, port: u16) -> Outcome<Cost> {
    let caller = match caller {
        Caller::ByHand => "by-hand",
        Caller::Client => "client",
    };
    let target = match target {
        Target::Open => "open",
        Target::List => "list",
    };
    let output = Command::new(std::env::current_exe()?)
        .args(["call-one", caller, target, &at_once.to_string(), &port.to_string()])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
