//! The rules about roles: one per file, each with its page, severity and check.
//!
//! The list below is the only one: identifiers, explain pages, the documentation, the rules of a
//! SARIF report and the names in the schema are derived from it. To add a rule, write its file, and
//! add it here as a module and as a line of the list.

use super::view::{CellView, FunctionView, RoleView};
use crate::report::{Draft, RuleId};

/// A rule about roles.
pub type Rule = crate::report::Rule<Check>;

/// What a rule checks.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The whole role.
    Role(fn(&RoleView<'_>) -> Vec<Draft>),
    /// A function, once, with or without a row in the role.
    Function(fn(&FunctionView<'_>) -> Vec<Draft>),
    /// No check of roles: waivers are checked after all roles.
    Waivers,
    /// A cell that is too low or too high. Exactly one rule claims each.
    Cell(fn(&CellView<'_>) -> Option<Draft>),
}

mod admin_role;
pub(super) mod customize;
mod customize_excess;
mod customize_missing;
mod customize_unverifiable;
mod duplicate_row;
mod excess_function;
mod excess_level;
mod incomplete_role;
mod member_setting;
mod missing_function;
mod missing_level;
mod operation_not_offered;
mod reader_note;
pub(super) mod setup_level_left;
pub(super) mod unknown_function;
mod unstated_level;
mod waiver_expired;
mod waiver_expiring;
mod waiver_unused;

/// The rules about roles, most severe first. Passes the list to the macro `$then`, so that
/// [`RuleId`], which is below this module, can be made from it.
macro_rules! role_rules {
    ($then:ident $($rest:tt)*) => {
        $then! { $($rest)* [
            /// The role is incomplete.
            IncompleteRole "incomplete-role" incomplete_role;
            /// The role is an administrator role.
            AdminRole "admin-role" admin_role;
            /// The role has no row for a function that a policy needs.
            MissingFunction "missing-function" missing_function;
            /// The role grants less than a policy needs.
            MissingLevel "missing-level" missing_level;
            /// The role states no level for an operation that a policy needs.
            OperationNotOffered "operation-not-offered" operation_not_offered;
            /// The role lists a function more than once.
            DuplicateRow "duplicate-row" duplicate_row;
            /// A Customize list does not allow an item that a policy needs.
            CustomizeMissing "customize-missing" customize_missing;
            /// A listed function has a higher level than its policies accept.
            ExcessLevel "excess-level" excess_level;
            /// An unlisted function has a higher level than is accepted.
            ExcessFunction "excess-function" excess_function;
            /// A level that is needed only during setup is still granted.
            SetupLevelLeft "setup-level-left" setup_level_left;
            /// A Customize list allows an item that no policy asks for.
            CustomizeExcess "customize-excess" customize_excess;
            /// A waiver has expired.
            WaiverExpired "waiver-expired" waiver_expired;
            /// A waiver expires soon.
            WaiverExpiring "waiver-expiring" waiver_expiring;
            /// A waiver matches no finding.
            WaiverUnused "waiver-unused" waiver_unused;
            /// The source does not show a Customize list that a policy requires.
            CustomizeUnverifiable "customize-unverifiable" customize_unverifiable;
            /// A policy lists a function without stating its levels.
            UnstatedLevel "unstated-level" unstated_level;
            /// A setting of a member differs from the policy.
            MemberSetting "member-setting" member_setting;
            /// The role has a function that is not in the catalog.
            UnknownFunction "unknown-function" unknown_function;
            /// Part of the role's file was skipped or reinterpreted.
            ReaderNote "reader-note" reader_note;
        ] }
    };
}

macro_rules! registry {
    ([$($(#[$doc:meta])+ $id:ident $name:literal $module:ident;)+]) => {
        static RULES: [Rule; RuleId::ROLES.len()] = [$($module::RULE,)+];
    };
}

role_rules! { registry }

/// All rules, most severe first.
pub fn all() -> &'static [Rule] {
    &RULES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_holds_each_rule_once_in_the_order_of_the_names() {
        let ids: Vec<RuleId> = all().iter().map(|rule| rule.info.id).collect();
        assert_eq!(ids, RuleId::ROLES);
    }

    #[test]
    fn every_page_has_the_same_headings() {
        let about_policies = crate::policy::lint::rules().iter();
        let infos = all().iter().map(|rule| &rule.info);
        for info in infos.chain(about_policies.map(|rule| &rule.info)) {
            let lines = info.page.lines();
            let headings: Vec<&str> = lines
                .filter_map(|line| line.trim().strip_prefix("## "))
                .collect();
            let expected = ["What it does", "Why it matters", "Example", "How to fix it"];
            assert_eq!(headings, expected, "{}", info.id);
        }
    }
}
