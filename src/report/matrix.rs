//! The whole permission matrix of a role, held against the policies: for formats that show it.

use super::list::ListAsk;
use crate::model::{Level, LevelRange, Operation, PerOperation};

/// Every cell of a role, and every cell that a policy states: what the summary counts, one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The functions: those of the role in its order, then those that only a policy lists.
    pub functions: Vec<MatrixRow>,
}

/// One function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The security module, canonical where it is known.
    pub module: String,
    /// The function, canonical where it is known; `*` for every function of the module.
    pub function: String,
    /// Whether the role has a row for it.
    pub in_role: bool,
    /// Whether a policy lists it.
    pub listed: bool,
    /// Its cells. A function that the role has no row for has those that a policy states.
    pub cells: PerOperation<Option<Cell>>,
    /// What the policies ask of its Customize list.
    pub customize: Vec<CustomizeAsk>,
    /// The policies that list it and state no level.
    pub unstated: Vec<UnstatedAsk>,
}

/// One operation of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What the role grants.
    pub granted: Granted,
    /// The levels that are accepted.
    pub accepted: LevelRange,
    /// As what the summary counts it, before waivers.
    pub state: CellState,
    /// What each policy states about it, in the order of the policies.
    pub asks: Vec<Ask>,
}

/// What a role grants in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granted {
    /// A level.
    Level(Level),
    /// The level is null.
    Null,
    /// The source says nothing about the operation.
    Unstated,
    /// Rows of the same function contradict each other: the lowest and the highest level.
    Contradictory(Level, Level),
    /// The role has no row for the function.
    NoRow,
}

/// As what a cell is counted: a field of [`Cells`](super::Cells).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellState {
    /// A policy states it, and the role grants an accepted level.
    Satisfied,
    /// The role grants less than a policy needs.
    Missing,
    /// The role grants more than is accepted.
    Excess,
    /// Nothing can be said.
    Unverifiable,
    /// In excess, and left unsaid because an option asks for it.
    Ignored,
    /// No policy states it, and the role grants nothing that matters.
    Unconcerned,
}

/// What one policy states about a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which policy, as an index of the report's policies.
    pub policy: usize,
    /// The levels that it accepts.
    pub range: LevelRange,
    /// Why it asks.
    pub purpose: Option<String>,
    /// The feature for which it asks.
    pub feature: Option<String>,
    /// Why it does not count in this run; `None` where it does.
    pub idle: Option<Idle>,
}

/// Why a stated level does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Idle {
    /// None of these features is on.
    Features(Vec<String>),
    /// It is for the setup only.
    Setup,
    /// The integration no longer uses it.
    Legacy,
    /// It is for other versions of `ConnectWise` PSA.
    Version,
}

/// What one policy asks of a function's Customize list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomizeAsk {
    /// Which policy, as an index of the report's policies.
    pub policy: usize,
    /// What it asks.
    pub list: ListAsk,
    /// Why it asks.
    pub purpose: Option<String>,
    /// A remark on the list.
    pub note: Option<String>,
}

/// A function that one policy lists without saying which levels it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstatedAsk {
    /// Which policy, as an index of the report's policies.
    pub policy: usize,
    /// Why it lists the function.
    pub purpose: Option<String>,
    /// A remark on the row.
    pub note: Option<String>,
}

impl Matrix {
    /// Every cell with its function's index.
    pub fn cells(&self) -> impl Iterator<Item = (usize, Operation, &Cell)> {
        self.functions.iter().enumerate().flat_map(|(index, row)| {
            row.cells
                .iter()
                .filter_map(move |(operation, cell)| Some((index, operation, cell.as_ref()?)))
        })
    }
}
