//! Reading from ConnectWise, with the real binary against a mock server on the loopback interface.
//! The server follows the published clients: case-insensitive routes, pages of 25 rows by default
//! and at most 1,000, `Link` headers, and the error bodies that people have posted. Tests inject
//! faults.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on must fail at that place"
)]

mod faults;
mod fetch;
mod fleet;
mod key_file;
mod large;
mod library_url;
mod policy_url;
mod reads;
mod server;
mod tenant;
mod tool;
mod watch;

use server::{Reply, Request, Server};
use tenant::Tenant;
use tool::{Home, KEY};

/// The company that the server knows.
const COMPANY: &str = "acme";
/// The Public Key of its API member.
const PUBLIC: &str = "Pub1icKeyOfTests";
/// A client ID.
const CLIENT: &str = "7d1ce80c-53a3-4b6e-9a65-0c5a3d3cf1f0";
/// The codebase of the company.
const CODEBASE: &str = "v2026_1";
/// A policy in the library that matches the role of the server exactly.
const POLICY: &str = "cloudblue-reseller-marketplace";
