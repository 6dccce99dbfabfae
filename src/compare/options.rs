//! What a person can choose about a comparison.

use std::collections::HashMap;

use crate::report::{CustomizeItems, FailOn, RuleId, Severity, Unlisted};

/// The choices of one run.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is said of levels that no policy states; by default what the rules say.
    pub unlisted: Option<Unlisted>,
    /// What the items of Customize lists are, where somebody knows.
    pub customize_items: Option<CustomizeItems>,
    /// Rules whose severity is another than their own.
    pub severities: HashMap<RuleId, Severity>,
    /// From which severity on a finding makes the run fail.
    pub fail_on: FailOn,
    /// Whether requirements that the role meets are recorded too, and not only counted.
    pub record_passes: bool,
    /// Whether functions that the catalog does not know are counted, and not told one by one: for
    /// whoever shows no note. Each is told all the same where it is no note, or fails the run.
    pub count_unknown: bool,
    /// Whether every cell is recorded too, and not only counted.
    pub record_matrix: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            unlisted: None,
            customize_items: None,
            severities: HashMap::new(),
            fail_on: FailOn::At(Severity::Error),
            record_passes: false,
            count_unknown: false,
            record_matrix: false,
        }
    }
}

impl Options {
    /// Whether functions that the catalog does not know are only counted.
    pub(super) fn only_counts_unknown(&self) -> bool {
        let note = |rule| {
            self.severities
                .get(&rule)
                .is_none_or(|severity| *severity == Severity::Note)
        };
        self.count_unknown && note(RuleId::UnknownFunction) && !self.fail_on.fails(Severity::Note)
    }
}
