//! `member-setting`

use super::Check;
use crate::compare::view::{RoleView, in_policy};
use crate::model::{Member, normalize, unique};
use crate::policy::MemberField;
use crate::report::{Draft, rule};
use crate::yaml::list_words;

rule! {
    /// ## What it does
    ///
    /// Reports an API member whose structure level, location or business unit differs from the
    /// policy. Requires a source with the members of the role (snapshots of `leastwise fetch
    /// --all`).
    ///
    /// ## Why it matters
    ///
    /// The role is not the only limit: with the right role and the wrong structure level, an
    /// integration works but misses records. ConnectWise does not document whether the API fields
    /// correspond to the fields on the screen, so this is a note.
    ///
    /// ## Example
    ///
    /// The policy asks for the structure level `Corporate`; the member that uses the role has `Branch`.
    ///
    /// ## How to fix it
    ///
    /// Check the member at System > Members > API Members.
    MemberSetting, Note, "a setting of a member differs from the policy", Check::Role(check)
}

fn check(run: &RoleView<'_>) -> Vec<Draft> {
    let members = || {
        let users = run.role.origin.used_by.iter().flatten();
        users
            .chain(&run.role.origin.member)
            .filter(|member| member.inactive != Some(true))
    };
    let mut found: Vec<Draft> = Vec::new();
    for member in members() {
        for field in MemberField::ALL {
            let Some(set) = setting(member, field) else {
                continue;
            };
            let asked = run.requirements.policies.iter().flat_map(|policy| {
                let of_field = policy.member.iter().filter(move |(of, ..)| *of == field);
                of_field.map(move |(_, asked, place)| (policy, asked, place))
            });
            let other: Vec<_> = asked
                .filter(|(_, asked, _)| normalize(set) != normalize(asked))
                .collect();
            if other.is_empty() {
                continue;
            }
            let words = unique(other.iter().map(|(_, asked, _)| asked.as_str()));
            let what = name(field);
            found.push(Draft {
                message: format!(
                    "the {what} of `{member}` is `{set}`, but the {} {}",
                    if other.len() == 1 {
                        "policy requires"
                    } else {
                        "policies require"
                    },
                    list_words(words),
                ),
                help: Some(format!(
                    "check the member: System > Members > API Members > {}",
                    member.identifier
                )),
                policies: other.iter().map(|(policy, ..)| policy.id.clone()).collect(),
                item: Some(format!("{}: {what}", member.identifier)),
                locations: other
                    .iter()
                    .map(|(_, asked, place)| in_policy(place, format!("requires `{asked}`")))
                    .collect(),
                ..Draft::default()
            });
        }
    }
    found
}

fn setting(member: &Member, field: MemberField) -> Option<&str> {
    match field {
        MemberField::Level => member.level.as_deref(),
        MemberField::Location => member.location.as_deref(),
        MemberField::BusinessUnit => member.business_unit.as_deref(),
    }
}

const fn name(field: MemberField) -> &'static str {
    match field {
        MemberField::Level => "structure level",
        MemberField::Location => "location",
        MemberField::BusinessUnit => "business unit",
    }
}
