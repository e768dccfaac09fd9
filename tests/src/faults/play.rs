//! Plays the steps of a script on one connection. Reads nothing that no step asks for until all steps
//! are done, and counts everything it reads.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::sleep;

use crate::faults::server::Socket;
use crate::faults::tally::{Ledger, Tally};
use crate::faults::{Step, Wire, frames};

/// Plays a script on one connection.
pub(super) struct Player {
    greeting: Vec<u8>,
    tally: Tally,
    /// Requests that came whole on this connection.
    whole: usize,
    /// Bytes that were counted and not yet read.
    noticed: usize,
    ledger: Ledger,
}

/// What remains to be done after a step.
enum Next {
    Step,
    Again,
    Nothing,
}

impl Player {
    pub(super) fn new(wire: &Wire, ledger: &Ledger) -> Self {
        let greeting = match wire {
            Wire::Http2(_) => frames::greeting(),
            Wire::Plain | Wire::Handshake | Wire::Tls(_) => Vec::new(),
        };
        Player { greeting, tally: Tally::new(wire), whole: 0, noticed: 0, ledger: ledger.clone() }
    }

    pub(super) async fn play(mut self, steps: &[Step], mut socket: impl Socket) -> io::Result<()> {
        write(&mut socket, &self.greeting).await?;
        let mut at = 0;
        while let Some(step) = steps.get(at) {
            at = match self.step(step, &mut socket).await? {
                Next::Step => at + 1,
                Next::Again => last_read(&steps[..at]),
                Next::Nothing => return Ok(()),
            };
        }
        socket.shutdown().await?;
        self.drain(&mut socket).await
    }

    async fn step(&mut self, step: &Step, socket: &mut impl Socket) -> io::Result<Next> {
        match step {
            Step::Notice => self.notice(socket).await?,
            Step::Read => self.read(socket).await?,
            Step::Write(bytes) => write(socket, bytes).await?,
            Step::Drip(bytes) => drip(socket, bytes).await?,
            Step::Pour(count) => pour(socket, *count).await?,
            Step::Frames(frames) => {
                let stream = self.tally.stream();
                let bytes = frames.iter().flat_map(|frame| frame.bytes(stream));
                write(socket, &bytes.collect::<Vec<_>>()).await?;
            }
            Step::Rest(time) => sleep(*time).await,
            Step::Stall => {
                self.drain(socket).await?;
                return Ok(Next::Nothing);
            }
            Step::Reset => {
                socket.bare().set_zero_linger()?;
                return Ok(Next::Nothing);
            }
            Step::Again => return Ok(Next::Again),
        }
        Ok(Next::Step)
    }

    /// Counts what is there without reading it.
    async fn notice(&mut self, socket: &mut impl Socket) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        let count = socket.bare().peek(&mut buffer).await?;
        self.count(&buffer[..count]);
        self.noticed = count;
        Ok(())
    }

    async fn read(&mut self, socket: &mut impl Socket) -> io::Result<()> {
        let before = self.whole;
        while self.whole == before {
            if !self.read_some(socket).await? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// Reads until the client has gone.
    async fn drain(&mut self, socket: &mut impl Socket) -> io::Result<()> {
        while self.read_some(socket).await? {}
        Ok(())
    }

    async fn read_some(&mut self, socket: &mut impl Socket) -> io::Result<bool> {
        let mut buffer = [0; 4096];
        let count = socket.read(&mut buffer).await?;
        let known = self.noticed.min(count);
        self.noticed -= known;
        self.count(&buffer[known..count]);
        Ok(count > 0)
    }

    fn count(&mut self, bytes: &[u8]) {
        let mut seen = self.ledger.entry();
        let before = seen.whole;
        self.tally.take(bytes, &mut seen);
        self.whole += seen.whole - before;
    }
}

fn last_read(steps: &[Step]) -> usize {
    steps.iter().rposition(|step| matches!(step, Step::Read)).unwrap_or_default()
}

async fn write(socket: &mut impl Socket, bytes: &[u8]) -> io::Result<()> {
    socket.write_all(bytes).await?;
    socket.flush().await
}

async fn drip(socket: &mut impl Socket, bytes: &[u8]) -> io::Result<()> {
    for byte in bytes.chunks(1) {
        write(socket, byte).await?;
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn pour(socket: &mut impl Socket, count: usize) -> io::Result<()> {
    const BLANKS: &[u8] = &[b' '; 1 << 12];
    for _ in 0..count / BLANKS.len() {
        write(socket, BLANKS).await?;
    }
    write(socket, &BLANKS[..count % BLANKS.len()]).await
}
