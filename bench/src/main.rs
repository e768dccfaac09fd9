//! `cargo xtask bench`: prints what decoding, calling, generating, receiving and compiling cost, as ratios of
//! one run. Asserts nothing.

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use wxopen_bench::client::{self, Caller, Target};
use wxopen_bench::{Outcome, compile, decode, generate, push, token};

/// Prints ratios of one run; asserts nothing. Without a name: everything but compile, which takes
/// several minutes.
#[derive(Parser)]
#[command(bin_name = "cargo xtask bench", args_conflicts_with_subcommands = true)]
struct Arguments {
    /// What to measure
    what: Vec<What>,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Five ways to read a list of 50 linked mini programs
    Decode,
    /// The client against reqwest by hand, over loopback
    Client,
    /// Generating 10, 100 and 1000 endpoints
    Generate,
    /// Reading a token under 64 tasks
    Token,
    /// Acknowledging 500 pushes a second while handlers are slow
    Push,
    /// What the compiler needs for 300 endpoints, by the way decoding is emitted
    Compile,
}

/// Parts of a measurement that need a process of their own.
#[derive(Subcommand)]
enum Part {
    #[command(hide = true)]
    Serve,
    #[command(hide = true)]
    CallOne { caller: String, target: String, at_once: usize, port: u16 },
    #[command(hide = true)]
    GenerateOne { size: usize },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.part {
        Some(part) => run_part(part),
        None if arguments.what.is_empty() => {
            [What::Decode, What::Client, What::Generate, What::Token, What::Push]
                .into_iter()
                .try_for_each(run)
        }
        None => arguments.what.into_iter().try_for_each(run),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(what: What) -> Outcome<()> {
    match what {
        What::Decode => decode::run(),
        What::Client => client::run(),
        What::Generate => generate::run(),
        What::Token => token::run(),
        What::Push => push::run(),
        What::Compile => compile::run(),
    }
}

fn run_part(part: Part) -> Outcome<()> {
    match part {
        Part::Serve => client::serve(),
        Part::CallOne { caller, target, at_once, port } => {
            let caller = if caller == "client" { Caller::Client } else { Caller::ByHand };
            let target = if target == "open" { Target::Open } else { Target::List };
            client::run_one(caller, target, at_once, port)
        }
        Part::GenerateOne { size } => generate::run_one(size),
    }
}
