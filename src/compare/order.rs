//! Order of findings, and of the grants of several rows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::Operation;
use crate::report::{Finding, RuleId};
use crate::risk::RiskSeverity;
use crate::role::{Grant, Role};

/// The lowest and the highest level that some rows grant for an operation, each with its row.
pub(super) fn extremes(
    role: &Role,
    rows: &[usize],
    operation: Operation,
) -> Option<((usize, Grant), (usize, Grant))> {
    let grant = |&index: &usize| Some((index, *role.rows.get(index)?.levels.get(operation)));
    // Nearly every function has one row: without this, a run takes 6 % more instructions.
    if let [index] = rows {
        let only = grant(index)?;
        return Some((only, only));
    }
    let grants = rows.iter().filter_map(grant);
    // If one row says None and another null, the operation is offered.
    let lowest = grants.clone().min_by_key(|(_, grant)| {
        (
            grant.level(),
            grant.stated().is_none(),
            *grant == Grant::NotOffered,
        )
    });
    Some((lowest?, grants.max_by_key(|(_, grant)| grant.level())?))
}

/// Sorts findings for the report: most severe first, then by rule; excessive permissions by the
/// highest risk of their function before their rule; then by module, function, operation and item.
pub(super) fn in_order(findings: Vec<Finding>) -> Vec<Finding> {
    // The findings of a function stay together: they are fixed in one place.
    let mut risks: BTreeMap<Option<usize>, RiskSeverity> = BTreeMap::new();
    for finding in &findings {
        if let Some(risk) = &finding.risk {
            let highest = risks.entry(finding.row).or_insert(risk.severity);
            *highest = (*highest).max(risk.severity);
        }
    }
    let rank = |finding: &Finding| {
        let module = finding.module.as_deref();
        let mut modules = crate::catalog::modules().iter();
        let known = modules.position(|known| Some(*known) == module);
        let rule = RuleId::ROLES.iter().position(|rule| *rule == finding.rule);
        // The rules of excess are neighbors in the list, and count as one here.
        let group = if finding.rule.is_excess() {
            RuleId::ROLES.iter().position(|rule| rule.is_excess())
        } else {
            rule
        };
        let is_excess = finding.rule.is_excess();
        let risk = risks.get(&finding.row).filter(|_| is_excess);
        (
            Reverse(finding.severity),
            group,
            Reverse(risk),
            rule,
            known.unwrap_or(usize::MAX),
        )
    };
    let mut order: Vec<_> = findings.iter().map(rank).zip(0..).collect();
    let rest = |at: usize| {
        findings.get(at).map(|finding| {
            let names = (finding.module.as_deref(), finding.function.as_deref());
            (names, finding.operation, finding.item.as_deref())
        })
    };
    order.sort_by(|(one, at), (other, other_at)| {
        one.cmp(other).then_with(|| rest(*at).cmp(&rest(*other_at)))
    });
    // Findings are large: each is moved once.
    let mut sorted = Vec::with_capacity(findings.len());
    let mut findings: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    for (_, at) in order {
        sorted.extend(findings.get_mut(at).and_then(Option::take));
    }
    sorted
}
