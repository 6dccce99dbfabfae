//! Suggests the next command.

use std::ffi::OsString;

/// Options of `check` that `plan` does not have and that have a value.
const VALUED: [(&str, &str); 7] = [
    ("--format", "--format"),
    ("--output", "-o"),
    ("--report", "--report"),
    ("--fail-on", "--fail-on"),
    ("--fail-on-risk", "--fail-on-risk"),
    ("--baseline", "--baseline"),
    ("--every", "--every"),
];

/// Flags that do not affect the plan.
const SWITCHES: [&str; 5] = ["--verbose", "-v", "--quiet", "-q", "--statistics"];

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
        if SWITCHES.contains(&word.as_str()) {
            continue;
        }
        let valued = VALUED.iter().find(|(long, short)| {
            word == *long || word.starts_with(&format!("{long}=")) || word.starts_with(short)
        });
        match valued {
            // The value is the next word.
            Some((long, short)) if word == *long || word == *short => drop(words.next()),
            Some(_) => {}
            None => {
                command.push(' ');
                command.push_str(&quoted(&word));
            }
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
        assert_eq!(plan("baseline|check"), None);
    }
}
