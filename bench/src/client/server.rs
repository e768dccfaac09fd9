//! A server with two prepared answers, one thread a connection. It must cost less than any caller.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Child;

use crate::Outcome;
use crate::decode::list;

const OPEN: &str = r#"{"open_appid":"wx0123456789abcdef","errcode":0,"errmsg":"ok"}"#;

/// Serves on a free port, which is the only line it prints, until it is killed.
///
/// # Errors
///
/// If there is no free port.
pub fn serve() -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    let (open, list) = (answer(OPEN), answer(&list(50)));
    for socket in listener.incoming() {
        let (socket, open, list) = (socket?, open.clone(), list.clone());
        // A caller that hangs up ends its thread, nothing else.
        std::thread::spawn(move || serve_one(socket, &open, &list));
    }
    Ok(())
}

/// The port that a server in another process has printed.
///
/// # Errors
///
/// If it printed none.
pub(super) fn port_of(server: &mut Child) -> Outcome<u16> {
    let out = server.stdout.take().ok_or("the server has no output")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    Ok(line.trim().parse()?)
}

fn answer(body: &str) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body.as_bytes()].concat()
}

/// The body of every request is `{}`, so each of them ends with it.
fn serve_one(mut socket: TcpStream, open: &[u8], list: &[u8]) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let mut seen = Vec::with_capacity(4096);
    let mut buffer = [0; 4096];
    loop {
        let count = socket.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        seen.extend_from_slice(&buffer[..count]);
        if seen.ends_with(b"\r\n\r\n{}") {
            let is_open = seen.starts_with(b"POST /cgi-bin/open/get");
            socket.write_all(if is_open { open } else { list })?;
            seen.clear();
        }
    }
}
