//! `package-schemas` on the command line. Prints what the library made, and never judges it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use xtask::Parcel;

#[derive(Args)]
#[command(after_help = PACKAGE_HELP)]
pub(crate) struct PackageArguments {
    /// The folder for the archive; `target/package` of this repository if it is not stated
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

const PACKAGE_HELP: &str = "\
The same files give the same bytes. Every file in the archive has the time of SOURCE_DATE_EPOCH, or \
0 if it is not set. Run `sha256sum --check SHA256SUMS` in the unpacked folder to see that it is \
complete.";

pub(crate) fn package(root: &Path, arguments: PackageArguments) -> xtask::Result<ExitCode> {
    let parcel = Parcel {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        out: arguments.out.unwrap_or_else(|| root.join("target/package")),
        time: time()?,
    };
    println!("{}", xtask::package_schemas(root, &xtask::codegen, &parcel)?);
    Ok(ExitCode::SUCCESS)
}

fn time() -> xtask::Result<u64> {
    let Some(told) = env::var_os("SOURCE_DATE_EPOCH") else { return Ok(0) };
    let seconds = told.to_str().and_then(|seconds| seconds.parse().ok());
    seconds.ok_or_else(|| "SOURCE_DATE_EPOCH is no number of seconds".to_owned())
}
