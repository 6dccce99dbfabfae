//! The order of a plan follows the screen.

use std::collections::BTreeMap;

use crate::catalog;
use crate::report::{Change, PlannedFunction, PlannedModule, Step};

/// Sort key of a module: the order of the screen, then unknown modules by name.
type ModuleKey = (usize, String);

/// Collects steps in order. Modules have the order of the screen; the order of functions in a
/// module is not published, so they are sorted by name.
#[derive(Debug, Default)]
pub(super) struct Steps(BTreeMap<ModuleKey, BTreeMap<(String, String), Vec<Step>>>);

impl Steps {
    /// Adds a step.
    pub(super) fn push(&mut self, (module, function): (&str, &str), step: Step) {
        let known = catalog::modules().iter().position(|known| *known == module);
        self.0
            .entry((known.unwrap_or(usize::MAX), module.to_owned()))
            .or_default()
            .entry((function.to_lowercase(), function.to_owned()))
            .or_default()
            .push(step);
    }

    /// All steps in order, numbered: required steps first, then optional ones.
    pub(super) fn in_order(self) -> Vec<PlannedModule> {
        let modules = self.0.into_iter();
        let mut modules: Vec<PlannedModule> = modules
            .map(|((_, module), functions)| PlannedModule {
                module,
                functions: functions
                    .into_iter()
                    .map(|((_, function), mut steps)| {
                        steps.sort_by_key(place);
                        PlannedFunction { function, steps }
                    })
                    .collect(),
            })
            .collect();
        let mut number = 0;
        for optional in [false, true] {
            let functions = modules.iter_mut().flat_map(|module| &mut module.functions);
            let steps = functions.flat_map(|function| &mut function.steps);
            for step in steps.filter(|step| step.is_optional() == optional) {
                number += 1;
                step.number = number;
            }
        }
        modules
    }
}

/// Sort key of a step in its row: the columns, then the list.
fn place(step: &Step) -> (u8, Option<crate::model::Operation>, String) {
    let (at, item) = match &step.change {
        Change::Raise { .. } | Change::Lower { .. } | Change::Set { .. } => (0, ""),
        Change::Allow { item } => (1, item.as_str()),
        Change::Disallow { item } => (2, item.as_str()),
        Change::Look { .. } => (3, ""),
        Change::Ask {} => (4, ""),
    };
    (at, step.change.operation(), item.to_owned())
}
