//! Whether a role was read completely.

use crate::compare::{Options, compare};
use crate::policy::{Choices, resolve};
use crate::report::RuleId;
use crate::role::Role;

/// Why a role cannot be called complete, as a sentence; none where nothing says that it is not.
///
/// This is what the rule `incomplete-role` reports where no policy narrows what matters.
pub fn incomplete(role: &Role) -> Option<String> {
    // No policies make requirements without a conflict, so this does not fail.
    let requirements = resolve(&[], &Choices::default()).ok()?;
    let report = compare(&requirements, role, &Options::default());
    report
        .findings
        .iter()
        .find(|finding| finding.rule == RuleId::IncompleteRole)
        .map(|finding| finding.message.clone())
}
