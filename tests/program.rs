//! All tests that run the program, one module for each part. A name filters: `cargo test --test
//! program plan::`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a failing test must stop at that line"
)]

mod book;
mod check;
mod ci;
mod docs;
mod faults;
mod formats;
mod gate;
#[path = "support/harness.rs"]
mod harness;
mod import;
mod infer;
mod language;
mod library;
mod plan;
mod policy;
mod readers;
#[path = "support/shell.rs"]
mod shell;
