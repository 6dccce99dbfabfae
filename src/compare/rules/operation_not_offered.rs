//! `operation-not-offered`

use super::Check;
use super::missing_level::shortfall;
use crate::compare::view::{CellView, Draft};
use crate::report::RuleId;
use crate::role::Grant;

rule! {
    /// ## What it does
    ///
    /// Finds an operation that a policy needs and for which the role has `null` in place of a level.
    ///
    /// ## Why it matters
    ///
    /// ConnectWise does not document what null means. Most likely it does not offer the operation on
    /// this function at all, and then no role can grant it: the policy asks for something else than
    /// its author thinks. Either way nothing is granted.
    ///
    /// ## Example
    ///
    /// The policy needs Add on System / API Reports, and every role has null there.
    ///
    /// ## How to fix
    ///
    /// Look at the function on the Security Roles screen. Where the column can be set, set it and
    /// read the role again; where it cannot, correct the policy.
    OperationNotOffered, Error, "the role has null where a policy needs a level", Check::Cell(check)
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    (cell.too_low() && cell.lowest.1 == Grant::NotOffered).then(|| {
        let mut draft = shortfall(cell, RuleId::OperationNotOffered);
        draft.help = draft.remedy.as_ref().map(|remedy| {
            format!(
                "look whether {} can be set there at all; if so, set it to {}; if not, correct the \
                 policy ({})",
                remedy.set,
                remedy.to,
                remedy.path.join(" > ")
            )
        });
        draft
    })
}
