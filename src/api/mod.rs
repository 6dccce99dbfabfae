//! The public interface of the crate: read policies and roles, check, and print.
//!
//! Everything here is pure. The other modules are public for the command line, the page and tests;
//! they may change in any release.

mod check;
mod explain;
mod format;
mod import;
mod lint;
mod problems;
mod read;

pub use check::{Check, Report};
pub use explain::explain;
pub use format::{Format, UnknownFormat};
pub use import::import_page;
pub use lint::lint_text;
pub use problems::Problems;
