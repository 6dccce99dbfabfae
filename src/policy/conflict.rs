//! Where policies contradict each other: no role can satisfy both.

use super::parsed::Policy;
use super::requirements::{FunctionRequirement, OperationRequirement};
use crate::model::{Document, LevelRange, Location, Operation, Problem};

/// Where one policy's written maximum is below another's minimum, with both places.
pub(super) fn conflicts(policies: &[&Policy], function: &FunctionRequirement) -> Vec<Problem> {
    function
        .asked()
        .filter_map(|(operation, asked)| conflict(policies, function, operation, asked))
        .collect()
}

fn conflict(
    policies: &[&Policy],
    function: &FunctionRequirement,
    operation: Operation,
    asked: &OperationRequirement,
) -> Option<Problem> {
    let (limit, ceiling) = asked
        .origins
        .iter()
        .filter_map(|origin| Some((origin, origin.ceiling?)))
        .min_by_key(|(_, ceiling)| *ceiling)?;
    let need = asked
        .origins
        .iter()
        .find(|origin| origin.range.min > ceiling)?;
    let ceiling = LevelRange::at_most(ceiling);
    let id = |policy: usize| policies.get(policy).map_or("", |policy| policy.id());
    let message = format!(
        "no role can satisfy both requirements for {} / {}: `{}` accepts {ceiling} for \
         {operation}, but `{}` needs {}",
        function.module,
        function.function,
        id(limit.place.policy),
        id(need.place.policy),
        need.range,
    );
    let mut problem = Problem::at(
        Document::Policy,
        &limit.place.source,
        limit.place.span,
        ceiling.to_string(),
        message,
    );
    // The other place can lie in another file, which the drawing of this one cannot show.
    let other = Location::new(
        Document::Policy,
        &need.place.source,
        need.place.span,
        format!("needs {}", need.range),
    );
    problem = problem.with_help(format!(
        "the other statement is at {}:{}:{}; use a separate role for each integration, or raise the maximum",
        other.file, other.line, other.column
    ));
    problem.locations.push(other);
    Some(problem)
}
