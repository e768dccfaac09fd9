//! Compiles every Rust file that the shelf expects, and tells what the compiled code does. Nothing
//! here looks at text that was generated.

// Stands where `wxopen-api` stands: only what generated files refer to is here.
#![allow(dead_code, unexpected_cfgs, unreachable_pub, unused_imports)]

mod behaviour;
#[path = "list/endpoints.rs"]
mod endpoints;
#[path = "list/catalog.rs"]
mod entries;
mod events;
#[path = "list/layout.rs"]
mod layout;
mod privacy;
#[path = "list/types.rs"]
mod shared;

mod catalog {
    //! `crate::catalog`: of the shelf, and of the case that is a whole tree.
    pub(crate) use crate::entries as shelf;
    pub(crate) use crate::layout::generated::catalog::*;
}

mod types {
    //! `crate::types`: the shared types of every case.
    pub(crate) use crate::layout::generated::types::*;
    pub(crate) use crate::shared::*;
}

use layout::generated;
use wxopen_core::{EndpointMeta, Method};

/// The catalogue entry of cases that are not about the catalogue.
pub static META: EndpointMeta = EndpointMeta::new("shelf", Method::Post, "/shelf");
