//! Lists matching policies for a role if a check names none.

use std::path::PathBuf;

use super::failure::Failure;
use super::input;
use crate::engine::best_policies;
use crate::model::escape_controls;
use crate::role::ReadOptions;

/// The error of a run without a policy.
pub(super) const NO_POLICY: &str = "no policy given";

/// Maximum number of listed policies.
const NAMED: usize = 3;

/// Adds the library's best policies for the role to the error about the missing policy.
///
/// `command` is the subcommand that the user ran.
pub(super) fn policies(
    failure: Failure,
    command: &str,
    role: Option<&PathBuf>,
    read: &ReadOptions,
) -> Failure {
    let Failure::Usage { message, help } = &failure else {
        return failure;
    };
    let (true, Some(path)) = (message == NO_POLICY, role) else {
        return failure;
    };
    match suggestion(command, path, read) {
        Some(text) => Failure::Usage {
            message: message.clone(),
            help: Some(format!("{text}\n{}", help.as_deref().unwrap_or_default())),
        },
        None => failure,
    }
}

fn suggestion(command: &str, path: &PathBuf, read: &ReadOptions) -> Option<String> {
    // Standard input can be read only once, and the role of a directory is not known.
    if input::is_standard_input(path) || !path.is_file() {
        return None;
    }
    let name = input::name(path);
    let role = input::role(path, read).ok()?;
    let best = best_policies(&role, NAMED);
    if best.is_empty() {
        return None;
    }
    let file = super::next::quoted(&name);
    let mut lines = vec![format!(
        "the policies in the library that best fit `{}`, by name and levels:",
        escape_controls(role.identity())
    )];
    for policy in best {
        let named = if policy.named {
            "; the role's name mentions the policy"
        } else {
            ""
        };
        lines.push(format!("  leastwise {command} {file} -p {}", policy.policy));
        lines.push(format!(
            "    {}: the role grants {} of {} levels{named}",
            policy.title, policy.granted, policy.asks
        ));
    }
    Some(lines.join("\n"))
}
