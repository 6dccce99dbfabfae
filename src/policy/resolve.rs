//! From policies and choices to requirements: a pure function.
//!
//! A level says what an integration needs, and needs join: the role must satisfy the highest
//! minimum, and nothing above the highest need is accepted. Only a written `max` says what others
//! must not have either; where one lies below another's minimum, no role can satisfy both.

use std::collections::HashMap;
use std::sync::Arc;

use super::conflict::conflicts;
use super::features::{self, Active, ChoiceError, Choices};
use super::load::Policy;
use super::requirements::{
    CustomizeRequirement, Dormant, FunctionRequirement, Origin, Place, Reason, Requirements,
    Unstated,
};
use super::row::{Customize, FunctionEntry, GrantEntry, Status};
use super::version::Versions;
use crate::catalog::FunctionKey;
use crate::model::{Level, LevelRange, Operation, Phase, Problem, Span};
use crate::yaml::{Maybe, OneOrMany, Spanned};

/// Why policies cannot be resolved.
#[derive(Debug)]
pub enum ResolveError {
    /// The policies contradict one another; a problem for each operation.
    Conflicts(Vec<Problem>),
    /// A choice cannot be followed.
    Choice(ChoiceError),
}

/// Joins policies into what they ask of one role, under some choices.
///
/// # Errors
///
/// When the policies contradict one another, and when a choice cannot be followed.
pub fn resolve(policies: &[&Policy], choices: &Choices) -> Result<Requirements, ResolveError> {
    features::check_choices(policies, choices).map_err(ResolveError::Choice)?;
    let mut table = TableOfAll::default();
    let mut counting = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let active = features::active(policy, choices).map_err(ResolveError::Choice)?;
        for part in policy.lineage() {
            let row = RowOf {
                index,
                part,
                active: &active,
                choices,
            };
            for (module, entries) in &part.document.permissions {
                for (function, entry) in entries {
                    table.add(&row, &module.value, function, entry);
                }
            }
        }
        counting.push((*policy, active));
    }
    let functions = table.finish();
    let problems: Vec<Problem> = functions
        .iter()
        .flat_map(|function| conflicts(policies, function))
        .collect();
    if problems.is_empty() {
        Ok(Requirements::new(counting, functions, choices))
    } else {
        Err(ResolveError::Conflicts(problems))
    }
}

/// The policy that a row stands in, and what was chosen for it.
struct RowOf<'a> {
    index: usize,
    part: &'a Policy,
    active: &'a Active,
    choices: &'a Choices,
}

#[derive(Default)]
struct TableOfAll {
    functions: Vec<FunctionRequirement>,
    by_key: HashMap<(Option<FunctionKey>, String), usize>,
}

impl TableOfAll {
    fn add(
        &mut self,
        row: &RowOf<'_>,
        module: &str,
        function: &Spanned<String>,
        entry: &FunctionEntry,
    ) {
        let whole = function.value == "*";
        let key = (!whole).then(|| FunctionKey::of(module, &function.value));
        let made = FunctionRequirement::named(key.clone(), module, &function.value);
        let slot = (
            key,
            if whole {
                made.module.clone()
            } else {
                String::new()
            },
        );
        let at = *self.by_key.entry(slot).or_insert_with(|| {
            self.functions.push(made);
            self.functions.len() - 1
        });
        let Some(requirement) = self.functions.get_mut(at) else {
            return;
        };
        let place = row.place(function.span);
        requirement.listed.push(place.clone());
        let mut states = false;
        for (operation, grants) in entry.operations().iter() {
            for grant in *grants {
                states = true;
                row.grant(requirement, operation, entry, grant);
            }
        }
        let counts = row.row_counts(entry).is_none()
            && entry.status.unwrap_or_default() != Status::Legacy
            && (entry.phase.unwrap_or_default() == Phase::Run || row.choices.phase == Phase::Setup);
        if !counts {
            return;
        }
        if let Some(customize) = entry.customize.as_ref() {
            let list = row.customize(customize, entry, place.clone());
            requirement.customize.push(list);
        }
        // What is only planned is not missed, whatever its levels will be.
        if !states && entry.status.unwrap_or_default() == Status::Used {
            requirement.unstated.push(Unstated {
                place,
                purpose: entry.purpose.0.clone(),
                note: entry.note.0.clone(),
            });
        }
    }

