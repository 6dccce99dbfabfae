//! The table of a document: the levels that a policy states, their purposes and conditions.

use super::one_line::{once, one_line};
use super::requested::Asked;
use super::sheet::{Afterwards, SheetFunction, SheetList, SheetModule};
use super::view::View;
use crate::model::{Level, LevelRange, normalize};
use crate::policy::{Customize, Phase, Policy, Row, Stated, Use, joined};

/// The table and its dependent parts.
#[derive(Debug, Default)]
pub(super) struct TableOf {
    pub(super) modules: Vec<SheetModule>,
    pub(super) lists: Vec<SheetList>,
    pub(super) afterwards: Vec<Afterwards>,
}

/// Makes the table of a policy.
pub(super) fn table(policy: &Policy, view: &View<'_>) -> TableOf {
    let functions = policy.functions();
    let mut made = TableOf::default();
    for function in &functions {
        let whole = function.key.as_ref().and_then(|_| {
            functions.iter().find(|other| {
                other.key.is_none() && normalize(other.module) == normalize(function.module)
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
            // Requirements on every function of the module apply to this one too.
            for wider in &from_whole {
                if wider.operation == line.operation && wider.condition == line.condition {
                    line.join(wider);
                }
            }
        }
        let lists = self.lists(function);
        let states = |row: &Row<'_>| row.statements().next().is_some();
        let counts = |row: &Row<'_>| self.row_condition(row).is_some();
        let rows = || function.rows.iter();
        if asked.is_empty() && lists.is_empty() && (rows().any(states) || !rows().any(counts)) {
            // Nothing of it applies under these choices.
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
            notes: self.remarks(function),
            entries,
        };
        made.lists.extend(lists);
        let same =
            |module: &&mut SheetModule| normalize(&module.name) == normalize(function.module);
        match made.modules.iter_mut().find(same) {
            Some(module) => module.functions.push(made_function),
            None => made.modules.push(SheetModule {
                name: one_line(function.module),
                functions: vec![made_function],
            }),
        }
    }

    /// The notes of the rows, and the older names of the function.
    fn remarks(&self, function: &Stated<'_>) -> Vec<String> {
        let rows = || function.rows.iter();
        let mut all = once(rows().filter_map(|row| row.entry.note.as_deref()));
        for older in rows().flat_map(|row| row.older_names(self.connectwise)) {
            let (name, version) = (one_line(&older.name), one_line(&older.before));
            let values = [("name", name.as_str()), ("version", version.as_str())];
            let text = self.texts.say("formerly", &values);
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all
    }

    fn lists(&self, function: &Stated<'_>) -> Vec<SheetList> {
        let rows = function.rows.iter();
        rows.filter_map(|row| {
            let customize: &Customize = row.entry.customize.as_ref()?;
            let condition = self.row_condition(row)?;
            if !condition.status.is_current() {
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
                optional: customize.optional || !condition.status.is_required(),
                partial: customize.partial,
                when: self.when(&condition, LevelRange::exactly(Level::None)),
                note: customize.note.as_deref().map(one_line),
            })
        })
        .collect()
    }

    /// The levels to revoke after the setup.
    fn afterwards(
        &self,
        module: &str,
        function: &str,
        asked: &[Asked],
        from_whole: &[Asked],
    ) -> Vec<Afterwards> {
        let mut found: Vec<Afterwards> = Vec::new();
        for setup in asked.iter().filter(|asked| {
            asked.condition.phase == Phase::Setup && asked.condition.status.is_current()
        }) {
            let stays: Vec<&Asked> = asked
                .iter()
                .chain(from_whole)
                .filter(|other| {
                    other.operation == setup.operation
                        && other.condition.phase == Phase::Run
                        && other.condition.status != Use::Legacy
                })
                .collect();
            let always = |asked: &&Asked| {
                asked.condition.features.is_empty()
                    && asked.condition.connectwise.is_none()
                    && asked.condition.edition.is_none()
                    && asked.condition.status == Use::Used
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
