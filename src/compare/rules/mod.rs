//! The rules: one per file, each with its page, severity and check.
//!
//! The registry below is the only list of them; explain pages, the documentation, the rules of a
//! SARIF report and the names in the schema are derived from it.

use super::view::{CellView, Draft, FunctionView, RoleView};
use crate::report::{RuleId, RuleInfo};

/// A rule with its check.
#[derive(Debug)]
pub struct Rule {
    /// Its name, severity and page.
    pub info: RuleInfo,
    pub(super) check: Check,
}

/// What a rule checks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// The whole role.
    Role(fn(&RoleView<'_>) -> Option<Draft>),
    /// The whole role, with any number of findings.
    Notes(fn(&RoleView<'_>) -> Vec<Draft>),
    /// A function, once, with or without a row in the role.
    Function(fn(&FunctionView<'_>) -> Option<Draft>),
    /// A function's Customize list, with any number of findings.
    Lists(fn(&FunctionView<'_>) -> Vec<Draft>),
    /// No check of roles: waivers are checked after all roles.
    Waivers,
    /// A cell that is too low or too high. Exactly one rule claims each.
    Cell(fn(&CellView<'_>) -> Option<Draft>),
}

/// Declares a rule; its doc comment becomes its page.
macro_rules! rule {
    ($(#[doc = $line:literal])+ $id:ident, $severity:ident, $summary:literal, $check:expr) => {
        $(#[doc = $line])+
        pub(super) const RULE: super::Rule = super::Rule {
            info: crate::report::RuleInfo {
                id: crate::report::RuleId::$id,
                severity: crate::report::Severity::$severity,
                summary: $summary,
                page: concat!($($line, "\n"),+),
            },
            check: $check,
        };
    };
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
mod setup_level_left;
mod unknown_function;
mod unstated_level;
mod waiver_expired;
mod waiver_expiring;
mod waiver_unused;

static RULES: [Rule; RuleId::ALL.len()] = [
    incomplete_role::RULE,
    admin_role::RULE,
    missing_function::RULE,
    missing_level::RULE,
    operation_not_offered::RULE,
    duplicate_row::RULE,
    customize_missing::RULE,
    excess_level::RULE,
    excess_function::RULE,
    setup_level_left::RULE,
    customize_excess::RULE,
    waiver_expired::RULE,
    waiver_expiring::RULE,
    waiver_unused::RULE,
    customize_unverifiable::RULE,
    unstated_level::RULE,
    member_setting::RULE,
    unknown_function::RULE,
    reader_note::RULE,
];

/// Whether a cell is too high because of a level that only the setup needs.
pub(super) fn is_left_from_setup(cell: &super::view::CellView<'_>) -> bool {
    setup_level_left::claims(cell)
}

/// Whether a function of the role is not in the catalog.
pub(super) fn is_unknown(of: &FunctionView<'_>) -> bool {
    unknown_function::unknown(of).is_some()
}

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
        assert_eq!(ids, RuleId::ALL);
    }

    #[test]
    fn every_page_has_the_same_headings() {
        for rule in all() {
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
}
