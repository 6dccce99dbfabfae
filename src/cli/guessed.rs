//! Commands that users guess, with the correct ones.

use super::failure::Failure;

/// Guessed commands and the correct one.
const GUESSED: [(&[&str], &str); 12] = [
    (
        &["lint", "validate"],
        "`leastwise check ROLE -p POLICY` to check a role, or `leastwise policy lint FILE` to check a policy",
    ),
    (&["scan", "verify"], "`leastwise check ROLE -p POLICY`"),
    (
        &["compare"],
        "`leastwise check ROLE -p POLICY`, or `leastwise role diff` for two versions of a role",
    ),
    (
        &["list", "ls", "policies"],
        "`leastwise policy list`, with words to search for",
    ),
    (&["search"], "`leastwise policy list WORDS`"),
    (&["show"], "`leastwise policy show POLICY`"),
    (
        &["diff"],
        "`leastwise role diff` for two versions of a role, or `leastwise policy diff` for policies",
    ),
    (
        &["fix"],
        "`leastwise plan ROLE -p POLICY`, which lists the changes",
    ),
    (&["identify"], "`leastwise role identify ROLE`"),
    (&["import"], "`leastwise policy import FILE`"),
    (&["test"], "`leastwise policy test FILE`"),
    (&["rules"], "`leastwise explain`, which lists the rules"),
];

/// The error for a guessed command, if the first argument is one.
pub(super) fn command() -> Option<Failure> {
    let typed = std::env::args().nth(1)?;
    let guessed = |(names, _): &&(&[&str], _)| names.contains(&typed.as_str());
    let (_, use_this) = GUESSED.iter().find(guessed)?;
    Some(Failure::usage(
        format!("there is no command `{typed}`"),
        format!("use {use_this}"),
    ))
}
