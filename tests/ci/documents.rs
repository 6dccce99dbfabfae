//! Commands and configurations in the documentation are valid.

use std::collections::BTreeSet;

use crate::ci::{accepted, calls, leastwise, root, said, text};

/// The pages with commands.
const COMMANDS: [&str; 3] = ["docs/ci.md", "docs/waivers.md", "docs/configuration.md"];
/// The pages with configurations.
const EXAMPLES: [&str; 4] = [
    COMMANDS[0],
    COMMANDS[1],
    COMMANDS[2],
    "docs/reference/configuration.md",
];

/// The fenced blocks in a language.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let text = text(document);
    let (mut found, mut block): (Vec<String>, Option<String>) = (Vec::new(), None);
    for line in text.lines() {
        let fence = line.trim_start();
        match &mut block {
            Some(_) if fence == "```" => found.extend(block.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
            None if fence == format!("```{language}") => block = Some(String::new()),
            None => {}
        }
    }
    assert!(block.is_none(), "{document}: a block is not closed");
    found
}

#[test]
fn every_command_line_is_accepted() {
    for document in COMMANDS {
        let calls: Vec<_> = blocks(document, "sh")
            .iter()
            .flat_map(|block| calls(block))
            .collect();
        assert!(!calls.is_empty(), "{document}");
        for call in calls {
            accepted(&call).unwrap_or_else(|error| panic!("{document}: {call:?}: {error}"));
        }
    }
}

/// Makes sure that the test above can fail.
#[test]
fn a_wrong_command_line_is_rejected() {
    for wrong in [
        "check --nonsense",
        "chek",
        "check --fail-on always",
        "waive x --util 2027-01-01",
    ] {
        let call = crate::ci::words(wrong);
        assert!(accepted(&call).is_err(), "{wrong}");
    }
    let found =
        calls("$ x | leastwise check - --fail-on note && .a/bin/leastwise init # leastwise x\n");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0], ["check", "-", "--fail-on", "note"]);
}

#[test]
fn yaml_in_the_documentation_is_yaml() {
    for document in EXAMPLES {
        for block in blocks(document, "yaml") {
            let read: Result<serde_json::Value, _> = serde_saphyr::from_str(&block);
            read.unwrap_or_else(|error| panic!("{document}: {error}\n{block}"));
        }
    }
}

/// Every configuration and waiver file in the documentation can be read: mistakes in it would be
/// reported before the missing policy.
#[test]
fn configurations_in_the_documentation_are_valid() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for document in EXAMPLES {
        for block in blocks(document, "yaml") {
            let name = if block.contains("schema: leastwise/config/v1") {
                "leastwise.yaml"
            } else if block.contains("schema: leastwise/waivers/v1") {
                "waivers.yaml"
            } else {
                continue;
            };
            seen += 1;
            std::fs::write(folder.path().join(name), &block).unwrap();
            let config = folder.path().join("outer.yaml");
            std::fs::write(
                &config,
                "schema: leastwise/config/v1\nwaiver_files: waivers.yaml\n",
            )
            .unwrap();
            let config = if name == "waivers.yaml" {
                "outer.yaml"
            } else {
                name
            };
            let role = root().join("examples/roles/cloudblue-exact.json");
            let empty = folder.path().join("empty.json");
            std::fs::write(
                &empty,
                "{\"schema\":\"leastwise/baseline/v1\",\"written\":\"2026-11-24\",\"findings\":[]}",
            )
            .unwrap();
            let run = leastwise(
                folder.path(),
                &[
                    "check",
                    role.to_str().unwrap(),
                    "-p",
                    crate::ci::POLICY,
                    "--config",
                    config,
                    "--baseline",
                    empty.to_str().unwrap(),
                ],
            );
            let error = said(&run.stderr);
            for wrong in [
                "unknown",
                "not a key",
                "there is no rule",
                "expected",
                "needs a",
            ] {
                assert!(!error.contains(wrong), "{document}: {error}\n{block}");
            }
            assert_ne!(run.status.code(), Some(2), "{document}: {error}\n{block}");
        }
    }
    assert!(seen >= 3, "{seen}");
}

/// Every key of the published schema has a section, and every section documents a key.
#[test]
fn every_key_of_the_configuration_is_described() {
    let schema: serde_json::Value =
        serde_json::from_str(&text("schemas/config.schema.json")).unwrap();
    let keys: BTreeSet<String> = schema["properties"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let described: BTreeSet<String> = text("docs/reference/configuration.md")
        .lines()
        .filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'))
        .map(str::to_owned)
        .collect();
    assert_eq!(keys, described);
}
