//! Customize lists that the source does not show: what to check.

use crate::compare::list;
use crate::policy::FunctionRequirement;
use crate::report::Change;

/// What to check in the list of a function, if its policies mention one.
pub(super) fn look(asked: &FunctionRequirement, unseen: String) -> Option<Change> {
    (!asked.customize.is_empty()).then(|| Change::Look {
        list: list::of_all(asked),
        unseen,
    })
}
