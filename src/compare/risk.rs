//! The risk of a finding: what the holder of a stolen key could do with the permission.

use super::rules::customize;
use super::{Options, RuleId};
use crate::catalog;
use crate::report::Draft;
use crate::report::FindingRisk;
use crate::risk::{Basis, Family, Rating, RiskSeverity, rated_items};

/// The risk of an excessive level, where it is rated. Missing levels only harm the
/// integration, and have none.
pub(super) fn of(rule: RuleId, draft: &Draft, options: &Options) -> Option<FindingRisk> {
    if rule == RuleId::AdminRole {
        return Some(FindingRisk {
            severity: RiskSeverity::Critical,
            families: vec![Family::PrivilegeEscalation],
            reason: "An administrator can do everything, whatever the rows of the role say."
                .to_owned(),
            basis: Basis::Fact,
        });
    }
    if !rule.is_excess() {
        return None;
    }
    if let Some(item) = &draft.item {
        return of_item(item, draft);
    }
    let function = catalog::resolve(draft.module.as_deref()?, draft.function.as_deref()?)?;
    let (operation, level) = (draft.operation?, draft.granted?);
    options.ratings.rate(function, operation, level).map(rated)
}

fn rated(rating: &Rating) -> FindingRisk {
    FindingRisk {
        severity: rating.severity,
        families: rating.families.clone(),
        reason: rating.reason.clone(),
        basis: rating.basis,
    }
}

/// The risk of an item in a Customize list that the member may access.
fn of_item(item: &str, draft: &Draft) -> Option<FindingRisk> {
    let function = format!(
        "{} / {}",
        draft.module.as_deref()?,
        draft.function.as_deref()?
    );
    let fitting = rated_items().iter().filter(|rated| {
        rated.function == function
            && customize::means(&rated.item, item)
            && rated
                .operations
                .iter()
                .any(|operation| draft.granted_operations.contains(operation))
    });
    let highest = fitting.max_by_key(|rated| rated.rating.severity)?;
    Some(rated(&highest.rating))
}
