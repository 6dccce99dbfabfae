//! `never-applies`

use super::Check;
use super::view::LintView;
use crate::model::unique;
use crate::policy::{Policy, Versions};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a row whose `applies` matches no version of ConnectWise PSA, alone or together with
    /// that of the policy, and a policy that applies to no version.
    ///
    /// ## Why it matters
    ///
    /// With `--connectwise`, such a row is never checked, and such a policy is always refused.
    ///
    /// ## Example
    ///
    /// `applies: { connectwise: ">=2022.2, <2022.1" }`
    ///
    /// ## How to fix it
    ///
    /// Write the first version with `>=` and the first version that no longer has the row with `<`,
    /// such as `>=2022.1, <2022.2`. If two ranges are meant, write two rows.
    NeverApplies, Warning, "a row or a policy applies to no ConnectWise version",
    Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let help =
        || Some("write the first version with `>=` and the one after the last with `<`".to_owned());
    let whole = of_policy(view.policy);
    let whole_text = whole.join(", ");
    if none_is(&whole) {
        let mut draft = view.draft(
            "for no version",
            format!("the policy never applies: no version of ConnectWise matches `{whole_text}`"),
        );
        if let Some(own) = view.policy.document.applies.versions() {
            draft.places = vec![(own.span, "for no version".to_owned())];
        }
        draft.help = help();
        return vec![draft];
    }
    let mut found = Vec::new();
    for row in view.rows() {
        let Some(written) = row.entry.applies.versions() else {
            continue;
        };
        let own = [written.value.as_str()];
        let why = if none_is(&own) {
            format!("no version of ConnectWise matches `{}`", written.value)
        } else if none_is(&[own.as_slice(), &whole].concat()) {
            format!(
                "the row is for ConnectWise {}, but the policy is for {whole_text}",
                written.value
            )
        } else {
            continue;
        };
        let mut draft = row.draft(format!("{} never applies: {why}", row.label()));
        draft.places = vec![(written.span, "for no version".to_owned())];
        draft.help = help();
        found.push(draft);
    }
    found
}

/// The conditions of a policy and of those that it extends.
fn of_policy(policy: &Policy) -> Vec<&str> {
    unique(policy.connectwise().map(|written| written.value.as_str()))
}

fn none_is(conditions: &[&str]) -> bool {
    Versions::parse(&conditions.join(",")).is_some_and(|versions| versions.is_empty())
}
