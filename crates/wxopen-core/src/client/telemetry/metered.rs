//! Counters and histograms. Their names and labels are listed at [`Client`](crate::Client) and stay.

use std::time::Duration;

use metrics::{counter, histogram};

use crate::{Attempt, EndpointMeta, Finding};

pub(super) fn attempted(meta: &EndpointMeta, attempt: &Attempt) {
    let (interface, outcome) = (meta.interface, outcome(attempt));
    let class = class(attempt);
    counter!("wxopen_attempts_total", "interface" => interface, "outcome" => outcome, "class" => class)
        .increment(1);
    histogram!("wxopen_attempt_duration_seconds", "interface" => interface, "outcome" => outcome)
        .record(attempt.took);
}

pub(super) fn called(meta: &EndpointMeta, attempts: &[Attempt], took: Duration) {
    let Some(last) = attempts.last() else { return };
    let (interface, outcome) = (meta.interface, outcome(last));
    let class = class(last);
    counter!("wxopen_calls_total", "interface" => interface, "outcome" => outcome, "class" => class)
        .increment(1);
    histogram!("wxopen_call_duration_seconds", "interface" => interface, "outcome" => outcome)
        .record(took);
}

pub(super) fn lenient(interface: &'static str, finding: &Finding) {
    let kind = match finding {
        Finding::Converted { .. } => "converted",
        Finding::Ignored { .. } => "ignored",
        Finding::Alias { .. } => "alias",
        Finding::Duplicate { .. } => "duplicate",
        Finding::UnknownMember { .. } => "unknown-member",
        Finding::Repaired => "repaired",
    };
    counter!("wxopen_lenient_total", "interface" => interface, "kind" => kind).increment(1);
}

fn outcome(attempt: &Attempt) -> &'static str {
    attempt.phase.map_or("ok", |phase| phase.as_str())
}

fn class(attempt: &Attempt) -> &'static str {
    attempt.class.map_or("none", |class| class.as_str())
}
