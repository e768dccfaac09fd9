//! What `cargo xtask` does to a repository, tried on small ones in a temporary folder. Never reads
//! or writes this repository.

mod beginning;
mod checking;
mod extracting;
mod fresh;
mod house;
mod remembering;
mod writing;
