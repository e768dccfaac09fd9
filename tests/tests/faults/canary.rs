//! Listens to everything that any crate logs, at the finest level, to every metric and to every panic,
//! for a mark that all secrets begin with. Keeps only what it must not have heard.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::{mem, panic};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libtest_mimic::{Failed, Trial};
use metrics_util::debugging::{DebuggingRecorder, Snapshotter};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_log::NormalizeEvent as _;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// What every text of a request, every token and every text of an answer begins with. It is as long as
/// a secret, and each third of it is looked for; in an address only its tail is written otherwise.
pub(super) const MARK: &str = "kAnArIe7kAnArIe7kAnArIe7/+";
const THIRD: &str = "kAnArIe7";

/// Makes everything audible.
pub(super) fn listen() {
    let logs = tracing_subscriber::registry().with(Ear);
    tracing::subscriber::set_global_default(logs).expect("nobody listens yet");
    tracing_log::LogTracer::init().expect("nobody listens yet");
    let metrics = DebuggingRecorder::new();
    let _ = METRICS.set(metrics.snapshotter());
    metrics.install().expect("nobody listens yet");
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        hear(&format!("a panic: {panic}"));
        heard().panics += 1;
        usual(panic);
    }));
}

/// Fails if anything was heard so far that must not be.
pub(super) fn silence() -> Result<(), Failed> {
    measure();
    let mut heard = heard();
    let leaks = mem::take(&mut heard.leaks);
    let panics = mem::take(&mut heard.panics);
    match (leaks.as_slice(), panics) {
        ([], 0) => Ok(()),
        _ => Err(format!("{panics} panics, and this was heard:\n{}", leaks.join("\n")).into()),
    }
}

/// The crates that have logged anything so far, and how many metrics there are.
pub(super) fn sources() -> (Vec<String>, usize) {
    let metrics = measure();
    (heard().crates.iter().cloned().collect(), metrics)
}

/// Whether a text holds the mark, as it is, percent-encoded, in base64, in hex or as a list of bytes.
pub(super) fn is_heard_in(text: &str) -> bool {
    FORMS.iter().any(|form| text.contains(form))
}

/// That the canary hears what it should.
pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("the mark is recognised in every form", || {
        let secret = format!("{MARK}-secret");
        for before in ["", "a", "ab"] {
            let text = format!("{before}{secret}");
            let url: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let escaped = text.replace('/', "%2F").replace('+', "%2B");
            for form in [
                escaped,
                STANDARD.encode(&text),
                base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&text),
                format!("{:?}", text.as_bytes()),
                url.replace('%', "").to_lowercase(),
                text,
            ] {
                if !is_heard_in(&form) {
                    return Err(form.into());
                }
            }
        }
        Ok(())
    })]
}

struct Heard {
    leaks: Vec<String>,
    panics: usize,
    /// The crates that have said anything.
    crates: BTreeSet<String>,
}

static HEARD: Mutex<Heard> =
    Mutex::new(Heard { leaks: Vec::new(), panics: 0, crates: BTreeSet::new() });

fn heard() -> MutexGuard<'static, Heard> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

static FORMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut forms = vec![THIRD.to_owned()];
    // Three bytes are four letters of base64: a text looks different after 0, 1 and 2 others, and the
    // letters at its edges also hold bits of its neighbours.
    forms.extend((0..3).map(|before| {
        let encoded = STANDARD.encode(format!("{}{THIRD}", "\0".repeat(before)));
        let whole = (before * 8).div_ceil(6)..(before + THIRD.len()) * 8 / 6;
        encoded[whole].to_owned()
    }));
    forms.push(THIRD.bytes().map(|byte| format!("{byte:02x}")).collect());
    let bytes = format!("{:?}", THIRD.as_bytes());
    forms.push(bytes.trim_matches(['[', ']']).to_owned());
    forms
});

static METRICS: OnceLock<Snapshotter> = OnceLock::new();

/// Listens to all metrics, and tells how many there are.
fn measure() -> usize {
    let metrics = METRICS.get().map(|metrics| metrics.snapshot().into_vec()).unwrap_or_default();
    metrics.iter().for_each(|metric| hear(&format!("{metric:?}")));
    metrics.len()
}

fn hear(text: &str) {
    if is_heard_in(text) {
        heard().leaks.push(text.to_owned());
    }
}

struct Ear;

impl<S: Subscriber> Layer<S> for Ear {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let mut line = Line::of(span.metadata());
        span.record(&mut line);
        hear(&line.0);
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        hear(&line.0);
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // What comes from the older facade hides its origin.
        let normal = event.normalized_metadata();
        let mut line = Line::of(normal.as_ref().unwrap_or_else(|| event.metadata()));
        event.record(&mut line);
        hear(&line.0);
    }
}

/// All fields of an event in one text.
struct Line(String);

impl Line {
    fn of(metadata: &Metadata<'_>) -> Self {
        let target = metadata.target();
        let name = target.split("::").next().unwrap_or(target);
        let mut heard = heard();
        if !heard.crates.contains(name) {
            heard.crates.insert(name.to_owned());
        }
        Line(target.to_owned())
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, " {field}={value:?}");
    }
}
