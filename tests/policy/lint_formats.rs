//! `policy lint` in every format of `check`.

use crate::policy::harness::{CLOUDBLUE, ODD, TODAY, file, leastwise};

/// The names of the formats, from the program.
fn formats(command: &[&str]) -> Vec<String> {
    let arguments = [command, &["--format", "?"]].concat();
    let said = leastwise(&arguments).stderr;
    let list = said.split("[possible values: ").nth(1).unwrap();
    let list = list.split(']').next().unwrap();
    list.split(", ")
        .map(|name| name.trim().to_owned())
        .collect()
}

fn lint(format: &str, policies: &[&str]) -> String {
    let mut arguments = vec!["policy", "lint", TODAY, "--format", format];
    arguments.extend(policies);
    let run = leastwise(&arguments);
    assert!([0, 1, 3].contains(&run.code), "{format}: {run:?}");
    run.stdout
}

#[test]
fn it_has_every_format_of_check() {
    let check = formats(&["check"]);
    assert!(check.len() >= 14, "{check:?}");
    assert_eq!(formats(&["policy", "lint"]), check);
}

#[test]
fn every_format_shows_what_is_wrong_and_speaks_of_policies() {
    for format in formats(&["check"]) {
        let shown = lint(&format, &[ODD]);
        assert!(shown.contains("contradiction"), "{format}: {shown}");
        for wrong in ["1 role", "0 roles", "Compared with"] {
            assert!(!shown.contains(wrong), "{format}, {wrong}: {shown}");
        }
    }
}

#[test]
fn every_format_reports_a_policy_that_cannot_be_read() {
    let (_folder, path) = file("x.yaml", "id: [");
    for format in formats(&["check"]) {
        let shown = lint(&format, &[&path]);
        assert!(shown.contains("not valid YAML"), "{format}: {shown}");
    }
}

#[test]
fn sarif_has_the_rules_about_policies_and_places_in_the_policy() {
    let log: serde_json::Value = serde_json::from_str(&lint("sarif", &[ODD])).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "missing-purpose"));
    assert!(!rules.iter().any(|rule| rule["id"] == "missing-level"));
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 5);
    let mut prints = std::collections::BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], ODD);
        assert!(place["region"]["startLine"].as_u64() >= Some(1), "{result}");
        assert!(
            prints.insert(result["partialFingerprints"].to_string()),
            "{result}"
        );
    }
}

#[test]
fn a_clean_policy_passes_a_test_for_each_rule() {
    let rules = leastwise(&["policy", "lint", CLOUDBLUE, TODAY, "--format", "junit"]).stdout;
    let junit = junit_parser::from_reader(rules.as_bytes()).unwrap();
    assert_eq!((junit.failures, junit.errors), (0, 0));
    assert!(junit.tests >= 18);
    let tap = lint("tap", &[CLOUDBLUE]);
    assert!(
        tap.contains("\nok 1 - ") && !tap.contains("not ok"),
        "{tap}"
    );
    assert!(tap.ends_with(&format!("1..{}\n", junit.tests)), "{tap}");
}

#[test]
fn reports_go_to_files() {
    let (folder, _) = file("x.yaml", "");
    let sarif = folder.path().join("lint.sarif");
    let html = folder.path().join("lint.html");
    let report = format!("html={}", html.display());
    let run = leastwise(&[
        "policy",
        "lint",
        ODD,
        TODAY,
        "-o",
        sarif.to_str().unwrap(),
        "--report",
        &report,
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let sarif = std::fs::read_to_string(sarif).unwrap();
    assert!(sarif.contains("\"version\": \"2.1.0\""), "{sarif}");
    assert!(
        std::fs::read_to_string(html)
            .unwrap()
            .contains("likely mistakes")
    );
    let run = leastwise(&["policy", "lint", ODD, TODAY, "-o", ODD, "--format", "json"]);
    assert_eq!(run.code, 2, "{run:?}");
}
