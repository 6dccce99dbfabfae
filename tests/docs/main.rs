//! Documents from policies: what they say, where they lie, and whether they are still true.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on must fail where it stands"
)]

mod check;
mod choices;
mod harness;
mod hostile;
mod html;
mod index;
mod languages;
mod library;
mod markdown;
mod page;
mod regions;
mod remarks;
mod seed;
mod templates;
mod verify;
