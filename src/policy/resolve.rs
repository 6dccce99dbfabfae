//! From policies and choices to requirements: a pure function.
//!
//! A level says what an integration needs, and needs join: the role must satisfy the highest
//! minimum, and nothing above the highest need is accepted. Only a written `max` says what others
//! must not have either; where one is below another's minimum, no role can satisfy both.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::conflict::conflicts;
use super::features::{self, Active, ChoiceError, Choices};
use super::parsed::Policy;
use super::place::Place;
use super::requirements::{
    CustomizeRequirement, Dormant, FunctionRequirement, Origin, Requirements, Unstated,
};
use super::row::Customize;
use super::statements::{Row, Statement};
use crate::catalog::FunctionKey;
use crate::model::{Operation, Problem, Span};
use crate::yaml::Spanned;

/// Why policies cannot be resolved.
#[derive(Debug)]
pub enum ResolveError {
    /// The policies contradict each other; a problem for each operation.
    Conflicts(Vec<Problem>),
    /// A choice cannot be followed.
    Choice(ChoiceError),
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Choice(error) => error.fmt(f),
            Self::Conflicts(problems) => Problem::lines(problems, f),
        }
    }
}

impl std::error::Error for ResolveError {}

/// Joins policies into what they ask of one role, under some choices.
///
/// # Errors
///
/// When the policies contradict each other, and when a choice cannot be followed.
pub fn resolve(policies: &[&Policy], choices: &Choices) -> Result<Requirements, ResolveError> {
    features::check_choices(policies, choices).map_err(ResolveError::Choice)?;
    let mut table = TableOfAll::default();
    let mut counting = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let active = features::active(policy, choices).map_err(ResolveError::Choice)?;
        let reading = Reading {
            index,
            active: &active,
            choices,
        };
        for row in policy.rows() {
            table.add(&reading, row);
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

/// What the rows of one policy are read with.
struct Reading<'a> {
    index: usize,
    active: &'a Active,
    choices: &'a Choices,
}

#[derive(Default)]
struct TableOfAll {
    functions: Vec<FunctionRequirement>,
    by_key: HashMap<(Option<FunctionKey>, String), usize>,
}

impl TableOfAll {
    fn add(&mut self, reading: &Reading<'_>, row: Row<'_>) {
        let key = row.key();
        let made = FunctionRequirement::named(key.clone(), &row.module.value, &row.function.value);
        let slot = match &key {
            Some(_) => (key, String::new()),
            None => (None, made.module.clone()),
        };
        let at = *self.by_key.entry(slot).or_insert_with(|| {
            self.functions.push(made);
            self.functions.len() - 1
        });
        let Some(requirement) = self.functions.get_mut(at) else {
            return;
        };
        let place = reading.place(row, row.function.span);
        requirement.listed.push(place.clone());
        requirement
            .older
            .extend(row.older_names(reading.choices.connectwise));
        let mut states = false;
        for statement in row.statements() {
            states = true;
            reading.statement(requirement, &statement);
        }
        let condition = row.condition();
        if condition.idle(reading.active, reading.choices).is_some() {
            return;
        }
        if let Some(customize) = row.entry.customize.as_ref() {
            let list = reading.customize(customize, row, place.clone());
            requirement.customize.push(list);
        }
        // What is only accepted is not missed, whatever its levels are.
        if !states && condition.usage.is_required() {
            requirement.unstated.push(Unstated {
                place,
                purpose: row.purpose().map(str::to_owned),
                note: row.entry.note.0.clone(),
            });
        }
    }

    /// What is asked of every function of a module is asked of its listed functions too.
    fn finish(mut self) -> Vec<FunctionRequirement> {
        let functions = self.functions.iter();
        let wholes: Vec<FunctionRequirement> = functions
            .filter(|function| function.key.is_none())
            .cloned()
            .collect();
        for function in &mut self.functions {
            let module = function.module.clone();
            let mut wholes = wholes.iter().filter(|whole| whole.module == module);
            if function.key.is_some()
                && let Some(whole) = wholes.next()
            {
                for operation in Operation::ALL {
                    let asked = whole.operations.get(operation).iter();
                    for origin in asked.flat_map(|asked| &asked.origins) {
                        function.ask(operation, origin.clone());
                    }
                    let dormant = whole.dormant.get(operation).iter();
                    function.dormant.get_mut(operation).extend(dormant.cloned());
                }
                function.unstated.extend(whole.unstated.iter().cloned());
            }
            function.settle();
        }
        self.functions
    }
}

impl Reading<'_> {
    fn place(&self, row: Row<'_>, span: Span) -> Place {
        Place {
            policy: self.index,
            source: Arc::clone(&row.stated_in.source),
            span,
        }
    }

    fn statement(&self, requirement: &mut FunctionRequirement, statement: &Statement<'_>) {
        let condition = &statement.condition;
        let mut origin = Origin {
            place: self.place(statement.row, statement.span),
            range: statement.range,
            ceiling: statement.ceiling,
            purpose: statement.purpose.map(str::to_owned),
            feature: condition.feature_in_use(self.active).map(str::to_owned),
            phase: condition.phase,
        };
        let operation = statement.operation;
        if let Some(reason) = condition.idle(self.active, self.choices) {
            let dormant = requirement.dormant.get_mut(operation);
            dormant.push(Dormant { origin, reason });
        } else {
            origin.range = statement.accepted();
            requirement.ask(operation, origin);
        }
    }

    fn customize(&self, customize: &Customize, row: Row<'_>, place: Place) -> CustomizeRequirement {
        let items = |list: &[Spanned<String>]| {
            list.iter()
                .map(|item| (item.value.clone(), self.place(row, item.span)))
                .collect()
        };
        CustomizeRequirement {
            allow: items(&customize.allow),
            disallow: items(&customize.disallow),
            all: customize.all,
            optional: customize.optional || !row.condition().usage.is_required(),
            partial: customize.partial,
            purpose: row.purpose().map(str::to_owned),
            note: customize.note.0.clone(),
            place,
        }
    }
}
