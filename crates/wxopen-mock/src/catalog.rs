//! Where `wxopen-api` enters: its catalogue and its schemas. The only file that may name that
//! crate, and it must never name one of its requests or replies.

use crate::operation::Operation;

/// Every operation of the catalogue.
pub(crate) fn operations() -> Vec<Operation> {
    let operation = |meta: &&'static wxopen_core::EndpointMeta| Operation {
        meta,
        request: wxopen_api::schemas::request_strict(meta.interface),
        reply: wxopen_api::schemas::reply(meta.interface),
    };
    wxopen_api::CATALOG.iter().map(operation).collect()
}
