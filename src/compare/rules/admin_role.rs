//! `admin-role`

use super::Check;
use crate::compare::view::{Draft, RoleView};

rule! {
    /// ## What it does
    ///
    /// Finds a role that ConnectWise marks as an administrator's (`adminFlag` is true).
    ///
    /// ## Why it matters
    ///
    /// Such a role grants everything, whatever its rows say; what the rows then mean is not
    /// documented, so Leastwise judges no level of it. Whoever gets hold of the integration's key
    /// can do anything, and can delete anything.
    ///
    /// ## Example
    ///
    /// The help page said "use Admin", and the integration only reads companies.
    ///
    /// ## How to fix
    ///
    /// Make a role of its own for the integration (System > Security Roles), with the levels that
    /// its policy lists, and give it to the API member (System > Members > API Members).
    AdminRole, Error, "the role is an administrator's", Check::Role(check)
}

fn check(run: &RoleView<'_>) -> Option<Draft> {
    if run.role.admin != Some(true) {
        return None;
    }
    let place = run
        .role
        .admin_place
        .map(|span| run.in_role(span, "an administrator's role"));
    Some(Draft {
        message: "this is an administrator's role: it grants everything, whatever its rows say"
            .to_owned(),
        help: Some(
            "make a role of its own for the integration at System > Security Roles, and give it to \
             the API member at System > Members > API Members"
                .to_owned(),
        ),
        policies: run.ids(0..run.requirements.policies.len()),
        locations: place.into_iter().collect(),
        ..Draft::default()
    })
}