    /// What is asked of every function of a module is asked of its listed functions too.
    fn finish(mut self) -> Vec<FunctionRequirement> {
        let mut inherited: Vec<(usize, Operation, Origin)> = Vec::new();
        let mut asleep: Vec<(usize, Operation, Dormant)> = Vec::new();
        let mut unsaid: Vec<(usize, Unstated)> = Vec::new();
        for whole in self
            .functions
            .iter()
            .filter(|function| function.key.is_none())
        {
            for (at, function) in self.functions.iter().enumerate() {
                if function.key.is_some() && function.module == whole.module {
                    let origins = whole.operations.iter().flat_map(|(operation, asked)| {
                        asked
                            .iter()
                            .flat_map(move |a| a.origins.iter().map(move |o| (operation, o)))
                    });
                    inherited.extend(origins.map(|(operation, o)| (at, operation, o.clone())));
                    unsaid.extend(whole.unstated.iter().map(|row| (at, row.clone())));
                    for (operation, dormant) in whole.dormant.iter() {
                        asleep.extend(dormant.iter().map(|d| (at, operation, d.clone())));
                    }
                }
            }
        }
        for (at, operation, origin) in inherited {
            if let Some(function) = self.functions.get_mut(at) {
                function.ask(operation, origin);
            }
        }
        for (at, operation, dormant) in asleep {
            if let Some(function) = self.functions.get_mut(at) {
                function.dormant.get_mut(operation).push(dormant);
            }
        }
        for (at, row) in unsaid {
            if let Some(function) = self.functions.get_mut(at) {
                function.unstated.push(row);
            }
        }
        for function in &mut self.functions {
            function.settle();
        }
        self.functions
    }
}

impl RowOf<'_> {
    fn place(&self, span: Span) -> Place {
        Place {
            policy: self.index,
            source: Arc::clone(&self.part.source),
            span,
        }
    }

    fn grant(
        &self,
        requirement: &mut FunctionRequirement,
        operation: Operation,
        entry: &FunctionEntry,
        grant: &Spanned<GrantEntry>,
    ) {
        let own = match &grant.value {
            GrantEntry::Word(_) => None,
            GrantEntry::Table(own) => Some(own),
        };
        let (range, ceiling, span) = match &grant.value {
            GrantEntry::Word(level) => (LevelRange::exactly(*level), None, grant.span),
            GrantEntry::Table(own) => (
                own.level.value.range(),
                own.level.value.ceiling(),
                own.level.span,
            ),
        };
        let purpose = own
            .and_then(|own| own.purpose.0.clone())
            .or_else(|| entry.purpose.0.clone());
        let feature = own
            .and_then(|own| self.feature(&own.when))
            .or_else(|| self.feature(&entry.when));
        let status = own
            .and_then(|own| *own.status)
            .or(*entry.status)
            .unwrap_or_default();
        let phase = own
            .and_then(|own| *own.phase)
            .or(*entry.phase)
            .unwrap_or_default();
        let mut origin = Origin {
            place: self.place(span),
            range,
            ceiling,
            purpose,
            feature,
            phase,
        };
        let reason = self
            .row_counts(entry)
            .or_else(|| own.and_then(|own| self.features_count(&own.when)))
            .or_else(|| (status == Status::Legacy).then_some(Reason::Legacy))
            .or_else(|| {
                let over = phase == Phase::Setup && self.choices.phase == Phase::Run;
                over.then_some(Reason::Setup)
            });
        if let Some(reason) = reason {
            requirement
                .dormant
                .get_mut(operation)
                .push(Dormant { origin, reason });
            return;
        }
        if status == Status::Planned {
            // Accepted in advance, and not missed.
            origin.range.min = Level::None;
        }
        requirement.ask(operation, origin);
    }

    /// Why a whole row does not count; `None` when it does.
    fn row_counts(&self, entry: &FunctionEntry) -> Option<Reason> {
        let versions = entry
            .applies
            .as_ref()
            .and_then(|applies| applies.connectwise.as_ref());
        if let (Some(written), Some(version)) = (versions, self.choices.connectwise)
            && Versions::parse(&written.value).is_some_and(|versions| !versions.contain(version))
        {
            return Some(Reason::Version);
        }
        self.features_count(&entry.when)
    }

    fn features_count(&self, when: &OneOrMany<String>) -> Option<Reason> {
        let names = || when.iter().map(|name| &name.value);
        let counts = when.is_empty() || names().any(|name| self.active.contains(name));
        (!counts).then(|| Reason::Features(names().cloned().collect()))
    }

    fn feature(&self, when: &OneOrMany<String>) -> Option<String> {
        when.iter()
            .map(|name| &name.value)
            .find(|name| self.active.contains(*name))
            .cloned()
    }

    fn customize(
        &self,
        customize: &Customize,
        entry: &FunctionEntry,
        place: Place,
    ) -> CustomizeRequirement {
        let items = |list: &[Spanned<String>]| {
            list.iter()
                .map(|item| (item.value.clone(), self.place(item.span)))
                .collect()
        };
        CustomizeRequirement {
            allow: items(&customize.allow),
            disallow: items(&customize.disallow),
            all: customize.all,
            // What is planned is accepted in advance, and not missed.
            optional: customize.optional || entry.status.unwrap_or_default() == Status::Planned,
            partial: customize.partial,
            purpose: entry.purpose.0.clone(),
            note: customize.note.0.clone(),
            place,
        }
    }
}

impl<T: Copy + Default> Maybe<T> {
    fn unwrap_or_default(&self) -> T {
        self.0.unwrap_or_default()
    }
}
