//! `docs` on the command line. Prints what the library read, compared or downloaded, and never
//! judges it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum DocsTask {
    /// Print the facts of stored pages as TOML; what could not be read goes to standard error
    Extract {
        /// The stored pages: text, HTML or Markdown
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The edition of the documents; detected if it is not stated
        #[arg(long)]
        edition: Option<String>,
        /// The address of the page, for the record
        #[arg(long, default_value = "")]
        address: String,
        /// The day on which the copy was read, as YYYY-MM-DD, for the record
        #[arg(long, default_value = "")]
        read_on: String,
        /// The copies hold their pages to the end, so that what is missing is not on the page
        #[arg(long)]
        entire: bool,
        /// Store the extracts below `spec/extracts` instead of printing them
        #[arg(long)]
        save: bool,
    },
    /// Print what WeChat changed: newly saved pages against the stored extracts
    #[command(after_help = DIFF_HELP)]
    Diff {
        /// The saved pages, text, HTML or Markdown, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The edition of the documents; detected if it is not stated
        #[arg(long)]
        edition: Option<String>,
        /// The copies hold their pages to the end, so that what is missing is not on the page
        #[arg(long)]
        entire: bool,
        /// Pass over pages of other interfaces, and take unknown pages for its page
        #[arg(long)]
        interface: Option<String>,
    },
    /// Download the Markdown twins of the current pages, politely; needs the feature `fetch`
    #[command(after_help = FETCH_HELP)]
    Fetch {
        /// The interfaces; all of them if none is named
        interfaces: Vec<String>,
        /// The folder for the pages; `target/docs` of this repository if it is not stated
        #[arg(long, value_name = "FOLDER")]
        into: Option<PathBuf>,
        /// How many seconds to rest between two requests
        #[arg(long, default_value_t = 2)]
        pause: u64,
        #[arg(long, hide = true, default_value = "https://developers.weixin.qq.com")]
        site: String,
    },
}

const FETCH_HELP: &str = "\
Run it with `cargo run -p xtask --features fetch -- docs fetch`. Pages that did not change are not \
sent again. Ends with 1 if a page could not be had.";

const DIFF_HELP: &str = "\
Lines that begin with `!` would break callers. `also:` is a fact that the stored copy had cut off, \
and no change. Nothing is written.

Exit codes:
  0  nothing changed
  1  something changed that breaks no caller, or a page has no stored extract
  2  something changed that would break callers
  3  a file could not be read, is no page, or is a page of no known endpoint
A command line that makes no sense ends with 2 as well, and prints nothing to standard output.";

pub(crate) fn run(root: &Path, task: DocsTask) -> xtask::Result<ExitCode> {
    match task {
        DocsTask::Extract { files, edition, address, read_on, entire, save } => {
            let copies = xtask::Copies { edition, address, read_on, entire };
            extract(root, &files, &copies, save)
        }
        DocsTask::Diff { paths, edition, entire, interface } => {
            let (address, read_on) = (String::new(), String::new());
            let copies = xtask::Copies { edition, address, read_on, entire };
            Ok(diff(root, &paths, &copies, interface.as_deref()))
        }
        DocsTask::Fetch { interfaces, into, pause, site } => {
            let folder = into.unwrap_or_else(|| root.join("target/docs"));
            fetch(root, &interfaces, folder, pause, site)
        }
    }
}

fn extract(
    root: &Path,
    files: &[PathBuf],
    copies: &xtask::Copies,
    save: bool,
) -> xtask::Result<ExitCode> {
    let (extracts, remarks) = xtask::extract(files, copies)?;
    if save {
        xtask::save(root, files, copies)?.iter().for_each(|path| println!("wrote    {path}"));
    } else {
        print!("{extracts}");
    }
    eprint!("{remarks}");
    Ok(ExitCode::SUCCESS)
}

/// The code tells what happened to the documents, so that a failure has one of its own.
fn diff(
    root: &Path,
    paths: &[PathBuf],
    copies: &xtask::Copies,
    interface: Option<&str>,
) -> ExitCode {
    let verdict = match xtask::diff(root, paths, copies, interface) {
        Ok(report) => {
            println!("{report}");
            report.verdict()
        }
        Err(message) => {
            eprintln!("{message}");
            xtask::Verdict::Failed
        }
    };
    ExitCode::from(verdict.code())
}

#[cfg(not(feature = "fetch"))]
fn fetch(_: &Path, _: &[String], _: PathBuf, _: u64, _: String) -> xtask::Result<ExitCode> {
    Err("`docs fetch` needs an HTTP client, which is not built in by default: run \
         `cargo run -p xtask --features fetch -- docs fetch`"
        .to_owned())
}

#[cfg(feature = "fetch")]
fn fetch(
    root: &Path,
    interfaces: &[String],
    folder: PathBuf,
    pause: u64,
    site: String,
) -> xtask::Result<ExitCode> {
    struct Screen;
    impl xtask::Terminal for Screen {
        fn tell(&mut self, line: &str) {
            println!("{line}");
        }
        fn rest(&mut self, pause: std::time::Duration) {
            std::thread::sleep(pause);
        }
    }
    let pause = std::time::Duration::from_secs(pause);
    let timeout = std::time::Duration::from_secs(30);
    let visit = xtask::Visit { site, folder, pause, timeout };
    let fetched = xtask::fetch(root, &visit, interfaces, &mut Screen)?;
    println!("{fetched}");
    Ok(if fetched.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
