//! `missing-function`

use super::Check;
use crate::compare::view::{FunctionView, in_policy};
use crate::model::{Level, Operation};
use crate::policy::OperationRequirement;
use crate::report::{Draft, rule};
use crate::yaml::nearest;

rule! {
    /// ## What it does
    ///
    /// Finds a function that a policy needs but that has no row in the role.
    ///
    /// ## Why it matters
    ///
    /// A complete role lists every function, including those without any grant. A missing row means
    /// that the file was truncated, that ConnectWise uses a different name in this release, or that
    /// the policy misspells the name. Leastwise treats it as None.
    ///
    /// ## Example
    ///
    /// The policy lists `Procurement / Product Catalog`; the role was read from a release that calls
    /// it `Product Entry`.
    ///
    /// ## How to fix it
    ///
    /// Read the complete role again. If the function is still missing, compare the names on the
    /// Security Roles screen with those in the policy; the finding suggests the nearest one.
    MissingFunction, Error, "the role has no row for a function that a policy needs",
    Check::Function(|of| check(of).into_iter().collect())
}

fn check(of: &FunctionView<'_>) -> Option<Draft> {
    let requirement = of.requirement?;
    let needed: Vec<(Operation, &OperationRequirement)> = requirement.needed().collect();
    if !of.rows.is_empty() || needed.is_empty() {
        return None;
    }
    let run = of.run;
    let levels: Vec<String> = needed
        .iter()
        .map(|(operation, asked)| format!("{} {}", operation.title(), asked.range))
        .collect();
    let what = if of.function == "*" {
        format!("any function in {}", of.module)
    } else {
        of.label()
    };
    let origins = || {
        needed
            .iter()
            .flat_map(|(_, asked)| &asked.origins)
            .filter(|o| o.range.min > Level::None)
    };
    let policies = run
        .requirements
        .ids(origins().map(|origin| origin.place.policy));
    let who = match policies.as_slice() {
        [_, _, ..] => "the policies need",
        _ => "the policy needs",
    };
    let message = format!(
        "the role has no row for {what}, but {who} {}",
        levels.join(", ")
    );
    let mut draft = of.draft(message);
    draft.policies = policies;
    draft.purpose = run.requirements.purposes(origins());
    draft.cells = needed.len();
    draft.help = Some(match nearest_row(of) {
        Some((name, _)) => format!(
            "the nearest row is `{name}`: if that is the function you mean, use that name in the policy; otherwise read the complete role again"
        ),
        None if of.function == "*" => format!(
            "read the complete role again, then look for the functions of {} at {}",
            of.module,
            run.path(of.module, "").join(" > ").trim_end_matches(" > ")
        ),
        None => format!(
            "read the complete role again, then look for {} at {}",
            of.function,
            run.path(of.module, of.function).join(" > ")
        ),
    });
    let near = nearest_row(of).map(|(_, row)| run.at_name(row, "the nearest row"));
    draft.locations.extend(near);
    let listed = requirement.listed.iter();
    draft
        .locations
        .extend(listed.map(|place| in_policy(place, "needs this function")));
    draft.feature = origins().find_map(|origin| origin.feature.clone());
    Some(draft)
}

/// The row with the nearest name, among those that no policy claims.
fn nearest_row(of: &FunctionView<'_>) -> Option<(String, usize)> {
    let run = of.run;
    // A misspelled module has no rows.
    let module = match crate::catalog::module(of.module) {
        None => nearest(of.module, crate::catalog::modules().iter().copied()),
        known => known,
    };
    let module = module.unwrap_or(of.module);
    let free = || {
        run.role.rows.iter().enumerate().filter(|(_, row)| {
            !row.keys()
                .any(|key| run.requirements.index_of(&key).is_some())
                && (row.names().0.is_empty()
                    || crate::catalog::module(row.names().0).is_none_or(|m| m == module))
        })
    };
    let name = nearest(of.function, free().map(|(_, row)| row.names().1))?;
    let (index, row) = free().find(|(_, row)| row.names().1 == name)?;
    let (module, function) = row.names();
    Some((format!("{module} / {function}"), index))
}
