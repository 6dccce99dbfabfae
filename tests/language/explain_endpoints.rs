//! `leastwise explain` on requests and errors: every row of the corpus, through the binary.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::language::harness::explain;

const CORPUS: &str = include_str!("explain-endpoints.tsv");

fn need(need: &Value) -> String {
    let mut text = format!(
        "{} / {}: {} ({})",
        need["module"].as_str().unwrap_or_default(),
        need["function"].as_str().unwrap_or_default(),
        need["operation"].as_str().unwrap(),
        need["grade"].as_str().unwrap()
    );
    if let Some(when) = need["when"].as_str() {
        text.push_str(" when ");
        text.push_str(when);
    }
    text
}

#[test]
fn every_row_of_the_corpus_is_answered_as_expected() {
    let mut wrong = Vec::new();
    for line in CORPUS.lines().skip(1) {
        let row: Vec<&str> = line.split('\t').collect();
        let column = |at: usize| row.get(at).copied().unwrap_or_default();
        let set = |at: usize, sign: &'static str| -> BTreeSet<String> {
            column(at)
                .split(sign)
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let error = column(0) == "error";
        let lead = if error { column(3) } else { column(1) };
        let input = format!("{lead} {}", column(2));
        let run = explain(&[input.trim(), "--format", "json"]);
        if run.code != 0 {
            wrong.push(format!("{input}: {run:?}"));
            continue;
        }
        let answer = run.json();
        let mut check = |what: &str, found: String, expected: String| {
            if found != expected {
                wrong.push(format!("{input}: {what}: {found} instead of {expected}"));
            }
        };
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        check("answer", word(&answer["answer"]), column(4).to_owned());
        if error {
            continue;
        }
        check("grade", word(&answer["grade"]), column(8).to_owned());
        check(
            "path",
            word(&answer["request"]["path"]),
            column(9).to_owned(),
        );
        let needs = answer["needs"].as_array().unwrap();
        let first = needs.first().cloned().unwrap_or_default();
        for (key, at) in [("module", 5), ("function", 6), ("operation", 7)] {
            check(key, word(&first[key]), column(at).to_owned());
        }
        let split = |conditional: bool| -> BTreeSet<String> {
            needs
                .iter()
                .skip(1)
                .filter(|need| need["when"].is_string() == conditional)
                .map(need)
                .collect()
        };
        check(
            "also",
            format!("{:?}", split(false)),
            format!("{:?}", set(10, ";")),
        );
        check(
            "conditional",
            format!("{:?}", split(true)),
            format!("{:?}", set(11, ";")),
        );
        let strings = |value: &Value| -> BTreeSet<String> {
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        check(
            "items",
            format!("{:?}", strings(&first["items"])),
            format!("{:?}", set(12, ";")),
        );
        check(
            "flags",
            format!("{:?}", strings(&answer["flags"])),
            format!("{:?}", set(13, ",")),
        );
        check(
            "doubts",
            format!("{:?}", strings(&answer["doubts"])),
            format!("{:?}", set(14, ",")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pasted_curl_command_is_read_and_its_secrets_are_not_printed() {
    let command = "curl -X PATCH 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7?x=DUMMY-SECRET-1' \
                   -H 'Authorization: Basic DUMMY-SECRET-2' -H \"clientId: DUMMY-SECRET-3\" -b 'a=DUMMY-SECRET-4' \
                   -d '[{\"op\":\"replace\",\"path\":\"/summary\",\"value\":\"DUMMY-SECRET-5\"}]'";
    for format in ["json", "human"] {
        let run = explain(&[command, "--format", format]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(!format!("{run:?}").contains("DUMMY-SECRET"), "{run:?}");
        assert!(run.stdout.contains("Service Tickets"), "{run:?}");
        // The request changes neither the status nor the closed flag.
        assert!(!run.stdout.contains("Close Service Tickets"), "{run:?}");
    }
}

#[test]
fn a_bare_status_and_a_path_alone_are_explained() {
    let run = explain(&["403", "--format", "json"]).json();
    assert_eq!(run["answer"], "possibly-missing-permission");
    let run = explain(&["/service/tickets/7", "--format", "json"]).json();
    assert_eq!(run["other_methods"].as_array().unwrap().len(), 3);
}

#[test]
fn a_role_is_compared_with_what_a_request_needs() {
    let folder = tempfile::tempdir().unwrap();
    let role = folder.path().join("role.json");
    std::fs::write(
        &role,
        r#"[{ "moduleDescription": "Time & Expense", "moduleFunctionDescription": "Time Entry",
            "addLevel": "All", "editLevel": "My", "deleteLevel": "None", "inquireLevel": "All" }]"#,
    )
    .unwrap();
    let role = role.to_str().unwrap();
    let run = explain(&["PATCH /time/entries/1", "--role", role, "--format", "json"]);
    // The role has a row for one function only, so the other functions are not known.
    assert_eq!(run.code, 4, "{run:?}");
    let run = run.json();
    assert_eq!(run["role_complete"], false);
    assert_eq!(run["role"][0]["enough"], "perhaps");
    assert_eq!(run["role"][1]["enough"], "no");
    assert_eq!(run["role"][2]["enough"], "unknown");
    let run = explain(&["GET /company/companies", "--role", role, "--format", "json"]).json();
    assert_eq!(run["role"][0]["enough"], "unknown");
    assert_eq!(run["role"][0]["granted"], serde_json::Value::Null);
    let run = explain(&["PATCH /time/entries/1", "--role", role]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stdout.contains("Time Entry, Edit: My."), "{run:?}");
    assert!(
        run.stdout.contains("Inconclusive: the role was not read"),
        "{run:?}"
    );
    let exact = "examples/roles/cloudblue-exact.json";
    let run = explain(&["PATCH /time/entries/1", "--role", exact, "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = run.json();
    assert_eq!(run["role"][0]["enough"], "no");
    assert_eq!(run["role"][0]["granted"], "None");
}

#[test]
fn what_is_not_recognized_is_not_repeated() {
    for input in [
        "curl -H 'Authorization: Basic DUMMY-SECRET-1'",
        "{\"token\": \"DUMMY-SECRET-2\"}",
        "Authorization: Bearer DUMMY-SECRET-3",
    ] {
        let run = explain(&[input]);
        let shown = format!("{}{}", run.stdout, run.stderr);
        assert!(!shown.contains("DUMMY-SECRET"), "{shown}");
    }
}
