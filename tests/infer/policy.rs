//! `--as policy`: a policy that other subcommands read.

use crate::infer::harness::{leastwise, names};

#[test]
fn every_draft_is_a_policy() {
    let folder = tempfile::tempdir().unwrap();
    for name in names() {
        let path = folder.path().join(format!("{name}.yaml"));
        let path = path.to_str().unwrap();
        let run = leastwise(&[
            "infer", &name, "--as", "policy", "--id", "drafted", "-o", path,
        ]);
        assert_eq!(run.code, 0, "{name} {run:?}");
        let shown = leastwise(&["policy", "show", path, "--resolved", "--as", "json"]);
        assert_eq!(shown.code, 0, "{name} {shown:?}");
        let document = shown.json();
        let needs = leastwise(&["infer", &name, "--format", "json"]).json();
        let mut asked = 0;
        for need in needs["needs"].as_array().unwrap() {
            let suggestion = need["suggest_only"] == true;
            let row = document["functions"]
                .as_array()
                .unwrap()
                .iter()
                .find(|row| row["module"] == need["module"] && row["function"] == need["function"]);
            let level = row.and_then(|row| {
                row["operations"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|asked| asked["operation"] == need["operation"])
            });
            assert_eq!(level.is_some(), !suggestion, "{name} {need}");
            asked += usize::from(!suggestion);
        }
        let found: usize = document["functions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["operations"].as_array().unwrap().len())
            .sum();
        assert_eq!(found, asked, "{name}");
    }
}

#[test]
fn inferred_levels_are_unconfirmed_and_suggestions_are_notes() {
    let text = leastwise(&["infer", "cloudblue-seed.mitmproxy.har", "--as", "policy"]).stdout;
    assert!(
        text.contains("Suggestion, not in the table: Finance / Agreements Delete"),
        "{text}"
    );
    assert!(!text.contains("delete:"), "{text}");
    assert!(text.contains("id: cloudblue-seed\n"), "{text}");
    let text = leastwise(&["infer", "agent.python.log", "--as", "policy"]).stdout;
    assert!(
        text.contains("Add is inferred from the path of the request"),
        "{text}"
    );
    assert!(text.contains("agent.python.log"), "{text}");
}
