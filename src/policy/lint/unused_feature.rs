//! `unused-feature`

use std::collections::HashSet;

use super::Check;
use super::view::LintView;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a feature that no row depends on and that no other feature requires.
    ///
    /// ## Why it matters
    ///
    /// `--feature` accepts it but changes nothing: users will think that its levels were checked.
    ///
    /// ## Example
    ///
    /// `features: { billing: { title: Billing } }`, and no `when: billing` anywhere.
    ///
    /// ## How to fix it
    ///
    /// Write `when: billing` on the rows that only this feature needs, or delete the feature.
    UnusedFeature, Warning, "nothing depends on a feature", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut used: HashSet<&str> = HashSet::new();
    for (_, feature) in crate::policy::features::defined(view.policy) {
        used.extend(feature.requires.iter().map(|name| name.value.as_str()));
    }
    for row in view.rows() {
        let own = row.statements().map(|cell| cell.condition);
        for condition in own.chain([row.condition()]) {
            used.extend(condition.names());
        }
    }
    let features = view.policy.document.features.iter();
    features
        .filter(|(name, _)| !used.contains(name.value.as_str()))
        .map(|(name, _)| Draft {
            message: format!("nothing depends on the feature `{}`", name.value),
            help: Some(format!(
                "write `when: {}` on the rows that it needs, or delete it",
                name.value
            )),
            places: vec![(name.span, "defined here".to_owned())],
            ..Draft::default()
        })
        .collect()
}
