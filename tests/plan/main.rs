//! Plans: applied to data they make a role clean, and no step can be left out; and what the binary
//! prints of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on must fail where it stands"
)]

mod applied;
mod customize;
mod data;
mod docs;
mod formats;
mod harness;
mod hostile;
mod open;
mod runs;
mod steps;
