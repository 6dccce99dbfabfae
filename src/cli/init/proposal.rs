//! Proposes policies in the library for the roles of a directory.

use std::fs;

use crate::engine::best_policies;
use crate::role::{self, ReadOptions};

/// A policy that matches a role by name or by levels.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    /// The file of the role.
    pub(super) file: String,
    /// The criterion for `match`.
    pub(super) role: String,
    /// The id of the policy.
    pub(super) policy: &'static str,
    /// The reason for the proposal.
    pub(super) why: String,
}

/// Minimum similarity in thousandths for a role whose name does not mention the policy.
const ALIKE: usize = 900;
/// The same for a role that grants all the levels of the policy, and more.
const INCLUDED: usize = 750;
/// Fewer levels than this are in many roles.
const TELLING: usize = 8;

/// The proposals for the given roles, in order; roles without a matching policy have none.
pub(super) fn proposals(files: &[String]) -> Vec<Proposal> {
    files.iter().filter_map(|file| proposal(file)).collect()
}

fn proposal(file: &str) -> Option<Proposal> {
    let role = role::read(file, fs::read(file).ok()?, &ReadOptions::default()).ok()?;
    let best = best_policies(&role, 1).into_iter().next()?;
    let included = best.granted == best.asks && best.asks >= TELLING;
    let least = if included { INCLUDED } else { ALIKE };
    if !best.named && best.shared < least {
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
        "the role's name mentions the policy; "
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
