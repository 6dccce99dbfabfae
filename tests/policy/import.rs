//! Drafts from roles.

use serde_json::json;

use crate::policy::harness::{CLOUDBLUE, TODAY, file, leastwise};

#[test]
fn a_draft_from_a_role_requires_what_the_role_grants() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.yaml");
    let path = path.to_str().unwrap();
    let run = leastwise(&[
        "policy",
        "import",
        "examples/roles/cloudblue-exact.json",
        "-o",
        path,
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    insta::assert_snapshot!(std::fs::read_to_string(path).unwrap());
    let diff = leastwise(&["policy", "diff", CLOUDBLUE, path, "--format", "json"]).json();
    let kinds: Vec<_> = diff["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["kind"].clone())
        .collect();
    assert!(
        kinds.iter().all(|kind| kind == "purpose-changed"),
        "{kinds:?}"
    );
    let check = ["check", "examples/roles/cloudblue-exact.json", "-p", path];
    assert_eq!(leastwise(&check).code, 4);
    let confirmed = leastwise(&["policy", "confirm", path, "--all"]);
    assert_eq!(confirmed.code, 0, "{confirmed:?}");
    let check = leastwise(&check);
    assert_eq!(check.code, 0, "{check:?}");
    let again = leastwise(&[
        "policy",
        "import",
        "examples/roles/cloudblue-exact.json",
        "-o",
        path,
    ]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("--force"));
}

#[test]
fn guesses_are_reported_until_they_are_confirmed() {
    let row = |module: &str, function: &str, inquire: &str| {
        json!({ "moduleDescription": module, "moduleFunctionDescription": function, "inquireLevel": inquire,
                "addLevel": null, "editLevel": "None" })
    };
    let rows = [
        row("Finance", "Agreemnts", "All"),
        row("Finance", "Quantum Ledger", "My"),
        row("Sales", "Opportunity", "None"),
        row("Company", "Contacts", "All"),
        row("", "Time Entry", "All"),
        row("Companies", "Contacts", "My"),
    ];
    let (_folder, table) = file("My Table.json", json!(rows).to_string());
    let arguments = [
        "policy",
        "import",
        &table,
        "--title",
        "Bridge",
        "--source",
        "https://example.com/a",
    ];
    let run = leastwise(&arguments);
    assert_eq!(run.code, 0, "{run:?}");
    let text = run
        .stdout
        .lines()
        .filter(|line| !line.contains("retrieved"))
        .collect::<Vec<_>>()
        .join("\n");
    insta::assert_snapshot!(text);
    let (_other, draft) = file("draft.yaml", &run.stdout);
    let lint = leastwise(&["policy", "lint", &draft, TODAY, "--format", "plain"]);
    assert_eq!(lint.code, 1);
    assert_eq!(
        lint.stdout.matches("unconfirmed").count(),
        5,
        "{}",
        lint.stdout
    );
    assert!(lint.stdout.contains("missing-purpose"));
    let all = leastwise(&[&arguments[..], &["--all"]].concat()).stdout;
    assert!(
        all.contains("Opportunity:\n      inquire: None\n      edit: None"),
        "{all}"
    );
}

#[test]
fn an_empty_or_invalid_table_is_reported() {
    let rows = json!([{ "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements", "addLevel": "None" }]);
    for (content, hint) in [
        (rows.to_string(), "no row in the table grants anything"),
        ("[]".to_owned(), "no row in the table grants anything"),
        (String::new(), "the file is empty"),
        ("{".to_owned(), "truncated"),
    ] {
        let (_folder, table) = file("table.json", content);
        let run = leastwise(&["policy", "import", &table]);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""));
        assert!(run.stderr.contains(hint), "{}", run.stderr);
    }
}

/// Everything that `check` reads as a role can be drafted.
#[test]
fn a_table_in_markdown_becomes_a_draft() {
    let table = "| Module | Function | Add Level | Edit Level | Delete Level | Inquire Level |\n\
        |---|---|---|---|---|---|\n\
        | Finance | Agreement | | All | | All |\n\
        | Service Desk | Service Tickets | All | Mine | None | All |\n";
    let (_folder, path) = file("table.md", table);
    let run = leastwise(&["policy", "import", &path]);
    assert_eq!(run.code, 0, "{run:?}");
    insta::assert_snapshot!(run.stdout);
}

/// Characters that YAML does not allow, or that are invisible: a draft has them as escapes.
#[test]
fn a_draft_with_any_character_in_a_name_is_readable() {
    for name in [
        "a\u{fffe}b",
        "\u{ffff}",
        "a\u{0}b",
        "a\u{1b}b",
        "a\u{7f}b",
        "a\u{85}b",
        "a\u{9b}b",
        "a\u{2028}b",
        "a\u{feff}b",
        "a\u{fdd0}b",
        "a\u{1fffe}b",
        "a\u{10ffff}b",
    ] {
        let row = |module: &str, function: &str| {
            json!({ "moduleDescription": module, "moduleFunctionDescription": function,
                    "inquireLevel": "All", "addLevel": "All", "editLevel": "All", "deleteLevel": "All" })
        };
        let rows = json!([row("Finance", name), row(&format!("Own{name}"), "Other")]);
        let (folder, table) = file("role.json", rows.to_string());
        let draft = folder.path().join("draft.yaml");
        let draft = draft.to_str().unwrap();
        let run = leastwise(&["policy", "import", &table, "-o", draft]);
        assert_eq!(run.code, 0, "{name:?}: {run:?}");
        let confirmed = leastwise(&["policy", "confirm", draft, "--all"]);
        assert_eq!(confirmed.code, 0, "{name:?}: {confirmed:?}");
        // The role has too few rows to be complete; every existing row meets the draft.
        let check = leastwise(&["check", &table, "-p", draft, "--format", "json"]);
        assert_eq!(check.code, 4, "{name:?}: {check:?}");
        let report = check.json();
        assert_eq!(report["errors"], json!([]), "{name:?}");
        let findings = report["roles"][0]["findings"].as_array().unwrap();
        assert!(
            !findings
                .iter()
                .any(|f| f["rule"] == "missing-function" || f["rule"] == "missing-level"),
            "{name:?}: {findings:?}"
        );
    }
}

#[test]
fn a_draft_from_an_incomplete_role_is_inconclusive() {
    let page = "examples/roles/cloudblue-first-page.json";
    let run = leastwise(&["policy", "import", page]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(
        run.stdout
            .contains("guess: \"the role is incomplete, so levels may be missing"),
        "{run:?}"
    );
    assert!(
        run.stderr
            .contains("the role is incomplete: the role has exactly 25 rows"),
        "{run:?}"
    );
}
