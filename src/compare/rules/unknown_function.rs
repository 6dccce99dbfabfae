//! `unknown-function`

use super::Check;
use crate::catalogue;
use crate::compare::view::{Draft, FunctionView};
use crate::role::RowFunction;

rule! {
    /// ## What it does
    ///
    /// Tells of a row of the role whose function the catalogue does not know.
    ///
    /// ## Why it matters
    ///
    /// The row is compared all the same: it is in excess when it grants something and no policy
    /// lists it. But if ConnectWise has renamed a function, a policy that uses the old name will
    /// not find it here. The catalogue is made from public sources and is never complete, so this
    /// is a note.
    ///
    /// ## Example
    ///
    /// The role has a row `Service Desk / Today Links`.
    ///
    /// ## How to fix
    ///
    /// Nothing, when the name is simply new. When it is another name of a function that you know,
    /// write this name in the policy, and tell the catalogue.
    UnknownFunction, Note, "the role has a row that the catalogue does not know",
    Check::Function(|of| check(of).into_iter().collect())
}

fn check(of: &FunctionView<'_>) -> Option<Draft> {
    let first = *of.rows.first()?;
    let row = of.run.role.rows.get(first)?;
    if matches!(row.function, RowFunction::Known(_)) {
        return None;
    }
    let message = format!("the catalogue does not know {}", of.label());
    let mut draft = of.draft(message);
    draft.help = catalogue::nearest(of.module, of.function).map(|id| {
        format!(
            "the nearest known function is `{} / {}`",
            id.get().module,
            id.get().name
        )
    });
    let place = FunctionView::name_place(&of.run.role.places(first));
    draft.locations = vec![of.run.in_role(place, "not in the catalogue")];
    Some(draft)
}
