//! Which policies are assigned to a role and its members, and their combined requirements.

use std::collections::BTreeMap;

use super::super::failure::Failure;
use super::Arguments;
use super::record::Claim;
use crate::config::Config;
use crate::engine::audit::AuditedRole;
use crate::engine::configured_policy;
use crate::model::matches;
use crate::policy::{Choices, Policy, Requirements, is_defined, resolve};
use crate::role::Role;

/// The policy of the API member that an audit itself uses.
const OWN_POLICY: &str = "leastwise-audit";

/// Policies that were read, by the name under which they are given.
pub(super) type Policies = BTreeMap<String, Policy>;

/// The policies of each member of a role.
pub(super) fn claim(
    role: &Role,
    arguments: &Arguments,
    config: Option<&Config>,
    caller: Option<&str>,
    policies: &mut Policies,
) -> Result<Claim, Failure> {
    let for_role = policies_of_role(role, arguments, config);
    let used_by = role.origin.used_by.iter().flatten();
    let identifiers = used_by
        .chain(&role.origin.member)
        .map(|member| &member.identifier);
    let mut claimed = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    let mut known = true;
    for identifier in identifiers {
        let member =
            config.and_then(|config| Some((config, config.document.members.get(identifier)?)));
        let own: Vec<String> = member.map_or_else(Vec::new, |(config, member)| {
            let names = member.policies.iter();
            names
                .map(|name| configured_policy(config, &name.value))
                .collect()
        });
        let all = if !own.is_empty() {
            own
        } else if caller == Some(identifier) && arguments.policies.is_empty() {
            // The audit's own key: what it needs is known.
            vec![OWN_POLICY.to_owned()]
        } else {
            for_role.clone()
        };
        // If a member has no policy, the requirements of the role are unknown.
        known &= !all.is_empty();
        for name in &all {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        claimed.insert(identifier.clone(), all);
    }
    if claimed.is_empty() {
        names = for_role;
    }
    for name in &names {
        if !policies.contains_key(name) {
            let policy = crate::cli::named::policy(name)??;
            policies.insert(name.clone(), policy);
        }
    }
    Ok(Claim {
        compared: names,
        known,
        members: claimed,
    })
}

/// The combined requirements of the policies of a role; `None` if a member has no policy.
pub(super) fn requirements(
    claim: &Claim,
    policies: &Policies,
    choices: &Choices,
) -> Result<Option<Requirements>, Failure> {
    if claim.compared.is_empty() || !claim.known {
        return Ok(None);
    }
    let chosen: Vec<&Policy> = claim
        .compared
        .iter()
        .filter_map(|name| policies.get(name))
        .collect();
    Ok(Some(resolve(&chosen, &relevant(choices, &chosen))?))
}

/// Roles with the policies of their members, and with what those require.
pub(super) fn audited<'a>(
    roles: &'a [Role],
    claims: impl IntoIterator<Item = &'a Claim>,
    asked: &'a [Option<Requirements>],
) -> Vec<AuditedRole<'a>> {
    let roles = roles.iter().zip(claims).zip(asked);
    roles
        .map(|((role, claim), requirements)| AuditedRole {
            role,
            requirements: requirements.as_ref(),
            policies: claim.members.clone(),
        })
        .collect()
}

/// The features that these policies define: others are for other members.
fn relevant(choices: &Choices, policies: &[&Policy]) -> Choices {
    let defined = |choice: &String| is_defined(policies, choice);
    let mut relevant = choices.clone();
    relevant.on.retain(&defined);
    relevant.off.retain(&defined);
    relevant
}

fn policies_of_role(role: &Role, arguments: &Arguments, config: Option<&Config>) -> Vec<String> {
    if !arguments.policies.is_empty() {
        return arguments.policies.clone();
    }
    let Some(config) = config else {
        return Vec::new();
    };
    let fits =
        |pattern: &str| matches(pattern, role.identity()) || matches(pattern, role.source.name());
    let document = &config.document;
    let entry = document
        .matches
        .iter()
        .find(|entry| fits(&entry.role.value));
    let list = entry.map_or(&document.policies, |entry| &entry.policies);
    list.iter()
        .map(|name| configured_policy(config, &name.value))
        .collect()
}
