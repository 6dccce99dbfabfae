//! Commands that users guess, with the correct ones.

use super::failure::Failure;

/// A guessed command and the correct one.
const GUESSED: [(&str, &str); 16] = [
    (
        "lint",
        "`leastwise check ROLE -p POLICY` to check a role, or `leastwise policy lint FILE` to check a policy",
    ),
    (
        "validate",
        "`leastwise check ROLE -p POLICY` to check a role, or `leastwise policy lint FILE` to check a policy",
    ),
    ("scan", "`leastwise check ROLE -p POLICY`"),
    ("verify", "`leastwise check ROLE -p POLICY`"),
    (
        "compare",
        "`leastwise check ROLE -p POLICY`, or `leastwise role diff` for two versions of a role",
    ),
    ("list", "`leastwise policy list`, with words to search for"),
    ("ls", "`leastwise policy list`, with words to search for"),
    ("search", "`leastwise policy list WORDS`"),
    (
        "policies",
        "`leastwise policy list`, with words to search for",
    ),
    ("show", "`leastwise policy show POLICY`"),
    (
        "diff",
        "`leastwise role diff` for two versions of a role, or `leastwise policy diff` for policies",
    ),
    (
        "fix",
        "`leastwise plan ROLE -p POLICY`, which lists the changes",
    ),
    ("identify", "`leastwise role identify ROLE`"),
    ("import", "`leastwise policy import FILE`"),
    ("test", "`leastwise policy test FILE`"),
    ("rules", "`leastwise explain`, which lists the rules"),
];

/// The error for a guessed command, if the first argument is one.
pub(super) fn command() -> Option<Failure> {
    let typed = std::env::args().nth(1)?;
    let (name, use_this) = GUESSED.iter().find(|(name, _)| *name == typed)?;
    Some(Failure::usage(
        format!("there is no command `{name}`"),
        format!("use {use_this}"),
    ))
}
