//! Spans and metrics of a call: their names, and that nothing secret is among them.

use std::io;
use std::sync::{Arc, Mutex};

use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use wxopen_core::Client;

use super::stand_in::{StandIn, code, says};
use super::support::Read;

/// A call whose first attempt fails, and whose answer has to be mended.
async fn call() {
    let service = StandIn::new(|number| match number {
        1 => code(-1),
        _ => says(200, "{\"a\":\"\x01\"}"),
    });
    let client: Client = service.client().token("CANARY").build().expect("a client");
    client.send(Read).await.expect("the second attempt");
}

#[test]
fn metrics_have_the_documented_names() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, || block_on(call()));
    let line = |(key, _, _, value): (metrics_util::CompositeKey, _, _, DebugValue)| {
        let labels = key.key().labels().map(|it| format!("{}={}", it.key(), it.value()));
        let labels = labels.collect::<Vec<_>>().join(" ");
        let value = match value {
            DebugValue::Counter(count) => count.to_string(),
            DebugValue::Histogram(values) => format!("{} values", values.len()),
            DebugValue::Gauge(_) => unreachable!("there are no gauges"),
        };
        format!("{} {labels}: {value}", key.key().name())
    };
    let mut lines: Vec<_> = snapshotter.snapshot().into_vec().into_iter().map(line).collect();
    lines.sort();
    let expected = [
        "wxopen_attempt_duration_seconds interface=read outcome=ok: 1 values",
        "wxopen_attempt_duration_seconds interface=read outcome=rejected: 1 values",
        "wxopen_attempts_total interface=read outcome=ok class=none: 1",
        "wxopen_attempts_total interface=read outcome=rejected class=transient: 1",
        "wxopen_call_duration_seconds interface=read outcome=ok: 1 values",
        "wxopen_calls_total interface=read outcome=ok class=none: 1",
        "wxopen_lenient_total interface=read kind=repaired: 1",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn spans_have_the_documented_names() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .without_time()
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || block_on(call()));
    let text = String::from_utf8(log.0.lock().expect("nobody panics").clone()).expect("UTF-8");
    let shown: Vec<_> = text.lines().filter(|line| line.contains("wxopen.")).collect();
    let has = |line: &str, parts: &[&str]| parts.iter().all(|part| line.contains(part));
    let call = "wxopen.call{interface=\"read\"";
    assert_eq!(shown.len(), 3, "{text}");
    let first =
        [call, "wxopen.attempt{number=1", "outcome=\"rejected\" class=\"transient\" code=-1"];
    assert!(has(shown[0], &first), "{text}");
    assert!(
        has(shown[1], &[call, "wxopen.attempt{number=2", "outcome=\"ok\" waited_ms="]),
        "{text}"
    );
    assert!(has(shown[2], &[call, "outcome=\"ok\"", "attempts=2", "latency_ms="]), "{text}");
    assert!(!text.contains("CANARY"), "{text}");
}

fn block_on(call: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().start_paused(true).build().expect("a runtime").block_on(call);
}

/// Everything that was written.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}
