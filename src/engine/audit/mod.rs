//! The audit of a tenant: its API members, their roles and policies, ordered by what a stolen key
//! could do.

mod build;
mod do_first;
mod model;
mod since;

pub use build::{AuditedRole, audit};
pub use model::{
    Audit, AuditSummary, DoFirst, MemberEntry, MissingLevel, NotAskedFor, RoleEntry, SCHEMA,
    SeverityCount, SeverityCounts, Since,
};
pub use since::since;
