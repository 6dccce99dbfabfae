//! The entries of a function in a document: levels with their purposes and conditions.

use super::requested::{Asked, Condition, notes};
use super::sheet::{SheetEntry, SheetLevel};
use super::view::View;
use crate::model::{Level, LevelRange};
use crate::policy::{Phase, Row, Stated, Use};

impl View<'_> {
    pub(super) fn entries(&self, function: &Stated<'_>, asked: &[Asked]) -> Vec<SheetEntry> {
        let mut entries: Vec<SheetEntry> = Vec::new();
        let mut last: Option<&Asked> = None;
        for line in asked {
            let level = self.level(line);
            let alike = last.is_some_and(|last| {
                last.condition == line.condition
                    && last.purposes() == line.purposes()
                    && last.notes == line.notes
                    // For legacy levels, the condition text contains the level.
                    && line.condition.status != Use::Legacy
            });
            match entries.last_mut().filter(|_| alike) {
                Some(entry) => entry.levels.push(level),
                None => entries.push(SheetEntry {
                    levels: vec![level],
                    purposes: line.purposes(),
                    when: self.when(&line.condition, line.range()),
                    features: line.condition.features.clone(),
                    phase: line.condition.phase,
                    status: line.condition.status,
                    connectwise: line.condition.connectwise.clone(),
                    edition: line.condition.edition.clone(),
                    notes: line.notes.clone(),
                }),
            }
            last = Some(line);
        }
        if entries.is_empty() {
            entries.push(self.without_levels(function));
        }
        entries
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
            purposes: notes(purposes.filter_map(Row::purpose)),
            when: self.when(&condition, LevelRange::exactly(Level::None)),
            features: condition.features,
            phase: condition.phase,
            status: condition.status,
            connectwise: condition.connectwise,
            edition: condition.edition,
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
