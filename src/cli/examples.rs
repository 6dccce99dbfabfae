//! Examples in the help of every command.

use clap::Command;

/// The path of each command with its examples.
const EXAMPLES: &[(&[&str], &str)] = &[
    (
        &[],
        "  leastwise check role.json -p hudu        which levels are missing or excessive\n  \
         leastwise plan role.json -p hudu         what to change, step by step\n  \
         leastwise policy list datto              find a policy in the library",
    ),
    (&["init"], "  leastwise init\n  leastwise init --ci github"),
    (
        &["check"],
        "  leastwise check role.json -p hudu\n  \
         leastwise check roles/ --format concise --report sarif=out.sarif",
    ),
    (
        &["plan"],
        "  leastwise plan role.json -p hudu\n  leastwise plan role.json -p hudu -o plan.html",
    ),
    (
        &["fetch"],
        "  leastwise fetch --role \"CloudBlue API\" -o role.json\n  leastwise fetch --all -o roles/",
    ),
    (
        &["baseline"],
        "  leastwise baseline write roles/ -p hudu\n  leastwise baseline prune roles/ -p hudu",
    ),
    (
        &["waive"],
        "  leastwise waive 2f1c6a90d3b84e57 roles/ --reason \"pilot until March\" --until 2027-03-31",
    ),
    (
        &["audit"],
        "  leastwise fetch --all -o roles/\n  leastwise audit roles/\n  \
         leastwise audit roles/ -o audit.csv\n  \
         leastwise audit roles/ --evidence audit-2026-11-28\n  \
         leastwise audit verify audit-2026-11-28",
    ),
    (
        &["infer"],
        "  leastwise infer session.har\n  \
         leastwise infer access.log.gz -p cloudblue-reseller-marketplace --fail-on undeclared\n  \
         leastwise infer api-logs.csv --as policy -o draft.yaml",
    ),
    (
        &["role"],
        "  leastwise role identify role.json\n  leastwise role diff before.json after.json",
    ),
    (
        &["role", "identify"],
        "  leastwise role identify role.json\n  leastwise role identify role.json --format json",
    ),
    (
        &["role", "diff"],
        "  leastwise role diff before.json after.json\n  leastwise role diff monday/ tuesday/",
    ),
    (
        &["policy"],
        "  leastwise policy list datto\n  leastwise policy show hudu",
    ),
    (
        &["policy", "list"],
        "  leastwise policy list datto\n  leastwise policy list --format json",
    ),
    (
        &["policy", "show"],
        "  leastwise policy show hudu\n  leastwise policy show \"Datto RMM\"",
    ),
    (
        &["policy", "lint"],
        "  leastwise policy lint mine.yaml\n  leastwise policy lint mine.yaml --fail-on warning",
    ),
    (
        &["policy", "diff"],
        "  leastwise policy diff old.yaml new.yaml\n  leastwise policy diff HEAD~1:mine.yaml mine.yaml",
    ),
    (
        &["policy", "merge"],
        "  leastwise policy merge hudu crewhu-api\n  leastwise policy merge hudu crewhu-api -o role.json",
    ),
    (
        &["policy", "import"],
        "  leastwise policy import page.html -o mine.yaml\n  leastwise policy import role.json",
    ),
    (
        &["policy", "test"],
        "  leastwise policy test tests.yaml\n  leastwise policy test one.yaml two.yaml",
    ),
    (
        &["policy", "update"],
        "  leastwise policy update leastwise-policies.json --digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n  leastwise policy update https://github.com/leastwise/leastwise/releases/download/v0.2.0/leastwise-policies.json#sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n  leastwise policy update --reset",
    ),
    (
        &["policy", "bundle"],
        "  leastwise policy bundle\n  leastwise policy bundle -o library.json",
    ),
    (
        &["docs"],
        "  leastwise docs hudu -o guide.html\n  leastwise docs mine.yaml --kind table",
    ),
    (
        &["explain"],
        "  leastwise explain missing-level\n  leastwise explain \"Finance/Agreements\"\n  \
         leastwise explain \"PATCH /time/entries/123\" --role role.json\n  \
         leastwise explain 403\n  leastwise explain - < error.txt",
    ),
    (
        &["schema"],
        "  leastwise schema policy\n  leastwise schema config",
    ),
    (
        &["completions"],
        "  leastwise completions bash\n  leastwise completions powershell",
    ),
    (
        &["man"],
        "  leastwise man check\n  leastwise man --output man/",
    ),
];

/// Adds the examples to the help of a command line.
pub(super) fn added(mut command: Command) -> Command {
    for (path, text) in EXAMPLES {
        command = at(command, path, text);
    }
    command
}

fn at(command: Command, path: &[&str], text: &str) -> Command {
    match path.split_first() {
        Some((name, rest)) if command.find_subcommand(name).is_some() => {
            command.mut_subcommand(name, |sub| at(sub, rest, text))
        }
        Some(_) => command,
        None => {
            let kept = command.get_after_help().map(ToString::to_string);
            let kept = kept.map_or(String::new(), |text| format!("\n\n{text}"));
            command.after_help(format!("Examples:\n{text}{kept}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EXAMPLES;
    use clap::CommandFactory;

    #[test]
    fn every_example_is_a_valid_command() {
        for line in EXAMPLES.iter().flat_map(|(_, text)| text.lines()) {
            let line = line.trim().split("   ").next().unwrap_or_default();
            let line = line.split(" < ").next().unwrap_or_default();
            let words: Vec<String> = shlex(line);
            if !cfg!(feature = "live") && words.get(1).is_some_and(|word| word == "fetch") {
                continue;
            }
            let parsed = crate::cli::Arguments::command().try_get_matches_from(&words);
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
        }
    }

    /// Words of a line, with double quotes.
    fn shlex(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ' ' if !quoted => words.push(String::new()),
                c => words.last_mut().unwrap().push(c),
            }
        }
        words
    }
}
