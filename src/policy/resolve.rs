//! From policies to requirements: a pure function.
//!
//! A level says what an integration needs, and needs join: the role must satisfy the highest
//! minimum, and nothing above the highest need is accepted. Only a written `max` says what others
//! must not have either; where one lies below another's minimum, no role can satisfy both.

use std::collections::HashMap;

use super::document::OperationEntry;
use super::load::Policy;
use super::requirements::{
    FunctionRequirement, OperationRequirement, Origin, PolicyRef, Requirements,
};
use crate::catalogue::FunctionKey;
use crate::model::{Document, Level, LevelRange, Operation, PerOperation, Problem};

/// Joins policies into what they ask of one role.
///
/// # Errors
///
/// A problem for each operation on which the policies contradict one another.
pub fn resolve(policies: &[&Policy]) -> Result<Requirements, Vec<Problem>> {
    let mut functions: Vec<FunctionRequirement> = Vec::new();
    let mut by_key: HashMap<FunctionKey, usize> = HashMap::new();
    for (index, policy) in policies.iter().enumerate() {
        for (module, entries) in &policy.document.permissions {
            for (function, entry) in entries {
                let key = FunctionKey::of(&module.value, &function.value);
                let at = *by_key.entry(key.clone()).or_insert_with(|| {
                    functions.push(FunctionRequirement::named(
                        key,
                        &module.value,
                        &function.value,
                    ));
                    functions.len() - 1
                });
                let Some(requirement) = functions.get_mut(at) else {
                    continue;
                };
                requirement.listed.push((index, function.span));
                for (operation, written) in entry.operations().iter() {
                    if let Some(written) = written {
                        let origin = Origin::of(index, written, entry.purpose.as_ref());
                        requirement.ask(operation, origin);
                    }
                }
            }
        }
    }
    let problems: Vec<Problem> = functions
        .iter()
        .flat_map(|function| conflicts(policies, function))
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let refs: Vec<PolicyRef> = policies
        .iter()
        .map(|policy| PolicyRef::of(policy))
        .collect();
    let unlisted = refs
        .iter()
        .map(|policy| policy.unlisted)
        .max()
        .unwrap_or(Level::None);
    Ok(Requirements::new(refs, functions, unlisted))
}

impl FunctionRequirement {
    fn named(key: FunctionKey, module: &str, function: &str) -> Self {
        let (module, function) = match &key {
            FunctionKey::Known(id) => (id.get().module, id.get().name),
            FunctionKey::Named { .. } => {
                (crate::catalogue::module(module).unwrap_or(module), function)
            }
        };
        Self {
            module: module.to_owned(),
            function: function.to_owned(),
            key,
            listed: Vec::new(),
            operations: PerOperation::default(),
        }
    }

    fn ask(&mut self, operation: Operation, origin: Origin) {
        match self.operations.get_mut(operation) {
            Some(asked) => {
                asked.range.min = asked.range.min.max(origin.range.min);
                asked.range.max = asked.range.max.max(origin.range.max);
                asked.origins.push(origin);
                let ceiling = asked
                    .origins
                    .iter()
                    .filter_map(|origin| origin.ceiling)
                    .min();
                if let Some(ceiling) = ceiling {
                    asked.range.max = asked.range.max.min(ceiling);
                }
            }
            empty => {
                *empty = Some(OperationRequirement {
                    range: origin.range,
                    origins: vec![origin],
                });
            }
        }
    }
}

impl Origin {
    fn of(
        policy: usize,
        written: &crate::yaml::Spanned<OperationEntry>,
        purpose: Option<&String>,
    ) -> Self {
        match &written.value {
            OperationEntry::Word(level) => Self {
                policy,
                range: LevelRange::exactly(*level),
                ceiling: None,
                purpose: purpose.cloned(),
                span: written.span,
            },
            OperationEntry::Table(request) => Self {
                policy,
                range: request.level.value.range(),
                ceiling: request.level.value.ceiling(),
                purpose: request.purpose.as_ref().or(purpose).cloned(),
                span: request.level.span,
            },
        }
    }
}

/// Where one policy's maximum lies below another's minimum, with both places.
fn conflicts(policies: &[&Policy], function: &FunctionRequirement) -> Vec<Problem> {
    let conflict = |operation: Operation, asked: &OperationRequirement| {
        let (limit, ceiling) = asked
            .origins
            .iter()
            .filter_map(|origin| Some((origin, origin.ceiling?)))
            .min_by_key(|(_, ceiling)| *ceiling)?;
        let need = asked
            .origins
            .iter()
            .find(|origin| origin.range.min > ceiling)?;
        let (forbids, asks) = (policies.get(limit.policy)?, policies.get(need.policy)?);
        let message = format!(
            "no role can satisfy both policies on {} / {}: `{}` accepts at most {ceiling} for \
             {operation}, and `{}` needs {}",
            function.module,
            function.function,
            forbids.id(),
            asks.id(),
            need.range,
        );
        let mut problem = Problem::at(
            Document::Policy,
            &forbids.source,
            limit.span,
            format!("at most {ceiling}"),
            message,
        );
        // The two places can lie in different files; the second is then told in words.
        let other = crate::model::Location::new(
            Document::Policy,
            &asks.source,
            need.span,
            format!("needs {}", need.range),
        );
        problem = problem.with_help(format!(
            "the other side is {}:{}:{}; give the two integrations a role each, or raise the maximum",
            other.file, other.line, other.column
        ));
        problem.locations.push(other);
        Some(problem)
    };
    function
        .operations
        .iter()
        .filter_map(|(operation, asked)| conflict(operation, asked.as_ref()?))
        .collect()
}
