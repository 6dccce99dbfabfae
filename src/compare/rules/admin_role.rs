//! `admin-role`

use super::Check;
use crate::compare::view::RoleView;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a role that ConnectWise marks as an administrator role (`adminFlag` is true).
    ///
    /// ## Why it matters
    ///
    /// Such a role grants everything, whatever its rows say. ConnectWise does not document what the
    /// rows mean, so Leastwise checks none of them. Anyone with the integration's key can do and
    /// delete anything.
    ///
    /// ## Example
    ///
    /// The help page said "use Admin", but the integration only reads companies.
    ///
    /// ## How to fix it
    ///
    /// Create a separate role for the integration (System > Security Roles) with the levels that
    /// its policy lists, and assign it to the API member (System > Members > API Members).
    AdminRole, Error, "the role is an administrator role", Check::Role(|run| check(run).into_iter().collect())
}

fn check(run: &RoleView<'_>) -> Option<Draft> {
    if run.role.admin != Some(true) {
        return None;
    }
    let place = run
        .role
        .admin_place
        .map(|span| run.in_role(span, "an administrator role"));
    Some(Draft {
        message: "this is an administrator role: it grants everything, whatever its rows say"
            .to_owned(),
        help: Some(
            "create a separate role for the integration at System > Security Roles, and assign it to the API member at System > Members > API Members"
                .to_owned(),
        ),
        policies: run.requirements.ids(0..run.requirements.policies.len()),
        locations: place.into_iter().collect(),
        ..Draft::default()
    })
}
