//! The table of a document: which levels a policy states, why, and when they count.

use std::collections::BTreeMap;

use super::build::one_line;
use super::sheet::{Afterwards, SheetEntry, SheetFunction, SheetLevel, SheetList, SheetModule};
use super::texts::Texts;
use crate::model::{Level, LevelRange, Operation, normalise};
use crate::policy::{
    Active, Customize, FunctionEntry, Need, Phase, Policy, Row, Stated, Status, Version, Versions,
    joined, stated,
};

/// What narrows the table, and the words for it.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) texts: &'a Texts,
    /// The features that count, where that was said.
    pub(super) active: Option<Active>,
    pub(super) phase: Option<Phase>,
    pub(super) connectwise: Option<Version>,
    /// The titles of the features.
    pub(super) titles: BTreeMap<String, String>,
    pub(super) unlisted: Level,
}

/// The table, and what hangs on it.
#[derive(Debug, Default)]
pub(super) struct TableOf {
    pub(super) modules: Vec<SheetModule>,
    pub(super) lists: Vec<SheetList>,
    pub(super) afterwards: Vec<Afterwards>,
}

/// When something counts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    features: Vec<Vec<String>>,
    phase: Phase,
    status: Status,
    connectwise: Option<String>,
}

/// What is asked of an operation under one condition.
#[derive(Clone, Debug)]
struct Asked {
    operation: Operation,
    condition: Condition,
    ranges: Vec<(LevelRange, Option<Level>)>,
    /// Each purpose with the least level for which it is given.
    purposes: Vec<(Level, String)>,
    notes: Vec<String>,
}

/// Makes the table of a policy.
pub(super) fn table(policy: &Policy, view: &View<'_>) -> TableOf {
    let functions = stated(policy);
    let mut made = TableOf::default();
    for function in &functions {
        let whole = function.key.as_ref().and_then(|_| {
            functions.iter().find(|other| {
                other.key.is_none() && normalise(other.module) == normalise(function.module)
            })
        });
        view.add(function, whole, &mut made);
    }
    made
}

