//! The outcome of a run, in every report and as the exit code.

use schemars::JsonSchema;
use serde::Serialize;

use super::severity::Severity;

/// The outcome of a role or a run. It determines the exit code.
// From the least to the most severe.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Outcome {
    /// Everything was read, and no finding is at or above `--fail-on`.
    #[default]
    Clean,
    /// Everything was read, and at least one finding is at or above `--fail-on`.
    Findings,
    /// The role was empty, partial or could not be read completely: missing findings do not mean
    /// that it is clean.
    Inconclusive,
    /// An input or a policy could not be read.
    Invalid,
}

impl Outcome {
    /// The exit code of the process. A public contract.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Invalid => 3,
            Self::Inconclusive => 4,
        }
    }

    /// The word used in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::Inconclusive => "inconclusive",
            Self::Invalid => "invalid",
        }
    }

    /// The more severe of two outcomes: invalid, inconclusive, findings, clean.
    #[must_use]
    pub fn worst(self, other: Self) -> Self {
        self.max(other)
    }
}

/// The lowest severity that fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Findings of at least this severity.
    At(Severity),
    /// No finding.
    Never,
}

impl Default for FailOn {
    fn default() -> Self {
        Self::At(Severity::Error)
    }
}

impl FailOn {
    /// Whether a finding of this severity fails the run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::At(least) => severity >= least,
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_outcome_decides() {
        use Outcome::{Clean, Findings, Inconclusive, Invalid};
        let order = [Clean, Findings, Inconclusive, Invalid];
        for (i, &one) in order.iter().enumerate() {
            for (j, &other) in order.iter().enumerate() {
                assert_eq!(one.worst(other), order[i.max(j)]);
            }
        }
        assert_eq!(order.map(Outcome::exit_code), [0, 1, 4, 3]);
    }
}
