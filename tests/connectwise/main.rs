//! Reading from ConnectWise, through the real binary and against a stand-in on the loopback, made
//! as its published clients describe it: routes that ignore case, pages of 25 unless more are asked
//! for and of 1,000 at most, `Link` headers, and the error bodies that people have seen. A test
//! bends it to each fault.
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
mod reads;
mod server;
mod tenant;
mod tool;
mod watch;

use server::{Reply, Request, Server};
use tenant::Tenant;
use tool::{Home, KEY};

/// The company that the stand-in knows.
const COMPANY: &str = "acme";
/// The Public Key of its API member.
const PUBLIC: &str = "Pub1icKeyOfTests";
/// A clientId.
const CLIENT: &str = "7d1ce80c-53a3-4b6e-9a65-0c5a3d3cf1f0";
/// The codebase that the company has.
const CODEBASE: &str = "v2026_1";
/// A policy of the library, which the role of the stand-in meets exactly.
const POLICY: &str = "cloudblue-reseller-marketplace";
