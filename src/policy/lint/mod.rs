//! The policy linter: what a person should look at again in a policy that can be read.
//!
//! A rule is one file; its documentation comment is its page. The registry below is the only list
//! of them. It reads no clock: the day of today is an argument.

mod exceptions;
mod finding;
mod given;
mod id;
mod view;

use std::cmp::Reverse;

pub use finding::LintFinding;
pub use id::LintId;

use super::load::Policy;
use crate::model::{Date, Document, Location};
use crate::report::Severity;
use view::{Draft, LintView};

/// What is told of a rule.
#[derive(Debug)]
pub struct LintInfo {
    /// Its name.
    pub id: LintId,
    /// How grave its findings are.
    pub severity: Severity,
    /// What it finds, in half a sentence.
    pub summary: &'static str,
    /// Its page, in Markdown: what it does, why it matters, example, how to fix.
    pub page: &'static str,
}

/// A rule with its check.
#[derive(Debug)]
pub struct LintRule {
    /// What is told of it.
    pub info: LintInfo,
    check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// The policy.
    Policy(fn(&LintView<'_>) -> Vec<Draft>),
    /// The exceptions of the policy, each with whether it silenced something.
    Exceptions(fn(&LintView<'_>, used: &[bool]) -> Vec<Draft>),
}

/// Declares a rule; its documentation comment becomes its page.
macro_rules! lint {
    ($(#[doc = $line:literal])+ $id:ident, $severity:ident, $summary:literal, $check:expr) => {
        $(#[doc = $line])+
        pub(super) const RULE: super::LintRule = super::LintRule {
            info: super::LintInfo {
                id: super::LintId::$id,
                severity: crate::report::Severity::$severity,
                summary: $summary,
                page: concat!($($line, "\n"),+),
            },
            check: $check,
        };
    };
}

mod all_everywhere;
mod contradiction;
mod delete_without_edit;
mod edit_without_inquire;
mod empty_policy;
mod empty_row;
mod level_not_offered;
mod missing_purpose;
mod never_applies;
mod no_source;
mod open_range;
mod setup_phase;
mod stale_source;
mod unconfirmed;
mod unknown_customize;
mod unknown_name;
mod unserved_purpose;
mod unused_exception;
mod unused_feature;

static RULES: [LintRule; LintId::ALL.len()] = [
    empty_policy::RULE,
    contradiction::RULE,
    unconfirmed::RULE,
    missing_purpose::RULE,
    unserved_purpose::RULE,
    unknown_name::RULE,
    unknown_customize::RULE,
    level_not_offered::RULE,
    delete_without_edit::RULE,
    edit_without_inquire::RULE,
    all_everywhere::RULE,
    unused_feature::RULE,
    never_applies::RULE,
    no_source::RULE,
    unused_exception::RULE,
    stale_source::RULE,
    setup_phase::RULE,
    open_range::RULE,
    empty_row::RULE,
];

/// Every rule, the gravest first.
pub fn rules() -> &'static [LintRule] {
    &RULES
}

/// After how many days a source is stale unless somebody says otherwise.
pub const STALE_AFTER: u32 = 365;

/// What a person can choose about the linter.
#[derive(Clone, Copy, Debug)]
pub struct LintOptions {
    /// The day on which the policy is looked at.
    pub today: Date,
    /// After how many days a source is stale.
    pub stale_after: u32,
}

/// Everything that a person should look at again in a policy, the gravest first. What an
/// exception of the policy silences carries its reason.
pub fn lint(policy: &Policy, options: LintOptions) -> Vec<LintFinding> {
    let given = given::Given::by(policy);
    let view = LintView {
        policy,
        options,
        given: &given,
    };
    let mut found: Vec<LintFinding> = Vec::new();
    for rule in rules() {
        if let Check::Policy(check) = rule.check {
            found.extend(
                check(&view)
                    .into_iter()
                    .map(|draft| view.finding(&rule.info, draft)),
            );
        }
    }
    let used = exceptions::apply(policy, &mut found);
    for rule in rules() {
        if let Check::Exceptions(check) = rule.check {
            let drafts = check(&view, &used);
            found.extend(
                drafts
                    .into_iter()
                    .map(|draft| view.finding(&rule.info, draft)),
            );
        }
    }
    found.sort_by_cached_key(|finding| {
        let place = finding.locations.first().map(|place| place.span);
        (Reverse(finding.severity), finding.rule, place)
    });
    found
}

impl LintView<'_> {
    fn finding(&self, rule: &LintInfo, draft: Draft) -> LintFinding {
        let place =
            |(span, label)| Location::new(Document::Policy, &self.policy.source, span, label);
        LintFinding {
            rule: rule.id,
            severity: draft.severity.unwrap_or(rule.severity),
            module: draft.module,
            function: draft.function,
            operations: draft.operations,
            message: draft.message,
            help: draft.help,
            locations: draft.places.into_iter().map(place).collect(),
            waiver: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_holds_each_rule_once_in_the_order_of_the_names() {
        let ids: Vec<LintId> = rules().iter().map(|rule| rule.info.id).collect();
        assert_eq!(ids, LintId::ALL);
    }

    #[test]
    fn every_page_has_the_same_headings() {
        for rule in rules() {
            let headings: Vec<&str> = rule
                .info
                .page
                .lines()
                .filter_map(|line| line.trim().strip_prefix("## "))
                .collect();
            let expected = ["What it does", "Why it matters", "Example", "How to fix"];
            assert_eq!(headings, expected, "{}", rule.info.id);
        }
    }

    #[test]
    fn no_rule_has_the_name_of_a_rule_about_roles() {
        for rule in crate::report::RuleId::ALL {
            assert_eq!(LintId::from_name(rule.name()), None, "{rule}");
        }
    }
}
