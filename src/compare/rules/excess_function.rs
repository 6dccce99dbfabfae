//! `excess-function`

use super::Check;
use crate::compare::view::{CellView, Draft, in_policy};
use crate::model::Level;
use crate::report::Unlisted;

rule! {
    /// ## What it does
    ///
    /// Finds an operation that the role grants on a function that no policy lists, above what the
    /// policies accept there (`unlisted`, usually `None`).
    ///
    /// ## Why it matters
    ///
    /// Nobody has said why the integration should have it. Roles copied from an administrator's
    /// carry dozens of such grants, and each of them leaks with the key.
    ///
    /// ## Example
    ///
    /// The role grants Inquire on Sales / Opportunity; the policy of a billing integration does not
    /// mention it.
    ///
    /// ## How to fix
    ///
    /// Lower the level on the Security Roles screen, or list the function in the policy with its
    /// purpose. When another integration shares the role, check with its policy as well: `-p` may
    /// be given several times.
    ExcessFunction, Warning, "a function that no policy lists is granted", Check::Cell(check)
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    // Where nothing is asked for nothing is too little: what is told is too much.
    if cell.of.requirement.is_some() {
        return None;
    }
    let run = cell.of.run;
    let max = run.requirements.unlisted;
    let subject = format!(
        "{}: {} is {}",
        cell.of.label(),
        cell.operation.column(),
        cell.highest.1.level()
    );
    let why = match max {
        Level::None => "no policy lists this function".to_owned(),
        max => format!("functions that no policy lists may have at most {max}"),
    };
    let mut draft = cell.draft(cell.highest, max, format!("{subject}, and {why}"));
    draft.because = Some(why);
    draft.policies = run.ids(0..run.requirements.policies.len());
    for policy in &run.requirements.policies {
        let label = format!(
            "lists no such function, and accepts at most {}",
            policy.unlisted
        );
        draft
            .locations
            .push(in_policy(&policy.unlisted_place, label));
    }
    draft.severity = run.unstated_severity();
    if let Some(severity) = run.options.unlisted.and_then(Unlisted::severity) {
        draft.severity = Some(severity);
    }
    Some(draft)
}
