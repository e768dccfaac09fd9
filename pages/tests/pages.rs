//! The tests of the reader: golden extracts of our own pages, cut pages, hostile input, and the
//! real pages where they are at hand. A test page must never hold a sentence of the real ones.

mod committed;
mod cut;
mod golden;
mod hostile;
mod real;
mod shelf;
