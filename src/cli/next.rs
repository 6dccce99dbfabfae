//! Suggests the next command.

use std::ffi::OsString;

/// Options of `check` with a value that `plan` does not have, or that mean something else there.
const VALUED: [&str; 7] = [
    "--format",
    "--output",
    "-o",
    "--report",
    "--fail-on",
    "--fail-on-risk",
    "--baseline",
];

/// Flags that do not affect the plan.
const SWITCHES: [&str; 6] = [
    "--verbose",
    "-v",
    "--quiet",
    "-q",
    "--statistics",
    "--watch",
];

/// `leastwise plan` with the roles and policies of this `check`; `None` for another command.
pub(super) fn plan_command() -> Option<String> {
    plan_of(std::env::args_os().skip(1))
}

fn plan_of(arguments: impl Iterator<Item = OsString>) -> Option<String> {
    let mut words = arguments.map(|word| word.to_string_lossy().into_owned());
    if words.by_ref().find(|word| !word.starts_with('-'))? != "check" {
        return None;
    }
    let mut command = "leastwise plan".to_owned();
    while let Some(word) = words.next() {
        let name = word.split('=').next().unwrap_or_default();
        if SWITCHES.contains(&name) {
            continue;
        }
        if VALUED.contains(&word.as_str()) {
            // The value is the next word.
            words.next();
        } else if !VALUED.contains(&name) && !word.starts_with("-o") {
            command.push(' ');
            command.push_str(&quoted(&word));
        }
    }
    Some(command)
}

/// Quotes a word for a shell.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./\\:=,@%+~".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains(['"', '$', '`', '\\']) {
        format!("'{word}'")
    } else {
        format!("\"{word}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::plan_of;

    fn plan(line: &str) -> Option<String> {
        plan_of(line.split('|').map(Into::into))
    }

    #[test]
    fn the_plan_has_the_roles_and_policies_of_the_check() {
        assert_eq!(
            plan("check|My Role.json|-p|hudu|--format|concise|-oreport.txt|--fail-on=warning|-v"),
            Some("leastwise plan \"My Role.json\" -p hudu".to_owned())
        );
        assert_eq!(
            plan("check|r.json|-o|x|--format=full|--feature|projects"),
            Some("leastwise plan r.json --feature projects".to_owned())
        );
        assert_eq!(
            plan("check|--live|--watch=5|--fail-on-risk|high|--statistics|-p|hudu"),
            Some("leastwise plan --live -p hudu".to_owned())
        );
        assert_eq!(plan("baseline|check"), None);
    }
}
