//! What a policy states: its rows and levels, with every default applied.
//!
//! This is the one place that decides between a level's own word, the row's word and the default.
//! Resolving, the linter, diff, documents and `explain` all read policies through it.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::features::{Active, Choices};
use super::parsed::Policy;
use super::requirements::OlderName;
use super::row::{FunctionEntry, Grant, GrantEntry, LevelEntry, RangeEntry, Status};
use super::version::{Version, Versions};
use crate::catalog::{self, FunctionKey};
use crate::model::{Level, LevelRange, Operation, Phase, Span, normalize};
use crate::report::Idle;
use crate::yaml::{OneOrMany, Spanned};

/// One row of a table: a function, or every function of a module.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The policy that it is written in: the one that was asked, or one that it extends.
    pub stated_in: &'a Policy,
    /// The module as written.
    pub module: &'a Spanned<String>,
    /// The function as written; `*` for every function of the module.
    pub function: &'a Spanned<String>,
    /// What is written.
    pub entry: &'a FunctionEntry,
    /// The purpose of its module.
    module_purpose: Option<&'a str>,
}

/// A level that a row states for an operation.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// Its row.
    pub row: Row<'a>,
    /// The operation.
    pub operation: Operation,
    /// The levels that are written: from the least that is needed to the highest that is accepted.
    pub range: LevelRange,
    /// A limit that it sets for everyone.
    pub ceiling: Option<Level>,
    /// Where the level is written.
    pub span: Span,
    /// Why: the level's own purpose, or the row's.
    pub purpose: Option<&'a str>,
    /// A remark on the level itself.
    pub note: Option<&'a str>,
    /// When it counts, and how.
    pub condition: Condition<'a>,
    own: Option<&'a Grant>,
}

/// How a level applies once every default is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// It is needed.
    Used,
    /// It is accepted and not needed.
    Optional,
    /// It is not needed yet: the vendor asks for it in advance. It is accepted.
    Planned,
    /// It is no longer needed, and the vendor still lists it. It is accepted.
    Unused,
    /// It is neither needed nor accepted.
    Legacy,
}

impl Use {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Optional => "optional",
            Self::Planned => "planned",
            Self::Unused => "unused",
            Self::Legacy => "legacy",
        }
    }

    /// Whether a role without it lacks something.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Used)
    }

    /// Whether the integration makes use of it where it is granted.
    pub const fn is_current(self) -> bool {
        matches!(self, Self::Used | Self::Optional)
    }
}

/// When a row or a level counts, and how.
#[derive(Clone, Copy, Debug)]
pub struct Condition<'a> {
    /// The row's list of features and the level's own: of each that is not empty, one must be in use.
    when: [Option<&'a OneOrMany<String>>; 2],
    /// When it applies.
    pub phase: Phase,
    /// How it counts.
    pub usage: Use,
    /// The versions of `ConnectWise` PSA that it is for.
    pub connectwise: Option<&'a str>,
    /// The edition of `ConnectWise` PSA that it is for, in words. A role does not show the edition.
    pub edition: Option<&'a str>,
}

impl Policy {
    /// The rows of the policy itself, in the order of the file.
    pub fn own_rows(&self) -> impl Iterator<Item = Row<'_>> {
        let purposes = self.document.purposes.iter();
        let purposes: HashMap<String, &str> = purposes
            .map(|(module, purpose)| (module_key(&module.value), purpose.as_str()))
            .collect();
        let modules = self.document.permissions.iter();
        modules.flat_map(move |(module, functions)| {
            let module_purpose = if purposes.is_empty() {
                None
            } else {
                purposes.get(&module_key(&module.value)).copied()
            };
            functions.iter().map(move |(function, entry)| Row {
                stated_in: self,
                module,
                function,
                entry,
                module_purpose,
            })
        })
    }

    /// The rows of the policy and of those that it extends, in the order of the files.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.lineage().flat_map(Self::own_rows)
    }

    /// Every level that the policy and those that it extends state: row by row, by operation.
    pub fn statements(&self) -> impl Iterator<Item = Statement<'_>> {
        self.rows().flat_map(Row::statements)
    }
}

/// The form in which modules are compared.
pub(super) fn module_key(module: &str) -> String {
    normalize(catalog::module(module).unwrap_or(module))
}

impl<'a> Row<'a> {
    /// Whether it is about every function of the module.
    pub fn is_whole_module(&self) -> bool {
        self.function.value == "*"
    }

    /// The identity of the function; `None` for every function of the module.
    pub fn key(&self) -> Option<FunctionKey> {
        (!self.is_whole_module()).then(|| FunctionKey::of(&self.module.value, &self.function.value))
    }

