//! `setup-level-left`

use super::Check;
use crate::compare::view::{CellView, in_policy};
use crate::policy::Dormant;
use crate::report::{Draft, Idle, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a level that a policy needs only during setup but that the role still grants.
    ///
    /// ## Why it matters
    ///
    /// Some integrations add an entry to a setup table once, and their vendor asks you to revoke
    /// the permission afterwards. This is often forgotten.
    ///
    /// ## Example
    ///
    /// The policy needs Add on System / Table Setup in the phase `setup`, to register a ticket
    /// source; the integration has run for a year and the role still grants it.
    ///
    /// ## How to fix it
    ///
    /// Lower the level. During setup, check with `--phase setup`.
    SetupLevelLeft, Warning, "a level that is needed only during setup is still granted", Check::Cell(check)
}

/// The statement that explains why the level was granted.
fn setup<'a>(cell: &CellView<'a>) -> Option<&'a Dormant> {
    cell.of
        .requirement?
        .dormant
        .get(cell.operation)
        .iter()
        .find(|dormant| {
            dormant.reason == Idle::Setup && cell.highest.1.level() <= dormant.origin.range.max
        })
}

/// Whether this rule claims a cell that is too high.
pub(in crate::compare) fn claims(cell: &CellView<'_>) -> bool {
    !cell.too_low() && cell.too_high() && setup(cell).is_some()
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    if !claims(cell) {
        return None;
    }
    let dormant = setup(cell)?;
    let message = format!(
        "{}: {} is still {}, which is needed only during setup",
        cell.of.label(),
        cell.operation.column(),
        cell.highest.1.level()
    );
    let mut draft = cell.draft(cell.highest, cell.accepted().max, message);
    draft.policies = cell.of.run.requirements.ids([dormant.origin.place.policy]);
    draft.because = Some("needed only during setup".to_owned());
    draft.purpose.clone_from(&dormant.origin.purpose);
    draft.feature.clone_from(&dormant.origin.feature);
    draft
        .locations
        .push(in_policy(&dormant.origin.place, "only for setup"));
    draft.help = draft
        .help
        .map(|help| format!("{help}; during setup, check with `--phase setup`"));
    Some(draft)
}
