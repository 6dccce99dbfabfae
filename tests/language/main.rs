//! The policy language: its reference, and what each construct does to a real run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on must fail where it stands"
)]

mod customize;
mod doubts;
mod examples;
mod explain;
mod explain_endpoints;
mod explain_input;
mod extends;
mod features;
mod harness;
mod page;
mod reported;
mod rows;
mod schema;
mod second;
mod structure;
mod together;
