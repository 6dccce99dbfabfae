//! `unused-exception`

use super::Check;
use super::view::LintView;
use crate::report::{Draft, RuleId, rule};
use crate::yaml::suggestion;

rule! {
    /// ## What it does
    ///
    /// Finds an exception that matches no finding: its rule found nothing there, or there is no
    /// such rule.
    ///
    /// ## Why it matters
    ///
    /// A leftover exception hides the next mistake at that place.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// exceptions:
    ///   - rule: delete-without-edit
    ///     module: Finance
    ///     function: Agreements
    ///     reason: the vendor's table really says so
    /// ```
    ///
    /// But Agreements now has Edit, too.
    ///
    /// ## How to fix it
    ///
    /// Delete the exception, or correct its rule, module and function.
    UnusedException, Warning, "an exception matches no finding", Check::Exceptions(check)
}

fn check(view: &LintView<'_>, used: &[bool]) -> Vec<Draft> {
    let exceptions = view.policy.document.exceptions.iter().zip(used);
    exceptions
        .filter(|(_, used)| !**used)
        .map(|(exception, _)| {
            let rule = &exception.rule;
            let names = RuleId::POLICIES.into_iter().map(RuleId::name);
            let (message, help) = if RuleId::about_policies(&rule.value).is_some() {
                (
                    format!("this exception for `{}` matches no finding", rule.value),
                    "delete it, or correct its module and function".to_owned(),
                )
            } else {
                (
                    format!("the policy linter has no rule `{}`", rule.value),
                    suggestion(&rule.value, names),
                )
            };
            Draft {
                module: exception.module.0.clone(),
                function: exception.function.0.clone(),
                message,
                help: Some(help),
                places: vec![(rule.span, "matches no finding".to_owned())],
                ..Draft::default()
            }
        })
        .collect()
}
