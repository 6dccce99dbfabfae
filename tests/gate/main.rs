//! Gating a change: the configuration, waivers that expire, and the baseline, through the binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail where it stands"
)]

mod baseline;
mod configuration;
mod harness;
mod told;
mod waivers;
