//! `missing-level`

use super::Check;
use crate::compare::view::CellView;
use crate::policy::OperationRequirement;
use crate::report::{Draft, RuleId, rule};
use crate::role::Grant;

rule! {
    /// ## What it does
    ///
    /// Finds an operation for which the role grants a lower level than a policy needs.
    ///
    /// ## Why it matters
    ///
    /// The integration fails when it first needs the level, and ConnectWise's error does not say
    /// which level is missing. The policy's purpose says what the integration needs it for.
    ///
    /// ## Example
    ///
    /// The role grants `None` for Delete on Finance / Agreements; the policy needs `All` "to
    /// synchronize deleted resources". Removed subscriptions stay on the agreement and are billed.
    ///
    /// ## How to fix it
    ///
    /// Raise the level on the Security Roles screen, as the finding describes. If the integration
    /// does not use what the purpose describes, remove the level from the policy instead.
    MissingLevel, Error, "the role grants less than a policy needs", Check::Cell(check)
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    if !cell.too_low() || cell.lowest.1 == Grant::NotOffered {
        return None;
    }
    Some(shortfall(cell, RuleId::MissingLevel))
}

/// The finding for a cell that grants too little, for either of the two rules.
pub(super) fn shortfall(cell: &CellView<'_>, rule: RuleId) -> Draft {
    let (_, grant) = cell.lowest;
    let column = cell.operation.column();
    let accepted = cell.accepted();
    let found = match (rule, grant) {
        (RuleId::OperationNotOffered, _) => format!("{column} is null"),
        (_, Grant::Level(level)) => format!("{column} is {level}"),
        (_, Grant::NotOffered | Grant::Absent) => format!("{column} is not stated"),
    };
    let message = format!("{}: {found} but must be {accepted}", cell.of.label());
    let mut draft = cell.draft(cell.lowest, accepted.min, message);
    if cell.asked().is_some_and(OperationRequirement::is_for_setup) {
        draft.help = draft
            .help
            .map(|help| format!("{help}; needed only during setup: revoke it afterwards"));
    }
    let origins = cell.asked().into_iter().flat_map(|asked| &asked.origins);
    let needing = origins.filter(move |origin| origin.range.min > grant.level());
    cell.with_origins(draft, needing, |origin| format!("needs {}", origin.range))
}
