//! A site on the loopback address that answers as a test tells it. Answers one connection after the
//! other, and notices when a second one is waiting.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// What happened, in the order in which it happened.
pub(crate) type Log = Arc<Mutex<Vec<String>>>;

/// What a test answers: by path, and by what stands in the headers.
pub(crate) type Answers = fn(&Request) -> Reply;

pub(crate) struct Request {
    pub(crate) path: String,
    headers: Vec<String>,
}

pub(crate) enum Reply {
    /// The bytes, and the end of the connection.
    Whole(Vec<u8>),
    /// The bytes, and then nothing until the client gives up.
    Stalled(Vec<u8>),
}

pub(crate) struct Server {
    address: SocketAddr,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Request {
    /// The value of a header, without regard to case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Reply {
    pub(crate) fn new(status: u16, headers: &[&str], body: &str) -> Reply {
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Length: {length}\r\n");
        Reply::Whole(format!("{head}{headers}\r\n{body}").into_bytes())
    }

    /// The same without the last bytes.
    pub(crate) fn cut(self, by: usize) -> Vec<u8> {
        let (Reply::Whole(mut bytes) | Reply::Stalled(mut bytes)) = self;
        bytes.truncate(bytes.len() - by);
        bytes
    }
}

impl Server {
    pub(crate) fn new(log: &Log, answers: Answers) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let closing = Arc::new(AtomicBool::new(false));
        let (log, closed) = (Arc::clone(log), Arc::clone(&closing));
        let thread = thread::spawn(move || serve(&listener, &log, &closed, answers));
        Server { address, closing, thread: Some(thread) }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // The server may wait for a connection; this one is its last.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(listener: &TcpListener, log: &Log, closing: &AtomicBool, answers: Answers) {
    loop {
        let (stream, _) = listener.accept().expect("a connection");
        if closing.load(Ordering::SeqCst) {
            return;
        }
        let Some(request) = read(&stream) else { continue };
        note(log, format!("asked {}", request.path));
        let reply = answers(&request);
        if is_waiting(listener) {
            note(log, "a second connection".to_owned());
        }
        write(stream, reply);
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next()?;
    let path = first.strip_prefix("GET ")?.split(' ').next()?.to_owned();
    Some(Request { path, headers: lines.take_while(|line| !line.is_empty()).collect() })
}

/// Whether somebody has connected who is not being answered.
fn is_waiting(listener: &TcpListener) -> bool {
    listener.set_nonblocking(true).expect("sets the mode");
    let waiting = listener.accept();
    listener.set_nonblocking(false).expect("sets the mode");
    !matches!(waiting, Err(error) if error.kind() == ErrorKind::WouldBlock)
}

/// A client may go before it has everything, which is what some tests are about.
fn write(mut stream: TcpStream, reply: Reply) {
    match reply {
        Reply::Whole(bytes) => drop(stream.write_all(&bytes)),
        Reply::Stalled(bytes) => {
            let _ = stream.write_all(&bytes).and_then(|()| stream.read_to_end(&mut Vec::new()));
        }
    }
}

pub(crate) fn note(log: &Log, line: String) {
    log.lock().expect("no test has panicked with it").push(line);
}
