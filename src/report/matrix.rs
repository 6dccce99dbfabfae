//! The whole permission matrix of a role, compared with the policies, for formats that show it.

use super::list::CustomizeRequest;
use crate::model::{Level, LevelRange, Operation, PerOperation};

/// Every cell of a role, and every cell that a policy states: the cells counted in the summary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The functions: those of the role in file order, then those that only a policy lists.
    pub functions: Vec<MatrixRow>,
}

/// One function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The security module, with its catalog name if known.
    pub module: String,
    /// The function, with its catalog name if known; `*` for every function of the module.
    pub function: String,
    /// Whether the role has a row for it.
    pub in_role: bool,
    /// Whether a policy lists it.
    pub listed: bool,
    /// Its cells. Without a row in the role, only those that a policy states.
    pub cells: PerOperation<Option<Cell>>,
    /// What the policies require of its Customize list.
    pub customize: Vec<CustomizeAsk>,
    /// The policies that list it without levels.
    pub unstated: Vec<UnstatedAsk>,
}

/// One operation of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What the role grants.
    pub granted: Granted,
    /// The accepted levels.
    pub accepted: LevelRange,
    /// How the summary counts it, before waivers.
    pub state: CellState,
    /// The statement of each policy, in the order of the policies.
    pub asks: Vec<Ask>,
}

/// What a role grants in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Granted {
    /// A level.
    Level(Level),
    /// The level is null.
    Null,
    /// The source does not state the operation.
    Unstated,
    /// Rows of the function contradict each other: the lowest and the highest level.
    Contradictory(Level, Level),
    /// The role has no row for the function.
    NoRow,
}

/// How a cell is counted: a field of [`Cells`](super::Cells).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CellState {
    /// A policy states it, and the role grants an accepted level.
    Satisfied,
    /// The role grants less than a policy needs.
    Missing,
    /// The role grants more than is accepted.
    Excess,
    /// It cannot be decided.
    Unverifiable,
    /// Excess that is not reported because of an option.
    Ignored,
    /// No policy states it, and the role grants nothing that matters.
    NotUsed,
}

/// The statement of one policy about a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Index of the policy in the report.
    pub policy: usize,
    /// The levels that it accepts.
    pub range: LevelRange,
    /// The purpose.
    pub purpose: Option<String>,
    /// The feature that requires it.
    pub feature: Option<String>,
    /// Why it does not apply to this run; `None` if it does.
    pub idle: Option<Idle>,
}

/// Why a statement does not apply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Idle {
    /// None of these features is on.
    Features(Vec<String>),
    /// It is only for the setup.
    Setup,
    /// The integration no longer uses it.
    Legacy,
    /// It is for other versions of `ConnectWise` PSA.
    Version,
}

/// The requirement of one policy on a function's Customize list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomizeAsk {
    /// Index of the policy in the report.
    pub policy: usize,
    /// The requirement.
    pub list: CustomizeRequest,
    /// The purpose.
    pub purpose: Option<String>,
    /// A remark on the list.
    pub note: Option<String>,
}

/// A function that one policy lists without levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstatedAsk {
    /// Index of the policy in the report.
    pub policy: usize,
    /// The purpose.
    pub purpose: Option<String>,
    /// A remark on the row.
    pub note: Option<String>,
}

impl Matrix {
    /// Every cell with the index of its function.
    pub fn cells(&self) -> impl Iterator<Item = (usize, Operation, &Cell)> {
        self.functions.iter().enumerate().flat_map(|(index, row)| {
            row.cells
                .iter()
                .filter_map(move |(operation, cell)| Some((index, operation, cell.as_ref()?)))
        })
    }
}
