//! `empty-policy`

use super::Check;
use super::view::{LintView, RowView};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a policy that asks for no level and for no Customize list, neither directly nor
    /// through a policy that it extends.
    ///
    /// ## Why it matters
    ///
    /// Every role that grants nothing is clean under it, and a check that cannot fail looks like one
    /// that passed.
    ///
    /// ## Example
    ///
    /// An unfinished policy with `permissions: {}`.
    ///
    /// ## How to fix it
    ///
    /// Write the table of the integration into it, or delete the file.
    EmptyPolicy, Error, "the policy asks for nothing at all", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let says =
        |row: RowView<'_>| row.entry.customize.is_some() || row.statements().next().is_some();
    if view.policy.rows().any(says) {
        return Vec::new();
    }
    let mut draft = view.draft(
        "asks for nothing",
        "the policy asks for nothing at all".to_owned(),
    );
    draft.help = Some("write the permissions that the integration needs".to_owned());
    vec![draft]
}
