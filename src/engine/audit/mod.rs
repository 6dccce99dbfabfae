//! The audit of a tenant: its API members, their roles and policies, ordered by what a stolen key
//! could do.

mod build;
mod controls;
mod do_first;
mod levels;
mod model;
mod outside;
mod since;

pub use build::{AuditContext, AuditedRole, audit};
pub use controls::{Control, Controls, Framework};
pub use model::{
    AskedFor, Audit, AuditSummary, DoFirst, Excess, MemberEntry, MissingLevel, People, PersonEntry,
    RoleEntry, SCHEMA, SeverityCount, SeverityCounts, Since,
};
pub use outside::AuditOptions;
pub use since::since;
