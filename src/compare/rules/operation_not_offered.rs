//! `operation-not-offered`

use super::Check;
use super::missing_level::shortfall;
use crate::compare::view::CellView;
use crate::report::{Draft, RuleId, rule};
use crate::role::Grant;

rule! {
    /// ## What it does
    ///
    /// Finds an operation that a policy needs and that is `null` in the role.
    ///
    /// ## Why it matters
    ///
    /// ConnectWise does not document what null means. ConnectWise probably does not offer the
    /// operation on this function, so no role can grant it, and the policy is wrong. Leastwise treats
    /// it as None.
    ///
    /// ## Example
    ///
    /// The policy needs Add on System / API Reports, but every role has null there.
    ///
    /// ## How to fix it
    ///
    /// Check the function on the Security Roles screen. If the column can be set, set it and read
    /// the role again; otherwise correct the policy.
    OperationNotOffered, Error, "the role has null where a policy needs a level", Check::Cell(check)
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    (cell.too_low() && cell.lowest.1 == Grant::NotOffered).then(|| {
        let mut draft = shortfall(cell, RuleId::OperationNotOffered);
        draft.help = draft.remedy.as_ref().map(|remedy| {
            format!(
                "check whether {} can be set; if so, set it to {}; if not, correct the policy ({})",
                remedy.set,
                remedy.to,
                remedy.path.join(" > ")
            )
        });
        draft
    })
}
