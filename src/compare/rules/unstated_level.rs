//! `unstated-level`

use super::Check;
use crate::compare::view::{FunctionView, in_policy};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Reports a function that a policy lists without stating which levels it needs.
    ///
    /// ## Why it matters
    ///
    /// Some vendors publish the name of a function without a level. Missing levels cannot be found
    /// there, and a level above `unlisted` is reported as excess, although it may be needed.
    ///
    /// ## Example
    ///
    /// The vendor's page only says "access to the company status table"; the policy lists System /
    /// Table Setup with a note and without a level.
    ///
    /// ## How to fix it
    ///
    /// Ask the vendor or test the integration, then add the levels to the policy.
    UnstatedLevel, Note, "a policy lists a function without stating its levels",
    Check::Function(|of| check(of).into_iter().collect())
}

fn check(of: &FunctionView<'_>) -> Option<Draft> {
    let requirement = of.requirement?;
    let run = of.run;
    // An administrator role is reported as a whole.
    if requirement.unstated.is_empty() || run.role.admin == Some(true) {
        return None;
    }
    let why = run.requirements.lists_without(requirement);
    let rows = || requirement.unstated.iter();
    let mut draft = of.draft(format!("{}: {why}", of.label()));
    draft.because = Some(why);
    draft.purpose = rows().find_map(|row| row.purpose.clone());
    draft.policies = run.requirements.ids(rows().map(|row| row.place.policy));
    draft.help = Some("find out which levels it needs, and add them to the policy".to_owned());
    if let Some(note) = requirement.remarks() {
        draft.help = draft.help.map(|help| format!("{help}; {note}"));
    }
    let first = of.rows.first();
    let place = first.map(|row| run.at_name(*row, "requirements unknown"));
    draft.locations = place.into_iter().collect();
    draft
        .locations
        .extend(rows().map(|row| in_policy(&row.place, "listed without a level")));
    Some(draft)
}
