//! How a run ended: the outcome in every report and the exit code of the process.

use schemars::JsonSchema;
use serde::Serialize;

use super::severity::Severity;

/// How a role or a whole run ended. It agrees with the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Everything was read, and no finding is as grave as `--fail-on`.
    Clean,
    /// Everything was read, and at least one finding is as grave as `--fail-on`.
    Findings,
    /// The role was empty, partial or could not be read whole: nothing that is missing from the
    /// findings may be taken as fine.
    Inconclusive,
    /// An input or a policy could not be read.
    Invalid,
}

impl Outcome {
    /// The exit code of a process that ends so. A public contract.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Invalid => 3,
            Self::Inconclusive => 4,
        }
    }

    /// The word in a report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::Inconclusive => "inconclusive",
            Self::Invalid => "invalid",
        }
    }

    const fn gravity(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Inconclusive => 2,
            Self::Invalid => 3,
        }
    }

    /// The worse of two outcomes: invalid, inconclusive, findings, clean.
    #[must_use]
    pub const fn worst(self, other: Self) -> Self {
        if other.gravity() > self.gravity() {
            other
        } else {
            self
        }
    }
}

/// From which severity on a finding makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Findings of at least this severity.
    At(Severity),
    /// No finding.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
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
