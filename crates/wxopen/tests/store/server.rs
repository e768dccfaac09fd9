//! A `redis-server` of one test's own, which ends with it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::Duration;
use std::{env, fs, thread};

use redis::FromRedisValue;
use tempfile::TempDir;

/// A server that keeps what it has acknowledged when it is killed.
pub(crate) struct Server {
    process: Child,
    options: Vec<String>,
    port: u16,
    folder: TempDir,
}

impl Server {
    /// `None`, said in one line, where `redis-server` is not installed. Where `WXOPEN_STRICT` is 1, that is
    /// a failure.
    pub(crate) fn start(options: &[&str]) -> Option<Server> {
        Server::listening(|port| vec!["--port".to_owned(), port.to_string()], options)
    }

    /// As [`Server::start`], with TLS only.
    pub(crate) fn start_encrypted(options: &[&str]) -> Option<Server> {
        let listen = |port: u16| ["--port", "0", "--tls-port", &port.to_string()].map(String::from);
        Server::listening(|port| listen(port).to_vec(), options)
    }

    fn listening(listen: impl Fn(u16) -> Vec<String>, options: &[&str]) -> Option<Server> {
        if !is_installed() {
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        // Somebody else may take a port before the server does.
        for _ in 0..10 {
            let port = free_port();
            let wanted = options.iter().map(|option| (*option).to_owned());
            let options: Vec<String> = listen(port).into_iter().chain(wanted).collect();
            if let Some(process) = launch(folder.path(), &options) {
                return Some(Server { process, options, port, folder });
            }
        }
        panic!("redis-server does not start with {options:?}")
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    /// Without a password, and without a database.
    pub(crate) fn address(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// What an administrator says, over a connection of its own.
    pub(crate) fn tell<T: FromRedisValue>(&self, words: &[&str]) -> T {
        let address = format!("redis+unix://{}", self.socket().display());
        let client = redis::Client::open(address).expect("an address");
        let mut connection = client.get_connection().expect("connects");
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]).query(&mut connection).expect("answers")
    }

    /// Kills it.
    pub(crate) fn stop(&mut self) {
        self.process.kill().expect("kills");
        self.process.wait().expect("ends");
    }

    /// Starts it again where it was.
    pub(crate) fn start_again(&mut self) {
        self.process = launch(self.folder.path(), &self.options).expect("starts again");
    }

    /// It keeps its connections, and answers nothing.
    pub(crate) fn pause(&self) {
        self.signal("STOP");
    }

    pub(crate) fn resume(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
    }

    /// What it has on its disk.
    pub(crate) fn backup(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = fs::read_dir(self.data()).expect("its data").flatten();
        files.map(|file| (file.path(), fs::read(file.path()).expect("a file"))).collect()
    }

    /// It has what it had then, and has forgotten all that came after.
    pub(crate) fn restore(&mut self, backup: &[(PathBuf, Vec<u8>)]) {
        self.stop();
        fs::remove_dir_all(self.data()).expect("its data");
        fs::create_dir(self.data()).expect("a folder");
        for (path, bytes) in backup {
            fs::write(path, bytes).expect("a file");
        }
        self.start_again();
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("appendonlydir")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that a test has stopped is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_installed() -> bool {
    let version = Command::new("redis-server").arg("--version").stdout(Stdio::null()).status();
    let installed = version.is_ok_and(|status| status.success());
    if !installed {
        let strict = env::var("WXOPEN_STRICT").is_ok_and(|wish| wish == "1");
        assert!(!strict, "redis-server is not installed");
        static SAID: Once = Once::new();
        // Not `eprintln!`, which is not seen of a test that passes.
        SAID.call_once(|| {
            let _ = std::io::stderr().write_all(b"skipped: redis: redis-server is not installed\n");
        });
    }
    installed
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// `None` if it ends at once.
fn launch(folder: &Path, options: &[String]) -> Option<Child> {
    let socket = folder.join("socket");
    // One of a server that was killed.
    let _ = fs::remove_file(&socket);
    let mut process = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"])
        .arg("--dir")
        .arg(folder)
        .arg("--unixsocket")
        .arg(&socket)
        .args(options)
        .stdout(Stdio::null())
        .spawn()
        .expect("starts");
    while !is_ready(&socket) {
        if process.try_wait().expect("a process").is_some() {
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
    Some(process)
}

/// Whether it answers, if only that it wants a password.
fn is_ready(socket: &Path) -> bool {
    let Ok(mut stream) = UnixStream::connect(socket) else { return false };
    let mut answer = [0; 5];
    stream.write_all(b"PING\r\n").is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && [b"+PONG", b"-NOAU"].contains(&&answer)
}
