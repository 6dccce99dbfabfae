//! The audit of a tenant, one file for each format.

mod csv;
mod human;
mod markdown;
mod note;

pub use csv::audit_as_csv;
pub use human::{AuditLook, print_audit};
pub use markdown::audit_as_markdown;
