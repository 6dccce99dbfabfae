//! Results of a run: findings, summaries and outcomes, independent of the output format.

mod baseline;
mod chosen;
mod draft;
mod finding;
mod fingerprint;
mod list;
mod matrix;
mod outcome;
mod plan;
mod role_report;
mod rule;
mod severity;
mod summary;
mod texts;
mod waivers;

pub use baseline::{Baseline, BaselineDocument, KnownFinding};
pub use chosen::{Chosen, CustomizeItems, PolicyName, RuleOff, Unlisted};
pub use draft::Draft;
pub use finding::{BaselineState, Finding, FindingRisk, Remedy, Waiver};
pub use fingerprint::Identity;
pub use list::{CustomizeRequest, and};
pub use matrix::{
    Ask, Cell, CellState, CustomizeAsk, Granted, Idle, Matrix, MatrixRow, UnstatedAsk,
};
pub use outcome::{FailOn, Outcome};
pub use plan::{
    Change, Kept, Plan, PlanMode, PlanTotals, PlannedFunction, PlannedModule, Remark, Step,
};
pub use role_report::{ExcludedRole, InputError, RoleReport, RunSummary, Satisfied, Subject};
pub(crate) use rule::rule;
pub use rule::{Rule, RuleId, RuleInfo};
pub use severity::Severity;
pub use summary::{BaselineUse, Cells, Totals};
pub use texts::Texts;
pub use waivers::{WaiverRule, Waivers};