    /// What the catalog knows of the function.
    pub fn known(&self) -> Option<&'static catalog::Function> {
        catalog::resolve(&self.module.value, &self.function.value).map(catalog::FunctionId::get)
    }

    /// The module, canonical where it is known.
    pub fn module_name(&self) -> &'a str {
        catalog::module(&self.module.value).unwrap_or(&self.module.value)
    }

    /// The function, canonical where it is known.
    pub fn function_name(&self) -> &'a str {
        self.known()
            .map_or(self.function.value.as_str(), |known| known.name)
    }

    /// `Module / Function`, as messages name it.
    pub fn label(&self) -> String {
        format!("{} / {}", self.module_name(), self.function_name())
    }

    /// Why the row exists: its own purpose, or that of its module.
    pub fn purpose(&self) -> Option<&'a str> {
        self.entry.purpose.as_deref().or(self.module_purpose)
    }

    /// The older names of the function that a role can have: all of them where the version of
    /// `ConnectWise` PSA is not known.
    pub fn older_names(&self, version: Option<Version>) -> impl Iterator<Item = OlderName> {
        self.entry.formerly.iter().filter_map(move |older| {
            let older = &older.value;
            let before = Version::parse(&older.before.value)?;
            let module = older.module.as_deref().unwrap_or(&self.module.value);
            let counts = version.is_none_or(|version| version < before);
            counts.then(|| OlderName {
                key: FunctionKey::of(module, &older.name.value),
                module: older.module.0.clone(),
                name: older.name.value.clone(),
                before: older.before.value.clone(),
            })
        })
    }

    /// Every level of the row, by operation.
    pub fn statements(self) -> impl Iterator<Item = Statement<'a>> {
        Operation::ALL.into_iter().flat_map(move |operation| {
            let written = self.entry.operation(operation).iter();
            written.map(move |written| self.statement(operation, written))
        })
    }

    /// When the row counts: for its Customize list, and for a row without levels.
    pub fn condition(self) -> Condition<'a> {
        self.with_own(None)
    }

    fn with_own(self, own: Option<&'a Grant>) -> Condition<'a> {
        let entry = self.entry;
        Condition {
            when: [Some(&entry.when), own.map(|own| &own.when)],
            phase: own
                .and_then(|own| *own.phase)
                .or(*entry.phase)
                .unwrap_or_default(),
            usage: self.usage(own),
            connectwise: entry.applies.versions().map(|w| w.value.as_str()),
            edition: entry
                .applies
                .as_ref()
                .and_then(|applies| applies.edition.as_deref()),
        }
    }

    fn usage(self, own: Option<&Grant>) -> Use {
        let status = own.and_then(|own| *own.status).or(*self.entry.status);
        let optional = own.and_then(|own| *own.optional).or(*self.entry.optional);
        match status.unwrap_or_default() {
            Status::Used if optional.unwrap_or_default() => Use::Optional,
            Status::Used => Use::Used,
            Status::Planned => Use::Planned,
            Status::Unused => Use::Unused,
            Status::Legacy => Use::Legacy,
        }
    }

    fn statement(self, operation: Operation, written: &'a Spanned<GrantEntry>) -> Statement<'a> {
        let (own, range, ceiling, span) = match &written.value {
            GrantEntry::Word(level) => (None, LevelRange::exactly(*level), None, written.span),
            GrantEntry::Table(own) => {
                let level = &own.level;
                let ceiling = level.value.ceiling();
                (Some(own), level.value.range(), ceiling, level.span)
            }
        };
        Statement {
            row: self,
            operation,
            range,
            ceiling,
            span,
            purpose: own
                .and_then(|own| own.purpose.as_deref())
                .or_else(|| self.purpose()),
            note: own.and_then(|own| own.note.as_deref()),
            condition: self.with_own(own),
            own,
        }
    }
}

impl<'a> Statement<'a> {
    /// The range as it is written, where one is.
    pub fn written_range(&self) -> Option<&'a RangeEntry> {
        match &self.own?.level.value {
            LevelEntry::Table(range) => Some(range),
            LevelEntry::Word(_) => None,
        }
    }

    /// Whether the policy says when the level counts, instead of leaving it to the default.
    pub fn states_phase(&self) -> bool {
        self.own.is_some_and(|own| own.phase.is_some()) || self.row.entry.phase.is_some()
    }

    /// The levels that satisfy the policy: nothing is needed of what is only accepted.
    pub fn accepted(&self) -> LevelRange {
        LevelRange {
            min: if self.condition.usage.is_required() {
                self.range.min
            } else {
                Level::None
            },
            max: self.range.max,
        }
    }
}

impl<'a> Condition<'a> {
    /// The features that it depends on: of each list, one must be in use.
    pub fn features(&self) -> impl Iterator<Item = &'a OneOrMany<String>> + use<'a> {
        let lists = self.when.into_iter().flatten();
        lists.filter(|list| !list.is_empty())
    }

    /// The names of these features.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let lists = self.features();
        lists.flat_map(|list| list.iter().map(|name| name.value.as_str()))
    }

    /// Why it does not count under some choices; `None` where it does.
    pub fn idle(&self, active: &Active, choices: &Choices) -> Option<Idle> {
        if let (Some(written), Some(version)) = (self.connectwise, choices.connectwise)
            && Versions::parse(written).is_some_and(|versions| !versions.contain(version))
        {
            return Some(Idle::Version);
        }
        for list in self.features() {
            if !list.iter().any(|name| active.contains(&name.value)) {
                let names = list.iter().map(|name| name.value.clone());
                return Some(Idle::Features(names.collect()));
            }
        }
        if self.usage == Use::Legacy {
            return Some(Idle::Legacy);
        }
        (self.phase == Phase::Setup && choices.phase == Phase::Run).then_some(Idle::Setup)
    }

    /// The first feature in use that it depends on, the level's own before the row's.
    pub fn feature_in_use(&self, active: &Active) -> Option<&'a str> {
        let lists = self.when.into_iter().rev().flatten();
        lists
            .flat_map(|list| list.iter())
            .map(|name| name.value.as_str())
            .find(|name| active.contains(*name))
    }
}
