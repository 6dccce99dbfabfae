//! Black-box tests: the real binary, the real files, the real text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on must fail where it stands"
)]

mod cells;
mod counted;
mod evidence;
mod examples;
mod exit_codes;
mod first_minute;
mod generated;
mod harness;
mod hostile;
mod json;
mod portable;
mod properties;
mod readme;
mod risk;
mod screen;
mod tenant;
mod yaml_errors;
