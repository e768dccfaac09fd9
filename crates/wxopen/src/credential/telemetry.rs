//! What is told about refreshes through the facades `tracing` and `metrics`; without these features,
//! nothing. No token, ticket or secret may ever become a field or a label.

use crate::store::Key;

/// A token was fetched, or could not be.
pub(super) fn refreshed(key: &Key, fetched: bool) {
    let credential = match key {
        Key::Ticket(_) => "ticket",
        Key::Component(_) => "component",
        Key::Authorizer { .. } => "authorizer",
    };
    let outcome = if fetched { "ok" } else { "failed" };
    #[cfg(feature = "metrics")]
    metrics::counter!("wxopen_refreshes_total", "credential" => credential, "outcome" => outcome)
        .increment(1);
    #[cfg(feature = "tracing")]
    tracing::info!(credential, outcome, appid = key.appid(), "wxopen.refresh");
    let _ = (credential, outcome);
}
