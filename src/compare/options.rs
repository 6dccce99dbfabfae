//! Options of a comparison.

use std::collections::HashMap;

use crate::report::{CustomizeItems, FailOn, RuleId, RuleOff, Severity, Unlisted};
use crate::risk::{Ratings, RiskSeverity};

/// The options of one run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Severity of permissions that no policy asks for; by default that of the rules.
    pub unlisted: Option<Unlisted>,
    /// Whether Customize items are allowed or disallowed, if known.
    pub customize_items: Option<CustomizeItems>,
    /// Rules with an overridden severity.
    pub severities: HashMap<RuleId, Severity>,
    /// Rules that report nothing.
    pub off: Vec<RuleOff>,
    /// The lowest severity that fails the run.
    pub fail_on: FailOn,
    /// Also fail the run for excessive permissions of at least this risk.
    pub fail_on_risk: Option<RiskSeverity>,
    /// The ratings of risk.
    pub ratings: Ratings,
    /// Whether met requirements are recorded, not only counted.
    pub record_passes: bool,
    /// Whether unknown functions are only counted, for formats that show no notes. They are still
    /// reported if their severity is higher or they fail the run.
    pub count_unknown: bool,
    /// Whether every cell is recorded, not only counted.
    pub record_matrix: bool,
}

impl Options {
    /// Whether a rule reports nothing.
    pub fn is_off(&self, rule: RuleId) -> bool {
        self.off.iter().any(|off| off.rule == rule)
    }

    /// Whether unknown functions are only counted.
    pub(super) fn only_counts_unknown(&self) -> bool {
        let note = |rule| {
            self.severities
                .get(&rule)
                .is_none_or(|severity| *severity == Severity::Note)
        };
        self.count_unknown && note(RuleId::UnknownFunction) && !self.fail_on.fails(Severity::Note)
    }
}
