//! The library: each policy against the facts that it was made from, and against roles.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on must fail at that place"
)]

mod cells;
mod conditions;
mod described;
mod facts;
mod files;
mod spelling;
mod versions;
