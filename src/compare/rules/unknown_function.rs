//! `unknown-function`

use super::Check;
use crate::compare::view::FunctionView;
use crate::report::{Draft, rule};
use crate::role::{RowFunction, UnknownFunction};

rule! {
    /// ## What it does
    ///
    /// Reports a row of the role whose function is not in the catalog.
    ///
    /// ## Why it matters
    ///
    /// The row is still compared: it is excess if it grants something and no policy lists it. But
    /// if ConnectWise has renamed a function, a policy with the old name does not match this row.
    /// The catalog is made from public sources and is not exhaustive, so this is a note.
    ///
    /// ## Example
    ///
    /// The role has a row `Service Desk / Today Links`.
    ///
    /// ## How to fix it
    ///
    /// Nothing, if the name is new. If it is another name of a function that you know, use this
    /// name in the policy, and report it so that it can be added to the catalog.
    UnknownFunction, Note, "the role has a function that is not in the catalog",
    Check::Function(|of| check(of).into_iter().collect())
}

/// The function and its first row, if the function is not in the catalog.
pub(in crate::compare) fn unknown<'a>(
    of: &FunctionView<'a>,
) -> Option<(usize, &'a UnknownFunction)> {
    let first = *of.rows.first()?;
    match &of.run.role.rows.get(first)?.function {
        RowFunction::Known(_) => None,
        RowFunction::Unknown(function) => Some((first, function)),
    }
}

fn check(of: &FunctionView<'_>) -> Option<Draft> {
    let (first, function) = unknown(of)?;
    let message = [of.label().as_str(), " is not in the catalog"].concat();
    let mut draft = of.draft(message);
    draft.help = function.nearest().map(|id| {
        let (module, name) = (id.get().module, id.get().name);
        ["the nearest known function is `", module, " / ", name, "`"].concat()
    });
    draft.locations = vec![of.run.at_name(first, "not in the catalog")];
    Some(draft)
}
