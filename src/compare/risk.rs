//! The risk of a finding: what the holder of a stolen key could do with the permission.

use super::{Options, RuleId};
use crate::catalog;
use crate::report::Draft;
use crate::report::FindingRisk;
use crate::risk::{Basis, Family, RiskSeverity};

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
    let function = catalog::resolve(draft.module.as_deref()?, draft.function.as_deref()?)?;
    let rating = options
        .ratings
        .rate(function, draft.operation?, draft.granted?)?;
    Some(FindingRisk {
        severity: rating.severity,
        families: rating.families.clone(),
        reason: rating.reason.clone(),
        basis: rating.basis,
    })
}
