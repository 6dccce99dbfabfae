//! `excess-function`

use super::Check;
use crate::compare::view::{CellView, in_policy};
use crate::model::{Level, LevelRange};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds an operation that the role grants on an unlisted function, above what the policies
    /// accept there (`unlisted`, usually `None`).
    ///
    /// ## Why it matters
    ///
    /// No policy gives a reason for this permission. Roles copied from an administrator role have
    /// dozens of them, and a stolen key can use each one.
    ///
    /// ## Example
    ///
    /// The role grants Inquire on Sales / Opportunity; the policy of a billing integration does not
    /// mention it.
    ///
    /// ## How to fix it
    ///
    /// Lower the level on the Security Roles screen, or list the function in the policy with its
    /// purpose. If another integration uses the role, add its policy: `-p` can be specified
    /// multiple times.
    ExcessFunction, Warning, "the role grants access to a function that no policy lists", Check::Cell(check)
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    // Nothing is required here, so only excess is possible.
    if cell.of.requirement.is_some() {
        return None;
    }
    let run = cell.of.run;
    let max = run.requirements.unlisted;
    let why = match max {
        Level::None => "no policy lists this function".to_owned(),
        max => format!("unlisted functions may have at most {max}"),
    };
    let message = format!("{}, but {why}", cell.grants());
    let mut draft = cell.draft(cell.highest, max, message);
    draft.because = Some(why);
    draft.policies = run.requirements.ids(0..run.requirements.policies.len());
    for policy in &run.requirements.policies {
        let label = format!(
            "the policy does not list this function, so it accepts {}",
            LevelRange::at_most(policy.unlisted)
        );
        draft
            .locations
            .push(in_policy(&policy.unlisted_place, label));
    }
    draft.severity = run.unlisted_severity();
    Some(draft)
}
