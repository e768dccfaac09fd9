//! What `cargo xtask` does to a repository, tried on small ones in a temporary folder. Never writes
//! to this repository, and reads only what it has committed.

mod beginning;
mod checking;
mod comparing;
mod diffing;
mod extracting;
#[cfg(feature = "fetch")]
mod fetching;
mod fresh;
mod house;
mod judging;
mod packing;
mod remembering;
mod saving;
#[cfg(feature = "fetch")]
mod site;
mod writing;
