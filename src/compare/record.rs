//! Entries of the report: the policies, the options, and the whole matrix for formats that show it.

use super::list;
use super::options::Options;
use super::view::{CellView, FunctionView};
use crate::model::{LevelRange, Operation, PerOperation};
use crate::policy::{Origin, Requirements};
use crate::report::{
    Ask, Cell, CellState, Chosen, CustomizeAsk, Granted, Idle, Matrix, MatrixRow, PolicyName,
    UnstatedAsk,
};
use crate::role::Grant;

/// The policies, in the order given.
pub(super) fn policies(requirements: &Requirements) -> Vec<PolicyName> {
    let policies = requirements.policies.iter();
    policies
        .map(|policy| PolicyName {
            id: policy.id.clone(),
            title: policy.title.clone(),
            version: policy.version.clone(),
            partial: policy.partial,
            features: policy.features.iter().cloned().collect(),
            features_off: policy.features_off.iter().cloned().collect(),
        })
        .collect()
}

/// The options of the run.
pub(super) fn choices(requirements: &Requirements, options: &Options) -> Chosen {
    Chosen {
        phase: requirements.phase,
        connectwise: requirements.connectwise.map(|version| version.to_string()),
        unlisted: options.unlisted,
        customize_items: options.customize_items,
        rules_off: options.off.clone(),
    }
}

/// Starts the row of a function.
pub(super) fn row(matrix: &mut Matrix, of: &FunctionView<'_>) {
    let asked = of.requirement;
    matrix.functions.push(MatrixRow {
        module: of.module.to_owned(),
        function: of.function.to_owned(),
        in_role: !of.rows.is_empty(),
        listed: asked.is_some(),
        cells: PerOperation::default(),
        customize: asked
            .iter()
            .flat_map(|asked| &asked.customize)
            .map(|asked| CustomizeAsk {
                policy: asked.place.policy,
                list: list::of_one(asked),
                purpose: asked.purpose.clone(),
                note: asked.note.clone(),
            })
            .collect(),
        unstated: asked
            .iter()
            .flat_map(|asked| &asked.unstated)
            .map(|row| UnstatedAsk {
                policy: row.place.policy,
                purpose: row.purpose.clone(),
                note: row.note.clone(),
            })
            .collect(),
    });
}

/// Adds a cell to the current row.
pub(super) fn cell(
    matrix: &mut Matrix,
    of: &FunctionView<'_>,
    operation: Operation,
    granted: Granted,
    state: CellState,
) {
    let asked = of
        .requirement
        .and_then(|function| function.operations.get(operation).as_ref());
    let counting = asked.into_iter().flat_map(|asked| &asked.origins);
    let idle = of
        .requirement
        .into_iter()
        .flat_map(|function| function.dormant.get(operation));
    let mut asks: Vec<Ask> = counting
        .map(|origin| ask(origin, None))
        .chain(idle.map(|idle| ask(&idle.origin, Some(idle.reason.clone()))))
        .collect();
    asks.sort_by_key(|ask| (ask.idle.is_some(), ask.policy));
    let unlisted = LevelRange::at_most(of.run.requirements.unlisted);
    if let Some(row) = matrix.functions.last_mut() {
        *row.cells.get_mut(operation) = Some(Cell {
            granted,
            accepted: asked.map_or(unlisted, |asked| asked.range),
            state,
            asks,
        });
    }
}

fn ask(origin: &Origin, idle: Option<Idle>) -> Ask {
    Ask {
        policy: origin.place.policy,
        range: origin.range,
        purpose: origin.purpose.clone(),
        feature: origin.feature.clone(),
        idle,
    }
}

/// The combined grants of the role's rows for a cell.
pub(super) fn granted(cell: &CellView<'_>) -> Granted {
    let (lowest, highest) = (cell.lowest.1, cell.highest.1);
    if lowest.level() != highest.level() {
        return Granted::Contradictory(lowest.level(), highest.level());
    }
    match highest {
        Grant::Level(level) => Granted::Level(level),
        Grant::NotOffered => Granted::Null,
        Grant::Absent => Granted::Unstated,
    }
}
