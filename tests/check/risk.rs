//! Risk of findings: in every format, as sort order, as a gate, and changed by the configuration.

use std::path::Path;

use serde_json::{Value, json};

use crate::check::harness::{POLICY, file, leastwise, row, rows};

/// A role with a critical, a high and a medium excessive permission.
fn role() -> (tempfile::TempDir, String) {
    let mut rows = rows("cloudblue-exact");
    for (function, field) in [
        ("Contacts", "editLevel"),
        ("Contacts", "deleteLevel"),
        ("Member Maintenance", "editLevel"),
        ("Member Maintenance", "inquireLevel"),
    ] {
        row(&mut rows, function)[field] = "All".into();
    }
    file("role.json", serde_json::to_vec(&rows).unwrap())
}

#[test]
fn findings_carry_the_risk_and_are_ordered_by_it() {
    let (_folder, path) = role();
    let run = leastwise(&["check", &path, "-p", POLICY, "--format", "json"]);
    let findings = run.findings();
    assert_eq!(findings[0]["function"], "Member Maintenance");
    assert_eq!(findings[0]["risk"]["severity"], "critical");
    let families = findings[0]["risk"]["families"].as_array().unwrap();
    assert!(families.contains(&"privilege-escalation".into()));
    assert!(
        findings[0]["risk"]["reason"]
            .as_str()
            .unwrap()
            .ends_with('.')
    );
    for finding in &findings {
        let basis = finding["risk"]["basis"].as_str().unwrap();
        assert!(["fact", "judgment"].contains(&basis), "{basis}");
    }
    // Functions by their highest risk; findings of one function stay together.
    let mut functions: Vec<(&str, usize)> = Vec::new();
    for finding in &findings {
        let function = finding["function"].as_str().unwrap();
        let risk = finding["risk"]["severity"].as_str().unwrap();
        let rank = ["critical", "high", "medium", "low"];
        let rank = rank.iter().position(|word| *word == risk).unwrap();
        match functions.last_mut() {
            Some((last, highest)) if *last == function => *highest = rank.min(*highest),
            _ => functions.push((function, rank)),
        }
    }
    assert_eq!(functions.len(), 2, "{functions:?}");
    assert!(
        functions.is_sorted_by_key(|(_, rank)| *rank),
        "{functions:?}"
    );

    let csv = leastwise(&["check", &path, "-p", POLICY, "--format", "csv"]);
    let header = csv.stdout.lines().next().unwrap();
    assert!(
        header.ends_with("risk,families,risk_basis,risk_reason"),
        "{header}"
    );
    assert!(csv.stdout.contains(",critical,"), "{}", csv.stdout);

    let sarif = leastwise(&["check", &path, "-p", POLICY, "--format", "sarif"]).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let critical = |result: &&Value| result["properties"]["risk"]["severity"] == "critical";
    let result = results.iter().find(critical).unwrap();
    assert_eq!(result["rank"], 95.0);
    assert_eq!(result["properties"]["security-severity"], "9.5");
    assert_eq!(result["properties"]["risk"]["severity"], "critical");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    let rule = rules
        .iter()
        .find(|rule| rule["id"] == result["ruleId"])
        .unwrap();
    assert_eq!(rule["properties"]["security-severity"], "9.5");
}

#[test]
fn missing_permissions_have_no_risk_and_an_administrator_has_the_highest() {
    let mut missing = rows("cloudblue-exact");
    row(&mut missing, "Agreements")["deleteLevel"] = "None".into();
    let (_folder, path) = file("role.json", serde_json::to_vec(&missing).unwrap());
    let run = leastwise(&["check", &path, "-p", POLICY, "--format", "json"]);
    assert_eq!(run.findings()[0]["risk"], Value::Null);
    let admin = json!({ "schema": "leastwise/role/v1", "role": { "id": 1, "name": "A", "adminFlag": true },
        "complete": true, "settings": rows("cloudblue-exact") });
    let (_folder, path) = file("role.json", admin.to_string());
    let run = leastwise(&["check", &path, "-p", POLICY, "--format", "json"]);
    assert_eq!(run.findings()[0]["risk"]["severity"], "critical");
}

