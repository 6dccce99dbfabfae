//! `unknown-function`

use super::Check;
use crate::compare::view::{Draft, FunctionView};
use crate::role::{RowFunction, UnknownFunction};

rule! {
    /// ## What it does
    ///
    /// Tells of a row of the role whose function the catalog does not know.
    ///
    /// ## Why it matters
    ///
    /// The row is compared all the same: it is in excess when it grants something and no policy
    /// lists it. But if ConnectWise has renamed a function, a policy that uses the old name will
    /// not find it here. The catalog is made from public sources and is never complete, so this
    /// is a note.
    ///
    /// ## Example
    ///
    /// The role has a row `Service Desk / Today Links`.
    ///
    /// ## How to fix
    ///
    /// Nothing, when the name is simply new. When it is another name of a function that you know,
    /// write this name in the policy, and tell the catalog.
    UnknownFunction, Note, "the role has a row that the catalog does not know",
    Check::Function(check)
}

/// The function with the first of its rows, where the catalog does not know it.
pub(super) fn unknown<'a>(of: &FunctionView<'a>) -> Option<(usize, &'a UnknownFunction)> {
    let first = *of.rows.first()?;
    match &of.run.role.rows.get(first)?.function {
        RowFunction::Known(_) => None,
        RowFunction::Unknown(function) => Some((first, function)),
    }
}

fn check(of: &FunctionView<'_>) -> Option<Draft> {
    let (first, function) = unknown(of)?;
    let message = ["the catalog does not know ", &of.label()].concat();
    let mut draft = of.draft(message);
    draft.help = function.nearest().map(|id| {
        let (module, name) = (id.get().module, id.get().name);
        ["the nearest known function is `", module, " / ", name, "`"].concat()
    });
    let place = FunctionView::name_place(&of.run.role.places(first));
    draft.locations = vec![of.run.in_role(place, "not in the catalog")];
    Some(draft)
}
