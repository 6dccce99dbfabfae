//! The public interface of the crate: read policies and roles, check, and print.
//!
//! Everything here is pure. The other modules are public for the command line, the page and tests;
//! they may change in any release.

mod check;
mod format;
mod import;
mod problems;
mod read;

pub use check::{Check, Report};
pub use format::{Format, UnknownFormat};
pub use import::import_page;
pub use problems::Problems;
