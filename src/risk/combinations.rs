//! Pairs of permissions that together break a separation of duties.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{self, FunctionId};
use crate::model::{Level, Operation};

/// Two permissions that together break a separation of duties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Combination {
    /// Its stable name, such as `bill-and-approve`.
    pub id: String,
    /// The two permissions.
    pub needs: Vec<CombinedFunction>,
    /// What the holder can do with both, in one sentence: a judgment of this project.
    pub reason: String,
}

/// One of the two permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CombinedFunction {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operations, of which one is enough.
    pub any_of: Vec<Operation>,
}

/// The combinations that these levels grant.
pub(super) fn granted(
    all: &[Combination],
    levels: &BTreeMap<FunctionId, [Level; 4]>,
) -> Vec<Combination> {
    let is_granted = |need: &CombinedFunction| {
        let id = catalog::resolve(&need.module, &need.function);
        id.and_then(|id| levels.get(&id)).is_some_and(|levels| {
            let mut levels = Operation::ALL.into_iter().zip(levels);
            levels
                .any(|(operation, level)| *level > Level::None && need.any_of.contains(&operation))
        })
    };
    let granted = all
        .iter()
        .filter(|combination| combination.needs.iter().all(is_granted));
    granted.cloned().collect()
}
