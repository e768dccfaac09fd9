//! Keeps whatever is shown or logged. Judges nothing.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

/// Everything that was shown or logged in this process.
#[derive(Clone, Default)]
pub(crate) struct Capture {
    logs: Arc<Mutex<Vec<u8>>>,
    shown: Arc<Mutex<Vec<(String, String)>>>,
}

impl Capture {
    /// Listens to all crates, at the finest level, and to panics.
    pub(crate) fn install() -> Self {
        let capture = Capture::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(capture.clone())
            .init();
        let panics = capture.clone();
        std::panic::set_hook(Box::new(move |panic| {
            eprintln!("{panic}");
            panics.say("a panic", panic.to_string());
        }));
        capture
    }

    pub(crate) fn show(&self, what: &str, value: &impl Debug) {
        self.say(what, format!("{value:?}\n{value:#?}"));
    }

    pub(crate) fn say(&self, what: &str, text: String) {
        lock(&self.shown).push((what.to_owned(), text));
    }

    pub(crate) fn logs(&self) -> String {
        String::from_utf8_lossy(&lock(&self.logs)).into_owned()
    }

    pub(crate) fn shown(&self) -> Vec<(String, String)> {
        lock(&self.shown).clone()
    }
}

impl<'a> MakeWriter<'a> for Capture {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Capture {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.logs).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lock<T>(guarded: &Mutex<T>) -> MutexGuard<'_, T> {
    guarded.lock().unwrap_or_else(PoisonError::into_inner)
}
