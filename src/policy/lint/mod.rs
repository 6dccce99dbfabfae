//! The rules about policies: likely mistakes in a policy that can be read.
//!
//! A rule is one file; its doc comment is its page. The list below is the only one. To add a rule,
//! write its file, and add it here as a module and as a line of the list. The linter reads no clock:
//! the current date is an argument.

mod exceptions;
mod given;
mod view;

use std::cmp::Reverse;
use std::collections::HashMap;

use super::parsed::Policy;
use crate::model::{Date, Document, Location};
use crate::report::{Draft, Finding, Identity, PolicyName, RoleReport, RuleId, RuleInfo, Subject};
use view::LintView;

/// A rule about policies.
pub type Rule = crate::report::Rule<Check>;

/// What a rule checks.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The policy.
    Policy(fn(&LintView<'_>) -> Vec<Draft>),
    /// The exceptions of the policy, each with whether it silenced something.
    Exceptions(fn(&LintView<'_>, used: &[bool]) -> Vec<Draft>),
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

/// The rules about policies, most severe first. Passes the list to the macro `$then`, like
/// `role_rules`.
macro_rules! policy_rules {
    ($then:ident $($rest:tt)*) => {
        $then! { $($rest)* [
            /// The policy asks for nothing at all.
            EmptyPolicy "empty-policy" empty_policy;
            /// Two statements of the policy contradict each other.
            Contradiction "contradiction" contradiction;
            /// A guess that was made when the policy was imported, and that is not confirmed.
            Unconfirmed "unconfirmed" unconfirmed;
            /// A level without a reason.
            MissingPurpose "missing-purpose" missing_purpose;
            /// A purpose needs a permission that the policy does not grant.
            UnservedPurpose "unserved-purpose" unserved_purpose;
            /// A module or a function that is not in the catalog.
            UnknownName "unknown-name" unknown_name;
            /// A Customize list on a function that is not known to have one.
            UnknownCustomize "unknown-customize" unknown_customize;
            /// A level that ConnectWise does not offer for the function.
            LevelNotOffered "level-not-offered" level_not_offered;
            /// Delete has a higher level than Edit.
            DeleteWithoutEdit "delete-without-edit" delete_without_edit;
            /// Edit has a higher level than Inquire.
            EditWithoutInquire "edit-without-inquire" edit_without_inquire;
            /// The policy asks for All on every operation.
            AllEverywhere "all-everywhere" all_everywhere;
            /// A feature that nothing depends on.
            UnusedFeature "unused-feature" unused_feature;
            /// A row, or a whole policy, that applies to no ConnectWise version.
            NeverApplies "never-applies" never_applies;
            /// A policy that does not name the source of its table.
            NoSource "no-source" no_source;
            /// An exception that matches no finding.
            UnusedException "unused-exception" unused_exception;
            /// A source that was not read for a long time.
            StaleSource "stale-source" stale_source;
            /// A level whose reason mentions setup, but that always applies.
            SetupPhase "setup-phase" setup_phase;
            /// A range without an upper bound and without a reason.
            OpenRange "open-range" open_range;
            /// A row that asks for nothing.
            EmptyRow "empty-row" empty_row;
        ] }
    };
}

macro_rules! registry {
    ([$($(#[$doc:meta])+ $id:ident $name:literal $module:ident;)+]) => {
        static RULES: [Rule; RuleId::POLICIES.len()] = [$($module::RULE,)+];
    };
}

policy_rules! { registry }

/// All rules, most severe first.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// Default number of days after which a source is stale.
pub const STALE_AFTER: u32 = 365;

/// Options of the linter.
#[derive(Clone, Copy, Debug)]
pub struct LintOptions {
    /// The current date.
    pub today: Date,
    /// Number of days after which a source is stale.
    pub stale_after: u32,
}

/// The findings in a policy, most severe first. Those that an exception of the policy accepts carry
/// its reason.
pub fn lint(policy: &Policy, options: LintOptions) -> Vec<Finding> {
    let given = given::Given::by(policy);
    let view = LintView {
        policy,
        options,
        given: &given,
    };
    let mut found: Vec<Finding> = Vec::new();
    for rule in rules() {
        if let Check::Policy(check) = rule.check {
            found.extend(view.findings(&rule.info, check(&view)));
        }
    }
    let used = exceptions::apply(policy, &mut found);
    for rule in rules() {
        if let Check::Exceptions(check) = rule.check {
            found.extend(view.findings(&rule.info, check(&view, &used)));
        }
    }
    found.sort_by_cached_key(|finding| {
        let place = finding.locations.first().map(|place| place.span);
        (Reverse(finding.severity), finding.rule, place)
    });
    found
}

/// The report of a policy, for the renderers of reports.
pub fn report(policy: &Policy, options: LintOptions) -> RoleReport {
    let findings = lint(policy, options);
    let found = |rule: RuleId| findings.iter().any(|finding| finding.rule == rule);
    let rules_passed = RuleId::POLICIES.into_iter().filter(|rule| !found(*rule));
    RoleReport {
        subject: Subject::Policy,
        identity: policy.id().to_owned(),
        name: Some(policy.id().to_owned()),
        policies: vec![PolicyName {
            id: policy.id().to_owned(),
            title: policy.document.title.clone(),
            version: policy.document.version.0.clone(),
            partial: false,
            features: Vec::new(),
            features_off: Vec::new(),
        }],
        rules_passed: rules_passed.collect(),
        ..RoleReport::of_configuration(policy.source.name().to_owned(), findings)
    }
}

impl LintView<'_> {
    /// The findings of a rule. Several about the same place have different fingerprints.
    fn findings(&self, rule: &RuleInfo, drafts: Vec<Draft>) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        let mut same: HashMap<String, usize> = HashMap::new();
        for mut draft in drafts {
            let place =
                |(span, label)| Location::new(Document::Policy, &self.policy.source, span, label);
            draft.locations.extend(draft.places.drain(..).map(place));
            if let [only] = draft.operations.as_slice() {
                draft.operation = Some(*only);
            }
            draft.policies = vec![self.policy.id().to_owned()];
            let severity = draft.severity.unwrap_or(rule.severity);
            let mut finding = draft.finding(rule.id, self.policy.id(), severity);
            let number = same.entry(finding.fingerprint.clone()).or_default();
            *number += 1;
            if *number > 1 {
                finding.fingerprint = Identity {
                    rule: rule.id,
                    role: self.policy.id(),
                    module: finding.module.as_deref(),
                    function: finding.function.as_deref(),
                    operation: finding.operation,
                    item: Some(&number.to_string()),
                }
                .fingerprint();
            }
            found.push(finding);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_unique_name() {
        for rule in RuleId::POLICIES {
            assert!(rule.is_about_policies());
            assert_eq!(RuleId::about_policies(rule.name()), Some(rule));
            assert_eq!(RuleId::from_name(rule.name()), None, "{rule}");
        }
    }
}
