//! Counting: every cell once, every finding once.

use schemars::JsonSchema;
use serde::Serialize;

use super::finding::{BaselineState, Finding};
use super::matrix::CellState;
use super::severity::Severity;
use crate::model::Date;

/// Number of cells of each kind. A cell is one operation of one function. Every cell of the role
/// and every cell that a policy states is counted once: `cells` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cells {
    /// All cells.
    pub cells: usize,
    /// A policy states it, and the role grants an accepted level.
    pub satisfied: usize,
    /// The role grants less than a policy needs.
    pub missing: usize,
    /// The role grants more than is accepted.
    pub excess: usize,
    /// Missing or in excess, and waived.
    pub waived: usize,
    /// Cannot be decided: the role is an administrator role or incomplete.
    pub unverifiable: usize,
    /// Excess that is not reported because of an option.
    pub ignored: usize,
    /// No policy states it, and the role grants nothing that matters.
    pub not_used: usize,
}

impl Cells {
    /// Counts a cell.
    pub const fn count(&mut self, state: CellState) {
        self.cells += 1;
        *match state {
            CellState::Satisfied => &mut self.satisfied,
            CellState::Missing => &mut self.missing,
            CellState::Excess => &mut self.excess,
            CellState::Unverifiable => &mut self.unverifiable,
            CellState::Ignored => &mut self.ignored,
            CellState::NotUsed => &mut self.not_used,
        } += 1;
    }

    /// Whether the sum is right.
    pub const fn adds_up(&self) -> bool {
        self.cells
            == self.satisfied
                + self.missing
                + self.excess
                + self.waived
                + self.unverifiable
                + self.ignored
                + self.not_used
    }
}

/// The number of findings of each severity, with waived ones counted separately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Totals {
    /// How many roles were compared.
    pub roles: usize,
    /// Findings that are errors.
    pub error: usize,
    /// Findings that are warnings.
    pub warning: usize,
    /// Findings that are notes.
    pub note: usize,
    /// Findings that are waived.
    pub waived: usize,
    /// Findings in the baseline, of any severity.
    pub unchanged: usize,
}

impl Totals {
    /// Counts a finding.
    pub const fn count(&mut self, finding: &Finding) {
        match (&finding.waiver, finding.baseline, finding.severity) {
            (Some(_), ..) => self.waived += 1,
            (None, Some(BaselineState::Unchanged), _) => self.unchanged += 1,
            (None, _, Severity::Error) => self.error += 1,
            (None, _, Severity::Warning) => self.warning += 1,
            (None, _, Severity::Note) => self.note += 1,
        }
    }

    /// How many findings are neither waived nor in the baseline.
    pub const fn open(&self) -> usize {
        self.error + self.warning + self.note
    }

    /// How many findings there are.
    pub const fn findings(&self) -> usize {
        self.open() + self.waived + self.unchanged
    }
}

impl std::ops::AddAssign for Cells {
    fn add_assign(&mut self, other: Self) {
        self.cells += other.cells;
        self.satisfied += other.satisfied;
        self.missing += other.missing;
        self.excess += other.excess;
        self.waived += other.waived;
        self.unverifiable += other.unverifiable;
        self.ignored += other.ignored;
        self.not_used += other.not_used;
    }
}

/// Summary of a baseline at the end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct BaselineUse {
    /// The day on which it was first written, in UTC.
    #[schemars(with = "String")]
    pub written: Date,
    /// Its age in days.
    pub age: i64,
    /// The number of known findings.
    pub known: usize,
    /// The number of fixed ones, which `leastwise baseline prune` removes.
    pub gone: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A different number for each kind.
    const CELLS: Cells = Cells {
        cells: 127,
        satisfied: 1,
        missing: 2,
        excess: 4,
        waived: 8,
        unverifiable: 16,
        ignored: 32,
        not_used: 64,
    };

    #[test]
    fn a_cell_that_is_lost_or_counted_twice_shows() {
        assert!(CELLS.adds_up());
        for change in [
            |cells: &mut Cells| cells.cells += 1,
            |cells: &mut Cells| cells.satisfied = 0,
            |cells: &mut Cells| cells.missing = 0,
            |cells: &mut Cells| cells.excess = 0,
            |cells: &mut Cells| cells.waived = 0,
            |cells: &mut Cells| cells.unverifiable = 0,
            |cells: &mut Cells| cells.ignored = 0,
            |cells: &mut Cells| cells.not_used = 0,
        ] {
            let mut cells = CELLS;
            change(&mut cells);
            assert!(!cells.adds_up(), "{cells:?}");
        }
    }

    #[test]
    fn several_roles_have_the_cells_of_each() {
        let mut cells = CELLS;
        cells += CELLS;
        cells += CELLS;
        assert!(cells.adds_up());
        assert_eq!((cells.cells, cells.satisfied), (381, 3));
        assert_eq!((cells.missing, cells.excess, cells.waived), (6, 12, 24));
        assert_eq!((cells.unverifiable, cells.ignored), (48, 96));
        assert_eq!(cells.not_used, 192);
    }
}
