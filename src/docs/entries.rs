//! The entries of a function in a document: levels with their purposes and conditions.

use super::one_line::once;
use super::requested::Asked;
use super::sheet::{Condition, SheetEntry, SheetLevel};
use super::view::View;
use crate::model::{Level, LevelRange, Operation};
use crate::policy::{Phase, Row, Stated, Use};

impl View<'_> {
    pub(super) fn entries(&self, function: &Stated<'_>, asked: &[Asked]) -> Vec<SheetEntry> {
        let mut groups: Vec<Vec<&Asked>> = Vec::new();
        for line in asked {
            let alike = |group: &&mut Vec<&Asked>| {
                group.iter().all(|other| other.is_alike(line))
                    // For legacy levels, the condition text contains the level.
                    && line.condition.status != Use::Legacy
            };
            match groups.iter_mut().find(alike) {
                Some(group) => group.push(line),
                None => groups.push(vec![line]),
            }
        }
        let mut entries: Vec<SheetEntry> = groups
            .iter()
            .filter_map(|group| self.entry(group))
            .collect();
        if entries.is_empty() {
            entries.push(self.without_levels(function));
        }
        entries
    }

    /// The entry of levels that share their purposes, condition and notes.
    fn entry(&self, group: &[&Asked]) -> Option<SheetEntry> {
        let first = group.first()?;
        let mut levels: Vec<SheetLevel> = group.iter().map(|line| self.level(line)).collect();
        levels.sort_by_key(|level| level.operation);
        let cell = |operation| {
            let level = levels.iter().find(|level| level.operation == operation);
            level.cloned()
        };
        Some(SheetEntry {
            cells: Operation::ALL.into_iter().map(cell).collect(),
            levels,
            purposes: first.purposes(),
            when: self.when(&first.condition, first.range()),
            condition: first.condition.clone(),
            notes: first.notes.clone(),
        })
    }

    /// A function listed without a level.
    fn without_levels(&self, function: &Stated<'_>) -> SheetEntry {
        let row = function.rows.first();
        let condition = row.and_then(|row| self.row_condition(row));
        let condition = condition.unwrap_or(Condition {
            features: Vec::new(),
            phase: Phase::Run,
            status: Use::Used,
            connectwise: None,
            edition: None,
        });
        let purposes = function.rows.iter();
        SheetEntry {
            levels: Vec::new(),
            cells: vec![None; Operation::ALL.len()],
            purposes: once(purposes.filter_map(Row::purpose)),
            when: self.when(&condition, LevelRange::exactly(Level::None)),
            condition,
            notes: Vec::new(),
        }
    }

    fn level(&self, asked: &Asked) -> SheetLevel {
        let range = match asked.condition.status {
            Use::Legacy => LevelRange::exactly(Level::None),
            _ => asked.range(),
        };
        SheetLevel {
            operation: asked.operation,
            column: asked.operation.column(),
            level: self.words(range),
            min: range.min,
            max: range.max,
        }
    }

    /// A range in the document's language.
    pub(super) fn words(&self, range: LevelRange) -> String {
        let (min, max) = (range.min, range.max);
        match (min, max) {
            (Level::None, Level::All) => self.texts.say("any_level", &[]),
            _ if min == max => min.word().to_owned(),
            (Level::None, max) => self.texts.say("at_most", &[("level", max.word())]),
            (min, _) => self.texts.say("at_least", &[("level", min.word())]),
        }
    }

    pub(super) fn when(&self, condition: &Condition, range: LevelRange) -> Vec<String> {
        let mut when = Vec::new();
        for list in &condition.features {
            let titles: Vec<String> = list.iter().map(|name| self.title(name)).collect();
            let features = self.texts.list("one_of_last", &titles);
            when.push(self.texts.say("when_features", &[("features", &features)]));
        }
        if condition.phase == Phase::Setup {
            when.push(self.texts.say("when_setup", &[]));
        }
        if let Some(versions) = &condition.connectwise {
            when.push(
                self.texts
                    .say("when_connectwise", &[("versions", versions)]),
            );
        }
        if let Some(edition) = &condition.edition {
            when.push(self.texts.say("when_edition", &[("edition", edition)]));
        }
        match condition.status {
            Use::Used => {}
            Use::Optional => when.push(self.texts.say("when_optional", &[])),
            Use::Planned => when.push(self.texts.say("when_planned", &[])),
            Use::Unused => when.push(self.texts.say("when_unused", &[])),
            Use::Legacy => {
                let level = self.words(range);
                when.push(self.texts.say("when_legacy", &[("level", &level)]));
            }
        }
        when
    }

    fn title(&self, feature: &str) -> String {
        self.titles
            .get(feature)
            .map_or_else(|| feature.to_owned(), Clone::clone)
    }
}
