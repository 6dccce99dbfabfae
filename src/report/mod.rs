//! What a run has to tell: findings, summaries and outcomes, before anybody prints them.

mod finding;
mod fingerprint;
mod outcome;
mod role_report;
mod rule;
mod severity;
mod summary;

pub use finding::{BaselineState, Finding, Remedy, Waiver};
pub use fingerprint::Identity;
pub use outcome::{FailOn, Outcome};
pub use role_report::{InputError, PolicyName, RoleReport, RunSummary, Satisfied};
pub use rule::{RuleId, RuleInfo};
pub use severity::Severity;
pub use summary::{Cells, Totals};
