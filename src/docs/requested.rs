//! The levels that the rows of a function require, with their conditions.

use super::one_line::{once, one_line};
use super::sheet::Condition;
use super::view::View;
use crate::model::{Level, LevelRange, Operation};
use crate::policy::{
    Active, Condition as Written, Phase, Row, Stated, Statement, Use, Versions, joined,
};

/// The requirement on an operation under one condition.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) operation: Operation,
    pub(super) condition: Condition,
    pub(super) ranges: Vec<(LevelRange, Option<Level>)>,
    /// Each purpose with the lowest level for which it is given.
    pub(super) purposes: Vec<(Level, String)>,
    pub(super) notes: Vec<String>,
}

impl View<'_> {
    /// The requirements of a function's rows: one for each operation and condition.
    pub(super) fn asked(&self, function: &Stated<'_>) -> Vec<Asked> {
        let mut all: Vec<Asked> = Vec::new();
        for row in &function.rows {
            let mut statements: Vec<Statement<'_>> = row.statements().collect();
            statements.sort_by_key(|statement| statement.span.start);
            for statement in &statements {
                let Some(asked) = self.ask(statement) else {
                    continue;
                };
                let same = all.iter_mut().find(|known| {
                    known.operation == asked.operation && known.condition == asked.condition
                });
                match same {
                    Some(known) if known.can_join(&asked) => known.join(&asked),
                    _ => all.push(asked),
                }
            }
        }
        let current: Vec<Operation> = all
            .iter()
            .filter(|asked| asked.condition.status != Use::Legacy)
            .map(|asked| asked.operation)
            .collect();
        // Legacy levels are shown only if nothing else is stated for the operation.
        all.retain(|asked| {
            asked.condition.status != Use::Legacy || !current.contains(&asked.operation)
        });
        all
    }

    fn ask(&self, need: &Statement<'_>) -> Option<Asked> {
        let condition = self.condition(&need.condition)?;
        let purpose = need.purpose.map(one_line).filter(|text| !text.is_empty());
        Some(Asked {
            operation: need.operation,
            condition,
            ranges: vec![(need.range, need.ceiling)],
            purposes: purpose
                .into_iter()
                .map(|text| (need.range.min, text))
                .collect(),
            notes: once(need.note),
        })
    }

    /// The remaining condition under the choices; `None` if it cannot hold.
    fn condition(&self, written: &Written<'_>) -> Option<Condition> {
        let counts = |active: &Active| {
            written
                .features()
                .all(|list| list.iter().any(|name| active.contains(&name.value)))
        };
        if self.active.as_ref().is_some_and(|active| !counts(active))
            || (written.phase == Phase::Setup && self.phase == Some(Phase::Run))
        {
            return None;
        }
        let versions = written.connectwise.and_then(Versions::parse);
        if let (Some(versions), Some(version)) = (&versions, self.connectwise)
            && !versions.contain(version)
        {
            return None;
        }
        Some(Condition {
            features: match self.active {
                Some(_) => Vec::new(),
                None => written
                    .features()
                    .map(|list| list.iter().map(|name| name.value.clone()).collect())
                    .collect(),
            },
            phase: written.phase,
            status: written.usage,
            connectwise: written
                .connectwise
                .filter(|_| self.connectwise.is_none())
                .map(one_line),
            edition: written.edition.map(one_line),
        })
    }

    pub(super) fn row_condition(&self, row: &Row<'_>) -> Option<Condition> {
        self.condition(&row.condition())
    }
}

impl Asked {
    pub(super) fn range(&self) -> LevelRange {
        joined(self.ranges.iter().copied()).unwrap_or(LevelRange::exactly(Level::None))
    }

    /// Whether two levels of different operations have the same reasons, condition and notes.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        self.operation != other.operation
            && self.condition == other.condition
            && self.purposes() == other.purposes()
            && self.notes == other.notes
    }

    /// The levels that both ranges accept.
    fn can_join(&self, other: &Self) -> bool {
        let both = self.ranges.iter().chain(&other.ranges).copied();
        joined(both).is_some_and(|range| range.min <= range.max)
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.ranges.extend(&other.ranges);
        for purpose in &other.purposes {
            if !self.purposes.iter().any(|(_, text)| *text == purpose.1) {
                self.purposes.push(purpose.clone());
            }
        }
        for note in &other.notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
    }

    /// The purposes, that of the highest level first.
    pub(super) fn purposes(&self) -> Vec<String> {
        let mut purposes: Vec<&(Level, String)> = self.purposes.iter().collect();
        purposes.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        purposes.into_iter().map(|(_, text)| text.clone()).collect()
    }
}
