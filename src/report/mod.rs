//! What a run has to tell: findings, summaries and outcomes, before anybody prints them.

mod baseline;
mod finding;
mod fingerprint;
mod matrix;
mod outcome;
mod role_report;
mod rule;
mod severity;
mod summary;
mod waivers;

pub use baseline::{Baseline, BaselineDocument, KnownFinding};
pub use finding::{BaselineState, Finding, Remedy, Waiver};
pub use fingerprint::Identity;
pub use matrix::{Ask, Cell, CellState, CustomizeAsk, Granted, Idle, Matrix, MatrixRow};
pub use outcome::{FailOn, Outcome};
pub use role_report::{InputError, PolicyName, RoleReport, RunSummary, Satisfied, Subject};
pub use rule::{RuleId, RuleInfo};
pub use severity::Severity;
pub use summary::{BaselineUse, Cells, Totals};
pub use waivers::{WaiverRule, Waivers};
