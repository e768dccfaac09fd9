//! What becomes of every call when the service fails: every endpoint of the catalogue against every
//! fault, over real sockets. Keeps no list of endpoints, and never waits for a fixed time.

mod canary;
mod cap;
mod cell;
mod drift;
mod idle;
mod marked;
mod matrix;
mod table;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, io};

use libtest_mimic::Arguments;

/// Trials mostly wait.
const THREADS: usize = 8;

/// Names the file with the certificates that the client trusts.
const TRUSTED: &str = "SSL_CERT_FILE";
/// Names the folder with more of them.
const TRUSTED_FOLDER: &str = "SSL_CERT_DIR";
const OURS: &str = "the-service-that-fails.pem";

fn main() -> io::Result<ExitCode> {
    match env::var_os(TRUSTED) {
        Some(file) if Path::new(&file).ends_with(OURS) => run(Path::new(&file)),
        _ => run_again(),
    }
}

/// Runs the same program with an environment in which the failing service is trusted. Nothing can
/// safely change its own.
fn run_again() -> io::Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let status = Command::new(env::current_exe()?)
        .args(env::args_os().skip(1))
        .env(TRUSTED, folder.path().join(OURS))
        .env(TRUSTED_FOLDER, folder.path())
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run(trusted: &Path) -> io::Result<ExitCode> {
    canary::listen();
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let certificates = matrix::Certificates::trusted_in(trusted)?;
    let mut trials = canary::trials();
    trials.extend(cap::trials());
    trials.extend(marked::trials());
    trials.extend(drift::trials());
    trials.extend(idle::trials());
    trials.extend(matrix::trials(&certificates));
    Ok(libtest_mimic::run(&arguments, trials).exit_code())
}
