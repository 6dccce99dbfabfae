//! The audit of a tenant, one file for each format.

mod csv;
mod duties;
mod headline;
mod html;
mod human;
mod levels;
mod markdown;
mod note;
mod oscal;
mod outside;

pub use csv::audit_as_csv;
pub use html::audit_as_html;
pub use human::{AuditLook, print_audit};
pub use levels::{levels_as_csv, people_as_csv, requests_as_csv, review_as_csv};
pub use markdown::audit_as_markdown;
pub use oscal::audit_as_oscal;
