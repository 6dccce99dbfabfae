//! The levels that every function is given in the end, gathered in one pass over the rows.

use std::collections::HashMap;

use crate::catalog::FunctionKey;
use crate::model::{Level, PerOperation};
use crate::policy::Row as RowView;
use crate::policy::{Policy, Use};

/// The highest level of each operation over all rows of a policy and of those that it extends,
/// whatever feature or phase they are for.
#[derive(Debug)]
pub(super) struct Given<'a> {
    functions: HashMap<FunctionKey, PerOperation<Level>>,
    /// What is asked of every function of a module.
    modules: HashMap<&'a str, PerOperation<Level>>,
}

fn nothing() -> PerOperation<Level> {
    PerOperation::from_fn(|_| Level::None)
}

impl<'a> Given<'a> {
    pub(super) fn by(policy: &'a Policy) -> Self {
        let mut given = Self {
            functions: HashMap::new(),
            modules: HashMap::new(),
        };
        for row in policy.rows() {
            let levels = match row.key() {
                Some(key) => given.functions.entry(key).or_insert_with(nothing),
                None => given
                    .modules
                    .entry(row.module_name())
                    .or_insert_with(nothing),
            };
            for cell in row
                .statements()
                .filter(|cell| cell.condition.usage != Use::Legacy)
            {
                let slot = levels.get_mut(cell.operation);
                *slot = (*slot).max(cell.range.min);
            }
        }
        given
    }

    /// The level that the function of a row is given.
    pub(super) fn to(&self, row: &RowView<'_>) -> PerOperation<Level> {
        let own = row.key().and_then(|key| self.functions.get(&key));
        let whole = self.modules.get(row.module_name());
        PerOperation::from_fn(|operation| {
            let level = |levels: &PerOperation<Level>| *levels.get(operation);
            own.map(level).max(whole.map(level)).unwrap_or(Level::None)
        })
    }
}