impl View<'_> {
    fn add(&self, function: &Stated<'_>, whole: Option<&Stated<'_>>, made: &mut TableOf) {
        let mut asked = self.asked(function);
        let from_whole = whole.map(|whole| self.asked(whole)).unwrap_or_default();
        for line in &mut asked {
            // What is asked of every function of the module is asked of this one too.
            for wider in &from_whole {
                if wider.operation == line.operation && wider.condition == line.condition {
                    line.join(wider);
                }
            }
        }
        let lists = self.lists(function);
        let stated_any = function.rows.iter().any(|row| !row.needs().is_empty());
        if asked.is_empty() && lists.is_empty() && stated_any {
            // Nothing of it counts under these choices.
            return;
        }
        let name = if function.key.is_none() {
            self.texts.say("every_function", &[])
        } else {
            one_line(function.function)
        };
        let taken_back = self.afterwards(function.module, &name, &asked, &from_whole);
        made.afterwards.extend(taken_back);
        let entries = self.entries(function, &asked);
        let made_function = SheetFunction {
            name,
            every: function.key.is_none(),
            has_list: !lists.is_empty(),
            notes: notes(
                function
                    .rows
                    .iter()
                    .filter_map(|row| row.entry.note.as_deref()),
            ),
            entries,
        };
        made.lists.extend(lists);
        let same =
            |module: &&mut SheetModule| normalise(&module.name) == normalise(function.module);
        match made.modules.iter_mut().find(same) {
            Some(module) => module.functions.push(made_function),
            None => made.modules.push(SheetModule {
                name: one_line(function.module),
                functions: vec![made_function],
            }),
        }
    }

    /// What a function's rows ask, each operation under each condition once.
    fn asked(&self, function: &Stated<'_>) -> Vec<Asked> {
        let mut all: Vec<Asked> = Vec::new();
        for need in function.rows.iter().flat_map(|row| row.needs()) {
            let Some(asked) = self.ask(&need) else {
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
        let current: Vec<Operation> = all
            .iter()
            .filter(|asked| asked.condition.status != Status::Legacy)
            .map(|asked| asked.operation)
            .collect();
        // What is no longer used is told where nothing else is said of the operation.
        all.retain(|asked| {
            asked.condition.status != Status::Legacy || !current.contains(&asked.operation)
        });
        all
    }

    fn ask(&self, need: &Need<'_>) -> Option<Asked> {
        let condition =
            self.condition(&need.features, need.phase, need.status, need.connectwise)?;
        let purpose = need.purpose.map(one_line).filter(|text| !text.is_empty());
        Some(Asked {
            operation: need.operation,
            condition,
            ranges: vec![(need.range, need.ceiling)],
            purposes: purpose
                .into_iter()
                .map(|text| (need.range.min, text))
                .collect(),
            notes: notes(need.note),
        })
    }

    /// The condition that is left under the choices; `None` where it does not hold.
    fn condition(
        &self,
        features: &[Vec<&str>],
        phase: Phase,
        status: Status,
        connectwise: Option<&str>,
    ) -> Option<Condition> {
        let counts = |active: &Active| {
            features
                .iter()
                .all(|list| list.iter().any(|name| active.contains(*name)))
        };
        if self.active.as_ref().is_some_and(|active| !counts(active))
            || (phase == Phase::Setup && self.phase == Some(Phase::Run))
        {
            return None;
        }
        let versions = connectwise.and_then(Versions::parse);
        if let (Some(versions), Some(version)) = (&versions, self.connectwise)
            && !versions.contain(version)
        {
            return None;
        }
        let owned = |list: &Vec<&str>| list.iter().map(|name| (*name).to_owned()).collect();
        Some(Condition {
            features: match self.active {
                Some(_) => Vec::new(),
                None => features.iter().map(owned).collect(),
            },
            phase,
            status,
            connectwise: connectwise
                .filter(|_| self.connectwise.is_none())
                .map(one_line),
        })
    }

    fn entries(&self, function: &Stated<'_>, asked: &[Asked]) -> Vec<SheetEntry> {
        let mut entries: Vec<SheetEntry> = Vec::new();
        let mut last: Option<&Asked> = None;
        for line in asked {
            let level = self.level(line);
            let alike = last.is_some_and(|last| {
                last.condition == line.condition
                    && last.purposes() == line.purposes()
                    && last.notes == line.notes
                    // Of what is no longer used the words tell the level it had.
                    && line.condition.status != Status::Legacy
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

    /// A function that is listed without a level.
    fn without_levels(&self, function: &Stated<'_>) -> SheetEntry {
        let row = function.rows.first();
        let condition = row.and_then(|row| self.row_condition(row));
        let condition = condition.unwrap_or(Condition {
            features: Vec::new(),
            phase: Phase::Run,
            status: Status::Used,
            connectwise: None,
        });
        let purposes = function.rows.iter();
        SheetEntry {
            levels: Vec::new(),
            purposes: notes(purposes.filter_map(|row| row.entry.purpose.as_deref())),
            when: self.when(&condition, LevelRange::exactly(Level::None)),
            features: condition.features,
            phase: condition.phase,
            status: condition.status,
            connectwise: condition.connectwise,
            notes: Vec::new(),
        }
    }

    fn row_condition(&self, row: &Row<'_>) -> Option<Condition> {
        let entry: &FunctionEntry = row.entry;
        let features = row.features();
        let lists: Vec<Vec<&str>> = (!features.is_empty())
            .then_some(features)
            .into_iter()
            .collect();
        let versions = entry
            .applies
            .as_ref()
            .and_then(|applies| applies.connectwise.as_ref());
        self.condition(
            &lists,
            entry.phase.unwrap_or_default(),
            entry.status.unwrap_or_default(),
            versions.map(|written| written.value.as_str()),
        )
    }

    fn level(&self, asked: &Asked) -> SheetLevel {
        let range = match asked.condition.status {
            Status::Legacy => LevelRange::exactly(Level::None),
            Status::Used | Status::Planned => asked.range(),
        };
        SheetLevel {
            operation: asked.operation,
            column: asked.operation.column(),
            level: self.words(range),
            min: range.min,
            max: range.max,
        }
    }

    /// A range as the language says it.
    pub(super) fn words(&self, range: LevelRange) -> String {
        let (min, max) = (range.min, range.max);
        match (min, max) {
            (Level::None, Level::All) => self.texts.say("any_level", &[]),
            _ if min == max => min.word().to_owned(),
            (Level::None, max) => self.texts.say("at_most", &[("level", max.word())]),
            (min, _) => self.texts.say("at_least", &[("level", min.word())]),
        }
    }

    fn when(&self, condition: &Condition, range: LevelRange) -> Vec<String> {
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
        match condition.status {
            Status::Used => {}
            Status::Planned => when.push(self.texts.say("when_planned", &[])),
            Status::Legacy => {
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

    fn lists(&self, function: &Stated<'_>) -> Vec<SheetList> {
        let rows = function.rows.iter();
        rows.filter_map(|row| {
            let customize: &Customize = row.entry.customize.as_ref()?;
            let condition = self.row_condition(row)?;
            if condition.status != Status::Used {
                return None;
            }
            let items = |list: &[crate::yaml::Spanned<String>]| {
                list.iter().map(|item| one_line(&item.value)).collect()
            };
            Some(SheetList {
                module: one_line(function.module),
                function: one_line(function.function),
                allow: items(&customize.allow),
                disallow: items(&customize.disallow),
                all: customize.all,
                optional: customize.optional,
                partial: customize.partial,
                when: self.when(&condition, LevelRange::exactly(Level::None)),
                note: customize.note.as_deref().map(one_line),
            })
        })
        .collect()
    }

    /// What is taken back of the levels that only the setup needs.
    fn afterwards(
        &self,
        module: &str,
        function: &str,
        asked: &[Asked],
        from_whole: &[Asked],
    ) -> Vec<Afterwards> {
        let mut found: Vec<Afterwards> = Vec::new();
        for setup in asked.iter().filter(|asked| {
            asked.condition.phase == Phase::Setup && asked.condition.status == Status::Used
        }) {
            let stays: Vec<&Asked> = asked
                .iter()
                .chain(from_whole)
                .filter(|other| {
                    other.operation == setup.operation
                        && other.condition.phase == Phase::Run
                        && other.condition.status != Status::Legacy
                })
                .collect();
            let always = |asked: &&Asked| {
                asked.condition.features.is_empty()
                    && asked.condition.connectwise.is_none()
                    && asked.condition.status == Status::Used
            };
            let range = joined(stays.iter().flat_map(|asked| asked.ranges.iter().copied()));
            let level = match range {
                None => Some(self.unlisted.word().to_owned()),
                Some(range) if stays.iter().all(always) => {
                    if range.min >= setup.range().min {
                        continue;
                    }
                    Some(self.words(range))
                }
                Some(_) => None,
            };
            if found.iter().any(|known| known.operation == setup.operation) {
                continue;
            }
            found.push(Afterwards {
                module: one_line(module),
                function: function.to_owned(),
                operation: setup.operation,
                column: setup.operation.column(),
                level,
            });
        }
        found
    }
}

impl Asked {
    fn range(&self) -> LevelRange {
        joined(self.ranges.iter().copied()).unwrap_or(LevelRange::exactly(Level::None))
    }

    /// Whether one range satisfies both.
    fn can_join(&self, other: &Self) -> bool {
        let both = self.ranges.iter().chain(&other.ranges).copied();
        joined(both).is_some_and(|range| range.min <= range.max)
    }

    fn join(&mut self, other: &Self) {
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

    /// The purposes, that of the highest need first.
    fn purposes(&self) -> Vec<String> {
        let mut purposes: Vec<&(Level, String)> = self.purposes.iter().collect();
        purposes.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        purposes.into_iter().map(|(_, text)| text.clone()).collect()
    }
}

/// Texts on one line each, every one once.
fn notes<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts.into_iter().map(one_line) {
        if !text.is_empty() && !all.contains(&text) {
            all.push(text);
        }
    }
    all
}
