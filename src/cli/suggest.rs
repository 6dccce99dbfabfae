//! Lists matching policies for a role if a check names none.

use std::path::Path;

use super::input;
use crate::engine::best_policies;
use crate::model::escape_controls;
use crate::role::ReadOptions;

/// Maximum number of listed policies.
const NAMED: usize = 3;

/// The library's best policies for the role, as the commands of a subcommand.
pub(super) fn policies(command: &str, path: &Path, read: &ReadOptions) -> Option<String> {
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
