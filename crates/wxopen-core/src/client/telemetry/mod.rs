//! What is told about calls through the facades `tracing` and `metrics`; without these features, nothing.
//! No token, address or body may ever become a field or a label.

#[cfg(feature = "metrics")]
mod metered;
#[cfg(feature = "tracing")]
mod spans;

use std::time::Duration;

use crate::{Attempt, EndpointMeta, Finding};

/// The telemetry of one call.
pub(super) struct Telemetry {
    #[cfg_attr(not(feature = "metrics"), allow(dead_code))]
    meta: &'static EndpointMeta,
    #[cfg(feature = "tracing")]
    spans: spans::Spans,
}

impl Telemetry {
    pub(super) fn new(meta: &'static EndpointMeta) -> Self {
        Telemetry {
            meta,
            #[cfg(feature = "tracing")]
            spans: spans::Spans::new(meta),
        }
    }

    /// The sending of an attempt, which is counted from 1.
    pub(super) fn attempt<F: Future>(
        &mut self,
        number: usize,
        sending: F,
    ) -> impl Future<Output = F::Output> + use<F> {
        #[cfg(feature = "tracing")]
        return self.spans.attempt(number, sending);
        #[cfg(not(feature = "tracing"))]
        {
            let _ = number;
            sending
        }
    }

    /// An attempt has ended.
    pub(super) fn attempted(&mut self, attempt: &Attempt) {
        #[cfg(feature = "tracing")]
        self.spans.attempted(attempt);
        #[cfg(feature = "metrics")]
        metered::attempted(self.meta, attempt);
        let _ = attempt;
    }

    /// The call has ended with its last attempt.
    pub(super) fn called(&self, attempts: &[Attempt], took: Duration) {
        #[cfg(feature = "tracing")]
        self.spans.called(attempts, took);
        #[cfg(feature = "metrics")]
        metered::called(self.meta, attempts, took);
        let _ = (attempts, took);
    }
}

/// Whether findings are counted, also where nobody observes them.
pub(super) const COUNTS_FINDINGS: bool = cfg!(feature = "metrics");

/// Something about an answer was lenient.
pub(super) fn lenient(interface: &'static str, finding: &Finding) {
    #[cfg(feature = "metrics")]
    metered::lenient(interface, finding);
    let _ = (interface, finding);
}
