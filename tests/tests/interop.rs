//! Runs the programs of `tests/interop` against the mock and over the corpus. `cargo xtask interop`
//! prepares them; those that are not prepared are skipped with one line.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use wxopen_mock::Mock;
use wxopen_tests::authorization;
use wxopen_tests::corpus::corpus;
use wxopen_tests::exchange::{EXPECTED, stage};

/// The folders, and what the programs in them can do.
const PROGRAMS: [(&str, &[&str]); 9] = [
    ("go", &["exchange", "validate"]),
    ("java", &["exchange", "validate"]),
    ("openapi-lint", &["lint"]),
    ("python", &["exchange", "validate"]),
    ("rust", &["exchange", "validate"]),
    ("schemathesis", &["explore"]),
    ("silenceper", &["authorize"]),
    ("typescript", &["exchange", "validate"]),
    ("wechatpy", &["authorize"]),
];

/// `prepare` is ended with this where a tool is not installed.
const NO_TOOL: i32 = 3;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let filter = arguments.filter.clone().unwrap_or_default();
    let wish = env::var("WXOPEN_INTEROP").unwrap_or_default();
    let (prepare, strict) = (!wish.is_empty(), wish == "strict");
    let mut trials = vec![Trial::test("every_folder_is_run", every_folder_is_run)];
    for (name, commands) in PROGRAMS {
        if !commands.iter().any(|command| format!("{name}::{command}").contains(&filter)) {
            continue;
        }
        let program = Program { name };
        let state = if prepare { program.prepare() } else { program.state() };
        if let (Err(reason), false) = (&state, strict) {
            println!("skipped: {name}: {reason}");
            continue;
        }
        for command in commands {
            let state = state.clone();
            trials.push(Trial::test(format!("{name}::{command}"), move || {
                state?;
                program.check(command)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn every_folder_is_run() -> Result<(), Failed> {
    let folders = fs::read_dir(interop())?.flatten().filter(|entry| entry.path().is_dir());
    let found: BTreeSet<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let known = PROGRAMS.iter().map(|(name, _)| (*name).to_owned()).collect();
    if found == known { Ok(()) } else { Err(format!("{found:?} are there").into()) }
}

#[derive(Clone, Copy)]
struct Program {
    name: &'static str,
}

impl Program {
    /// Installs and generates what the program needs.
    fn prepare(self) -> Result<(), String> {
        println!("preparing {}", self.name);
        let target = self.target();
        // What was prepared from other contracts must not be run.
        let _ = fs::remove_file(self.stamp());
        fs::create_dir_all(&target).map_err(|error| error.to_string())?;
        let status = self.command("prepare").arg(&target).status();
        match status.map(|status| status.code()) {
            Ok(Some(0)) => {
                fs::write(self.stamp(), self.digest()).map_err(|error| error.to_string())
            }
            Ok(Some(NO_TOOL)) => Err("a tool is not installed".to_owned()),
            Ok(code) => Err(format!("it could not be prepared ({code:?})")),
            Err(error) => Err(format!("`prepare` cannot be run: {error}")),
        }
    }

    /// Whether the program has been prepared for the contracts as they are.
    fn state(self) -> Result<(), String> {
        match fs::read_to_string(self.stamp()) {
            Ok(digest) if digest == self.digest() => Ok(()),
            _ => Err("not prepared; `cargo xtask interop` does it".to_owned()),
        }
    }

    fn check(self, command: &str) -> Result<(), Failed> {
        match command {
            "exchange" => self.exchange(),
            "validate" => self.validate(),
            "authorize" => self.authorize(),
            _ => self.explore(command),
        }
    }

    /// What is printed is what is expected, and the mock has nothing to object to.
    fn exchange(self) -> Result<(), Failed> {
        with_mock(|mock| {
            stage(mock);
            let printed = self.run("exchange", &[("WXOPEN_MOCK", mock.base_url())])?;
            if printed != EXPECTED {
                return Err(format!("expected\n{EXPECTED}\nprinted\n{printed}").into());
            }
            let calls = mock.calls();
            match calls.iter().find(|call| !call.violations.is_empty()) {
                Some(call) => Err(format!("{call:?}").into()),
                None => Ok(()),
            }
        })
    }

    /// Every verdict is that of everybody else.
    fn validate(self) -> Result<(), Failed> {
        let corpus = corpus();
        let path = self.target().join("corpus.json");
        fs::write(&path, Value::from(corpus.clone()).to_string())?;
        let printed = self.run("validate", &[("WXOPEN_CORPUS", path.display().to_string())])?;
        let verdicts: Vec<&str> = printed.lines().collect();
        if verdicts.len() != corpus.len() {
            return Err(format!("{} verdicts on {}", verdicts.len(), corpus.len()).into());
        }
        let expected = |entry: &Value| if entry["valid"] == true { "valid" } else { "invalid" };
        let others = corpus.iter().zip(&verdicts);
        let others: Vec<String> = others
            .filter(|(entry, verdict)| expected(entry) != **verdict)
            .map(|(entry, verdict)| format!("{verdict}: {entry}"))
            .collect();
        if others.is_empty() { Ok(()) } else { Err(others.join("\n").into()) }
    }

    /// An account authorizes a platform that other people have programmed. It takes pushes at the
    /// address that it prints first.
    fn authorize(self) -> Result<(), Failed> {
        let runtime = tokio::runtime::Runtime::new()?;
        let mock = runtime.block_on(authorization::mock())?;
        let mut program = self.program("authorize", &[("WXOPEN_MOCK", mock.base_url())]);
        let mut program = program.stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(program.stdout.take().ok_or("there is no output")?);
        let (mut address, mut printed) = (String::new(), String::new());
        output.read_line(&mut address)?;
        if address.is_empty() || !runtime.block_on(authorization::push_to(&mock, address.trim())) {
            program.kill()?;
            program.wait()?;
            return Err("the ticket was not taken".into());
        }
        output.read_to_string(&mut printed)?;
        let status = program.wait()?;
        runtime.block_on(mock.stop());
        if status.success() && printed == authorization::EXPECTED {
            return Ok(());
        }
        Err(format!("{status}, expected\n{}\nprinted\n{printed}", authorization::EXPECTED).into())
    }

    fn explore(self, command: &str) -> Result<(), Failed> {
        with_mock(|mock| {
            mock.accept_token(wxopen_tests::exchange::TOKEN);
            self.run(command, &[("WXOPEN_MOCK", mock.base_url())]).map(drop)
        })
    }

    fn run(self, command: &str, variables: &[(&str, String)]) -> Result<String, Failed> {
        let output = self.program(command, variables).output()?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(printed);
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(format!("{}\n{printed}\n{complaint}", output.status).into())
    }

    fn program(self, command: &str, variables: &[(&str, String)]) -> Command {
        let mut program = self.command("run");
        program.arg(self.target()).arg(command).stdin(Stdio::null());
        program.envs(variables.iter().map(|(name, value)| (*name, value)));
        program
    }

    fn command(self, script: &str) -> Command {
        let mut command = Command::new(interop().join(self.name).join(script));
        command.env("WXOPEN_CONTRACTS", contracts());
        command
    }

    fn target(self) -> PathBuf {
        root().join("target/interop").join(self.name)
    }

    fn stamp(self) -> PathBuf {
        self.target().with_extension("prepared")
    }

    /// What the program was prepared from: the contracts and its own folder.
    fn digest(self) -> String {
        let mut files = files_below(&contracts());
        files.extend(files_below(&interop().join(self.name)));
        files.sort();
        let line = |path: &PathBuf| {
            let bytes = fs::read(path).unwrap_or_default();
            format!("{} {}\n", path.display(), wxopen_pages::digest(&bytes))
        };
        files.iter().map(line).collect()
    }
}

fn with_mock(test: impl FnOnce(&Mock) -> Result<(), Failed>) -> Result<(), Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mock = runtime.block_on(Mock::start())?;
    let outcome = test(&mock);
    runtime.block_on(mock.stop());
    outcome
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn interop() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("interop")
}

fn contracts() -> PathBuf {
    root().join("crates/wxopen-api/schemas")
}
