//! `leastwise infer`: recordings of every kind through the program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on must fail at that place"
)]

mod compare;
mod corpus;
mod harness;
mod policy;
mod secrets;
mod tools;
mod variants;
