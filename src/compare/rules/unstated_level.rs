//! `unstated-level`

use super::Check;
use crate::compare::view::{Draft, FunctionView, in_policy};

rule! {
    /// ## What it does
    ///
    /// Tells of a function that a policy lists without saying which levels it needs.
    ///
    /// ## Why it matters
    ///
    /// Some vendors publish the name of a function and no level. What the role grants there cannot be
    /// held against anything: it may be too little or too much, and a role that is right in everything
    /// else may still not be.
    ///
    /// ## Example
    ///
    /// The vendor's page says "access to the company status table" and no more; the policy lists System /
    /// Table Setup with a note and without a level.
    ///
    /// ## How to fix
    ///
    /// Ask the vendor, or find out by trying, and write the levels into the policy.
    UnstatedLevel, Note, "a policy lists a function without saying which levels it needs",
    Check::Function(check)
}

fn check(of: &FunctionView<'_>) -> Option<Draft> {
    let requirement = of.requirement?;
    let run = of.run;
    // Of an administrator's role nothing can be said, which is told of it as a whole.
    if requirement.unstated.is_empty() || run.role.admin == Some(true) {
        return None;
    }
    let why = run.requirements.lists_without(requirement);
    let rows = || requirement.unstated.iter();
    let mut draft = of.draft(format!("{}: {why}", of.label()));
    draft.because = Some(why);
    draft.purpose = rows().find_map(|row| row.purpose.clone());
    draft.policies = run.ids(rows().map(|row| row.place.policy));
    draft.help = Some("find out which levels it needs, and write them into the policy".to_owned());
    if let Some(note) = requirement.remarks() {
        draft.help = draft.help.map(|help| format!("{help}; {note}"));
    }
    let first = of.rows.first();
    draft.locations = first
        .map(|&row| FunctionView::name_place(&run.role.places(row)))
        .map(|place| run.in_role(place, "nothing says what it needs"))
        .into_iter()
        .collect();
    draft
        .locations
        .extend(rows().map(|row| in_policy(&row.place, "listed without a level")));
    Some(draft)
}
