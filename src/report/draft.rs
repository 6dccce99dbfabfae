//! What a rule returns: a finding without identity and severity.

use super::finding::{Finding, Remedy};
use super::fingerprint::Identity;
use super::rule::RuleId;
use super::severity::Severity;
use crate::model::{Level, LevelRange, Location, Operation, Span};

/// A finding under construction.
#[derive(Debug, Default)]
pub struct Draft {
    pub(crate) module: Option<String>,
    pub(crate) function: Option<String>,
    pub(crate) operation: Option<Operation>,
    /// All operations that a finding in a policy is about.
    pub(crate) operations: Vec<Operation>,
    pub(crate) required: Option<LevelRange>,
    pub(crate) granted: Option<Level>,
    pub(crate) purpose: Option<String>,
    pub(crate) policies: Vec<String>,
    pub(crate) feature: Option<String>,
    pub(crate) item: Option<String>,
    /// The granted operations of the function whose list has `item`.
    pub(crate) granted_operations: Vec<Operation>,
    pub(crate) message: String,
    /// Reason clause of `message`, kept separately for plans.
    pub(crate) because: Option<String>,
    pub(crate) help: Option<String>,
    pub(crate) remedy: Option<Remedy>,
    pub(crate) locations: Vec<Location>,
    /// Places in the policy that is checked; they become locations.
    pub(crate) places: Vec<(Span, String)>,
    /// Distinguishes this finding from others of the same rule about the whole role.
    pub(crate) distinct: Option<&'static str>,
    /// Number of cells that the finding counts for in the summary.
    pub(crate) cells: usize,
    /// A severity that replaces the rule's own.
    pub(crate) severity: Option<Severity>,
}

impl Draft {
    /// The finding of a rule about the role or policy named `about`.
    pub(crate) fn finding(self, rule: RuleId, about: &str, severity: Severity) -> Finding {
        let fingerprint = Identity {
            rule,
            role: about,
            module: self.module.as_deref(),
            function: self.function.as_deref(),
            operation: self.operation,
            item: self.item.as_deref().or(self.distinct),
        }
        .fingerprint();
        Finding {
            rule,
            severity,
            module: self.module,
            function: self.function,
            operation: self.operation,
            operations: rule.is_about_policies().then_some(self.operations),
            item: self.item,
            required: self.required,
            granted: self.granted,
            purpose: self.purpose,
            policies: self.policies,
            feature: self.feature,
            message: self.message,
            help: self.help,
            remedy: self.remedy,
            locations: self.locations,
            fingerprint,
            risk: None,
            waiver: None,
            because: self.because,
            cells: self.cells,
            row: None,
            fails: false,
            baseline: None,
        }
    }
}
