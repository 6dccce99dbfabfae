//! Ratings of one run: the table, with the changes that the configuration makes.

use std::collections::BTreeMap;

use super::table::{Basis, Rating, rate};
use super::{Family, RiskSeverity};
use crate::catalog::FunctionId;
use crate::model::{Level, Operation};

/// The table with the changes of a configuration.
#[derive(Clone, Debug, Default)]
pub struct Ratings {
    changed: BTreeMap<(FunctionId, Operation), Rating>,
}

impl Ratings {
    /// Changes the severity of an operation at any level, for a reason.
    pub fn change(
        &mut self,
        function: FunctionId,
        operation: Operation,
        severity: RiskSeverity,
        reason: &str,
    ) {
        let families = rate(function, operation, Level::All)
            .map_or_else(|| vec![Family::Routine], |rating| rating.families.clone());
        let rating = Rating {
            families,
            severity,
            reason: reason.to_owned(),
            basis: Basis::Configuration,
            sources: Vec::new(),
        };
        self.changed.insert((function, operation), rating);
    }

    /// The rating of a level; none where the level grants nothing or where nothing rates it.
    pub fn rate(
        &self,
        function: FunctionId,
        operation: Operation,
        level: Level,
    ) -> Option<&Rating> {
        match self.changed.get(&(function, operation)) {
            Some(rating) if level > Level::None => Some(rating),
            _ => rate(function, operation, level),
        }
    }

    /// Whether a function is rated at all.
    pub(super) fn is_rated(&self, function: FunctionId) -> bool {
        super::table::is_rated(function)
            || self.changed.keys().any(|(changed, _)| *changed == function)
    }
}
