//! `empty-policy`

use super::Check;
use super::view::{Draft, LintView};

lint! {
    /// ## What it does
    ///
    /// Finds a policy that asks for no level and for no Customize list, neither itself nor by what
    /// it extends.
    ///
    /// ## Why it matters
    ///
    /// Every role that grants nothing is clean under it, and a check that cannot fail looks like one
    /// that passed.
    ///
    /// ## Example
    ///
    /// A policy that was begun and ends in `permissions: {}`.
    ///
    /// ## How to fix
    ///
    /// Write the table of the integration into it, or delete the file.
    EmptyPolicy, Error, "the policy asks for nothing at all", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut entries = view
        .policy
        .lineage()
        .flat_map(|policy| &policy.document.permissions)
        .flat_map(|(_, functions)| functions.iter().map(|(_, entry)| entry));
    let says = |entry: &crate::policy::FunctionEntry| {
        entry.customize.is_some()
            || entry
                .operations()
                .iter()
                .any(|(_, grants)| !grants.is_empty())
    };
    if entries.any(says) {
        return Vec::new();
    }
    let mut draft = view.draft(
        "asks for nothing",
        "the policy asks for nothing at all".to_owned(),
    );
    draft.help = Some("write the permissions that the integration needs".to_owned());
    vec![draft]
}