#[test]
fn the_risk_can_fail_a_run_and_the_configuration_can_change_it() {
    let (folder, path) = role();
    let check = |more: &[&str]| {
        let fixed = [
            "check",
            &path,
            "-p",
            POLICY,
            "--fail-on",
            "never",
            "--format",
            "json",
        ];
        leastwise(&[&fixed[..], more].concat())
    };
    assert_eq!(check(&[]).code, 0);
    assert_eq!(check(&["--fail-on-risk", "critical"]).code, 1);
    let config = |text: &str| {
        let path = folder.path().join("leastwise.yaml");
        std::fs::write(&path, format!("schema: leastwise/config/v1\n{text}")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let lower = config(
        "fail_on_risk: critical\nrisk:\n  - module: System\n    function: Member Maintenance\n    \
         severity: low\n    reason: An identity provider decides who may sign in.\n",
    );
    let run = check(&["--config", &lower]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let findings = run.findings();
    let of_function = |finding: &&Value| finding["function"] == "Member Maintenance";
    let changed = findings.iter().find(of_function).unwrap();
    assert_eq!(changed["risk"]["severity"], "low");
    assert_eq!(changed["risk"]["basis"], "configuration");
    for (text, says) in [
        (
            "risk:\n  - {module: System, function: Zebra Riding, severity: low, reason: x}\n",
            "there is no function `System / Zebra Riding`",
        ),
        (
            "risk:\n  - {module: System, function: Member Maintenance, severity: low, reason: ' '}\n",
            "has no reason",
        ),
    ] {
        let path = config(text);
        let run = check(&["--config", &path]);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
}

fn save(folder: &Path, name: &str, rows: &[Value]) {
    let role = json!({ "schema": "leastwise/role/v1", "role": { "id": 1, "name": name, "adminFlag": false },
        "complete": true, "count": rows.len(), "settings": rows });
    std::fs::write(folder.join(format!("{name}.json")), role.to_string()).unwrap();
}

#[test]
fn excluded_roles_are_counted_and_listed_and_never_make_a_clean_run_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), "CloudBlue", &rows("cloudblue-exact"));
    save(folder.path(), "Technicians", &rows("cloudblue-too-much"));
    let config = folder.path().join("leastwise.yaml");
    let exclude = |pattern: &str| {
        let text = format!(
            "schema: leastwise/config/v1\npolicies: {POLICY}\nexclude:\n  - role: '{pattern}'\n    reason: used by people\n"
        );
        std::fs::write(&config, text).unwrap();
    };
    let run = |command: &str| {
        let folder = folder.path().to_str().unwrap();
        leastwise(&[
            command,
            folder,
            "--config",
            config.to_str().unwrap(),
            "--format",
            "json",
        ])
    };
    exclude("Tech*");
    let check = run("check");
    assert_eq!(check.code, 0, "{check:?}");
    let report = check.json();
    assert_eq!(report["roles"].as_array().unwrap().len(), 1);
    assert_eq!(report["excluded"][0]["role"], "Technicians");
    assert_eq!(report["excluded"][0]["reason"], "used by people");
    assert!(
        check
            .stderr
            .contains("excluded by the configuration (1): `Technicians` (used by people)"),
        "{}",
        check.stderr
    );
    let audit = run("audit").json();
    assert_eq!(audit["excluded"][0]["role"], "Technicians");
    assert_eq!(audit["roles"].as_array().unwrap().len(), 1);
    exclude("*");
    for command in ["check", "audit"] {
        let nothing = run(command);
        assert_eq!(nothing.code, 3, "{nothing:?}");
        assert!(
            format!("{nothing:?}").contains("excludes every role"),
            "{nothing:?}"
        );
    }
}
