//! The policies in the library that fit a role best, by name and by levels.

use std::cmp::Reverse;

use super::find_policy::named_in;
use super::identify::{cells, granted};
use crate::policy::{Choices, library, resolve};
use crate::role::Role;

/// A policy that may be the one for a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestPolicy {
    /// The id.
    pub policy: &'static str,
    /// The name of the integration.
    pub title: String,
    /// How many levels it asks for.
    pub asks: usize,
    /// How many of them the role grants.
    pub granted: usize,
    /// How much of all levels of the role and of the policy both have, in thousandths.
    pub shared: usize,
    /// Whether the role's name mentions it.
    pub named: bool,
}

/// The best `number` policies: those that the role's name mentions first, then by the levels that
/// the role and the policy share.
pub fn best_policies(role: &Role, number: usize) -> Vec<BestPolicy> {
    let has = granted(role);
    let name = role.name.as_deref().unwrap_or_else(|| role.source.name());
    let mut found: Vec<BestPolicy> = Vec::new();
    for id in library::ids() {
        let Some(Ok(policy)) = library::load(id) else {
            continue;
        };
        let Ok(requirements) = resolve(&[&policy], &Choices::default()) else {
            continue;
        };
        let asked = cells(&requirements);
        let met = asked
            .iter()
            .filter(|(cell, (min, _))| has.get(*cell).is_some_and(|level| level >= min))
            .count();
        // Of all levels that either has, how many are shared: a policy that asks for one level is
        // met by most roles, and a large role meets most policies.
        let shared = (2 * met * 1000)
            .checked_div(asked.len() + has.len())
            .unwrap_or(0);
        let best = BestPolicy {
            policy: id,
            title: policy.document.title.clone(),
            asks: asked.len(),
            granted: met,
            shared,
            named: named_in(id, name),
        };
        if met > 0 || best.named {
            found.push(best);
        }
    }
    found.sort_by_key(|best| (Reverse(best.named), Reverse(best.shared), best.policy));
    found.truncate(number);
    found
}
