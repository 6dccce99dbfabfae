//! Policies of the library that fit the roles of a directory.

use std::fs;

use crate::engine::best_policies;
use crate::role::{self, ReadOptions};

/// A policy that fits a role by name or by levels.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    /// The file of the role.
    pub(super) file: String,
    /// What `match` finds the role by.
    pub(super) role: String,
    /// The id of the policy.
    pub(super) policy: &'static str,
    /// Why it is proposed.
    pub(super) why: String,
}

/// A policy shares at least so much with a role whose name does not mention it, in thousandths.
const ALIKE: usize = 900;

/// The proposals for some roles, in their order; roles without a fitting policy have none.
pub(super) fn proposals(files: &[String]) -> Vec<Proposal> {
    files.iter().filter_map(|file| proposal(file)).collect()
}

fn proposal(file: &str) -> Option<Proposal> {
    let role = role::read(file, fs::read(file).ok()?, &ReadOptions::default()).ok()?;
    let best = best_policies(&role, 1).into_iter().next()?;
    if !best.named && best.shared < ALIKE {
        return None;
    }
    // A `*` in a name would match other roles.
    let name = role.name.as_deref().filter(|name| !name.contains('*'));
    let pattern = match name {
        Some(name) => name.to_owned(),
        None if file.contains('*') => return None,
        None => format!("*{file}"),
    };
    let named = if best.named {
        "the role's name mentions it; "
    } else {
        ""
    };
    Some(Proposal {
        file: file.to_owned(),
        role: pattern,
        policy: best.policy,
        why: format!(
            "{named}the role grants {} of its {} levels",
            best.granted, best.asks
        ),
    })
}
