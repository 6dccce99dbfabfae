//! `audit`, `role diff` and `role identify` through the program.

use std::path::Path;

use serde_json::{Value, json};

use crate::check::harness::{leastwise, row, rows};

/// Writes the snapshot of a role with its members and returns its path.
fn snapshot(folder: &Path, id: i64, name: &str, extra: &Value, settings: &[Value]) -> String {
    let mut document = json!({
        "schema": "leastwise/role/v1", "role": { "id": id, "name": name, "adminFlag": false },
        "host": "api-na.myconnectwise.net", "count": settings.len(), "complete": true,
        "settings": settings,
    });
    for (key, value) in extra.as_object().unwrap() {
        document[key] = value.clone();
    }
    let path = folder.join(format!("role-{id}.json"));
    std::fs::write(&path, document.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn member(identifier: &str) -> Value {
    json!({ "identifier": identifier, "inactive": false })
}

fn everything() -> Vec<Value> {
    let mut rows = rows("cloudblue-exact");
    for row in &mut rows {
        for field in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
            row[field] = "All".into();
        }
    }
    rows
}

/// A tenant with one member of each kind.
fn tenant(folder: &Path) {
    let cloudblue = rows("cloudblue-too-much");
    let admin = json!({ "role": { "id": 1, "name": "Admin", "adminFlag": true },
        "used_by": [member("backup")] });
    snapshot(folder, 1, "Admin", &admin, &everything());
    let zapier = json!({ "used_by": [member("zapier")] });
    snapshot(folder, 2, "Copy of Admin", &zapier, &everything());
    let old = json!({ "identifier": "old-sync", "inactive": true });
    snapshot(
        folder,
        3,
        "CloudBlue",
        &json!({ "used_by": [member("cloudblue"), old] }),
        &cloudblue,
    );
    snapshot(
        folder,
        6,
        "Unused",
        &json!({ "used_by": [] }),
        &everything(),
    );
    let config = "schema: leastwise/config/v1\nroles: .\nmembers:\n  cloudblue:\n    policies: \
        cloudblue-reseller-marketplace\n    owner: Finance\n  old-sync: {policies: \
        cloudblue-reseller-marketplace}\n";
    std::fs::write(folder.join("leastwise.yaml"), config).unwrap();
}

fn audit(folder: &Path, more: &[&str]) -> crate::check::harness::Run {
    let config = folder.join("leastwise.yaml");
    let mut arguments = vec!["audit", folder.to_str().unwrap(), "--config"];
    arguments.push(config.to_str().unwrap());
    arguments.extend(more);
    leastwise(&arguments)
}

#[test]
fn an_audit_ranks_members_and_counts_what_no_policy_asks_for() {
    let folder = tempfile::tempdir().unwrap();
    tenant(folder.path());
    let run = audit(folder.path(), &["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    let report = run.json();
    assert_eq!(report["schema"], "leastwise/audit/v1");
    let members = report["members"].as_array().unwrap();
    let order: Vec<(&str, Option<u64>)> = members
        .iter()
        .map(|member| {
            (
                member["identifier"].as_str().unwrap(),
                member["rank"].as_u64(),
            )
        })
        .collect();
    let expected = [
        ("backup", Some(1)),
        ("zapier", Some(2)),
        ("cloudblue", Some(3)),
        ("old-sync", None),
    ];
    assert_eq!(order, expected);
    assert_eq!(members[0]["administrator"], true);
    assert_eq!(members[1]["severities"]["critical"]["excess"], Value::Null);
    let cloudblue = &members[2];
    assert_eq!(cloudblue["owner"], "Finance");
    assert_eq!(
        cloudblue["severities"]["high"],
        json!({ "total": 3, "excess": 1 })
    );
    let extra: Vec<String> = cloudblue["excess"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| {
            format!(
                "{} {}",
                level["function"].as_str().unwrap(),
                level["operation"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        extra,
        [
            "Contacts edit",
            "Opportunity edit",
            "Opportunity inquire",
            "Opportunity add"
        ]
    );
    assert_eq!(report["summary"]["unused_roles"], 1);
    assert!(report["do_first"].as_array().unwrap().len() <= 5);
    let text = audit(folder.path(), &[]).stdout;
    assert!(text.contains("2 keys can take over the tenant"), "{text}");
    assert!(
        text.contains("Inactive, not ranked: old-sync (CloudBlue)"),
        "{text}"
    );
}

#[test]
fn an_incomplete_role_is_not_ranked_and_makes_the_audit_inconclusive() {
    let folder = tempfile::tempdir().unwrap();
    tenant(folder.path());
    let page: Vec<Value> = rows("cloudblue-exact").into_iter().take(25).collect();
    let extra = json!({ "used_by": [member("datto")], "complete": false, "count": 93 });
    snapshot(folder.path(), 9, "Datto", &extra, &page);
    let run = audit(folder.path(), &["--format", "json"]);
    assert_eq!(run.code, 4, "{run:?}");
    let first = &run.json()["members"][0];
    assert_eq!(
        (first["identifier"].as_str(), first["rank"].as_u64()),
        (Some("datto"), None)
    );
    for format in ["human", "markdown"] {
        let run = audit(folder.path(), &["--format", format]);
        assert!(run.stdout.contains("inconclusive"), "{}", run.stdout);
    }
}

#[test]
fn an_audit_of_roles_without_their_members_is_inconclusive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let exact = rows("cloudblue-exact");
    snapshot(folder.path(), 3, "CloudBlue", &json!({}), &exact);
    let page = folder.path().join("audit.html");
    for output in ["-", page.to_str().unwrap()] {
        let run = leastwise(&["audit", path, "--no-config", "-o", output]);
        assert_eq!(run.code, 4, "{run:?}");
        let text = match output {
            "-" => run.stdout,
            file => std::fs::read_to_string(file).unwrap(),
        };
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains("the API members of 1 role are not known"),
            "{text}"
        );
        assert!(!run.stderr.contains("next:"), "{}", run.stderr);
    }
    let json = leastwise(&["audit", path, "--no-config", "--format", "json"]).json();
    assert_eq!(json["complete"], false);
}

#[test]
fn a_tenant_without_excessive_permissions_passes() {
    let folder = tempfile::tempdir().unwrap();
    let exact = json!({ "used_by": [member("cloudblue")] });
    snapshot(
        folder.path(),
        3,
        "CloudBlue",
        &exact,
        &rows("cloudblue-exact"),
    );
    let run = leastwise(&[
        "audit",
        folder.path().to_str().unwrap(),
        "-p",
        "cloudblue-reseller-marketplace",
        "--no-config",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let without = leastwise(&["audit", folder.path().to_str().unwrap(), "--no-config"]);
    assert_eq!(without.code, 1, "a member without a policy fails the audit");
}

#[test]
fn a_spreadsheet_evaluates_no_name_as_a_formula() {
    let folder = tempfile::tempdir().unwrap();
    let members = json!({ "used_by": [member("=HYPERLINK(\"x\")")] });
    snapshot(folder.path(), 3, "Role", &members, &rows("cloudblue-exact"));
    let run = leastwise(&[
        "audit",
        folder.path().to_str().unwrap(),
        "--format",
        "csv",
        "--no-config",
    ]);
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    assert!(row[1].starts_with("'="), "{row:?}");
}

#[test]
fn new_permissions_are_wider_and_null_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut changed = rows("cloudblue-exact");
    row(&mut changed, "Contacts")["editLevel"] = "All".into();
    row(&mut changed, "Agreements")["deleteLevel"] = "None".into();
    row(&mut changed, "Surveys")["addLevel"] = Value::Null;
    let old = snapshot(
        folder.path(),
        1,
        "Sync",
        &json!({}),
        &rows("cloudblue-exact"),
    );
    let new = snapshot(folder.path(), 2, "Sync", &json!({}), &changed);
    let policy = ["-p", "cloudblue-reseller-marketplace"];
    let diff = |from: &str, to: &str, more: &[&str]| {
        let mut arguments = vec!["role", "diff", from, to];
        arguments.extend(policy);
        arguments.extend(more);
        leastwise(&arguments)
    };
    let run = diff(&old, &new, &["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    let found = run.json();
    let names = |list: &str| -> Vec<String> {
        let entries = found[list].as_array().unwrap();
        entries
            .iter()
            .map(|c| {
                format!(
                    "{} {} {} {}",
                    c["function"].as_str().unwrap(),
                    c["operation"].as_str().unwrap(),
                    c["from"].as_str().unwrap(),
                    c["to"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert_eq!(names("wider"), ["Contacts edit None All"]);
    assert_eq!(found["wider"][0]["severity"], "high");
    assert_eq!(names("narrower"), ["Agreements delete All None"]);
    assert_eq!(names("other"), ["Surveys add None null"]);
    assert_eq!(found["same"], 4 * 93 - 3);
    assert_eq!(diff(&old, &new, &["--fail-on", "critical"]).code, 0);
    assert_eq!(
        diff(&new, &old, &["--fail-on", "high"]).code,
        1,
        "Agreements Delete is high"
    );
    assert_eq!(diff(&old, &old, &["--fail-on", "any"]).code, 0);
    let text = diff(&old, &new, &[]).stdout;
    assert!(text.contains("No policy asks for it"), "{text}");
    assert!(text.contains("Required to synchronize deleted"), "{text}");
}

#[test]
fn a_role_that_became_an_administrator_role_is_wider() {
    let folder = tempfile::tempdir().unwrap();
    let old = snapshot(
        folder.path(),
        1,
        "Sync",
        &json!({}),
        &rows("cloudblue-exact"),
    );
    let admin = json!({ "role": { "id": 2, "name": "Sync", "adminFlag": true } });
    let new = snapshot(folder.path(), 2, "Sync", &admin, &rows("cloudblue-exact"));
    let run = leastwise(&["role", "diff", &old, &new, "--fail-on", "critical"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stdout.contains("became an administrator role"),
        "{}",
        run.stdout
    );
}

#[test]
fn an_incomplete_read_is_inconclusive_and_its_missing_rows_are_not_narrower() {
    let folder = tempfile::tempdir().unwrap();
    let old = snapshot(
        folder.path(),
        1,
        "Sync",
        &json!({}),
        &rows("cloudblue-exact"),
    );
    let page: Vec<Value> = rows("cloudblue-exact").into_iter().take(25).collect();
    let part = json!({ "complete": false, "count": 93 });
    let new = snapshot(folder.path(), 2, "Sync", &part, &page);
    let run = leastwise(&["role", "diff", &old, &new, "--format", "json"]);
    assert_eq!(run.code, 4, "{run:?}");
    let found = run.json();
    assert_eq!(found["narrower"], json!([]));
    assert_eq!(found["same"], Value::Null);
    assert_eq!(found["not_compared"].as_array().unwrap().len(), 93 - 25);
}

#[test]
fn directories_are_paired_by_role_name() {
    let (before, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    snapshot(
        before.path(),
        1,
        "Sync",
        &json!({}),
        &rows("cloudblue-exact"),
    );
    snapshot(
        before.path(),
        2,
        "Old",
        &json!({}),
        &rows("cloudblue-exact"),
    );
    snapshot(
        after.path(),
        1,
        "Sync",
        &json!({}),
        &rows("cloudblue-too-much"),
    );
    snapshot(after.path(), 3, "New", &json!({}), &rows("cloudblue-exact"));
    let folder = |folder: &tempfile::TempDir| folder.path().to_str().unwrap().to_owned();
    let run = leastwise(&[
        "role",
        "diff",
        &folder(&before),
        &folder(&after),
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    let found = run.json();
    assert_eq!(found["only_in_old"], json!(["Old"]));
    assert_eq!(found["only_in_new"], json!(["New"]));
    assert!(!found["roles"][0]["wider"].as_array().unwrap().is_empty());
}

#[test]
fn a_role_is_identified_with_both_counts() {
    let run = leastwise(&[
        "role",
        "identify",
        "examples/roles/cloudblue-exact.json",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let first = &run.json()["candidates"][0];
    assert_eq!(first["policy"], "cloudblue-reseller-marketplace");
    assert_eq!(first["fit"], "exact");
    let counts = ["asks", "granted", "explains", "of"].map(|key| first[key].as_u64().unwrap());
    assert_eq!(counts, [11; 4]);
    let near = leastwise(&[
        "role",
        "identify",
        "examples/roles/cloudblue-missing-delete.json",
        "--format",
        "json",
        "--all",
    ]);
    let candidates = near.json()["candidates"].as_array().unwrap().clone();
    let own = candidates
        .iter()
        .find(|c| c["policy"] == "cloudblue-reseller-marketplace")
        .unwrap();
    assert_eq!(own["fit"], "near");
    assert_eq!(own["missing"], json!(["Finance / Agreements: Delete All"]));
    assert!(!near.stdout.contains('%'), "never a percentage");
}

#[test]
fn a_role_with_too_much_or_too_little_identifies_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let broad = snapshot(folder.path(), 1, "Broad", &json!({}), &everything());
    let run = leastwise(&["role", "identify", &broad, "--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.json()["verdict"], "too-broad");
    assert_eq!(run.json()["candidates"], json!([]));
    let run = leastwise(&[
        "role",
        "identify",
        "examples/roles/cloudblue-first-page.json",
    ]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stdout.contains("inconclusive"));
}

#[test]
fn the_exact_role_of_a_policy_comes_first_or_ties() {
    for policy in ["hudu", "n-able-ncentral", "crushbank", "commvault"] {
        let folder = tempfile::tempdir().unwrap();
        let role = leastwise(&["policy", "show", policy, "--as", "role"]);
        assert_eq!(role.code, 0, "{role:?}");
        let path = folder.path().join("role.yaml");
        std::fs::write(&path, &role.stdout).unwrap();
        let run = leastwise(&[
            "role",
            "identify",
            path.to_str().unwrap(),
            "--format",
            "json",
            "--all",
        ]);
        assert_eq!(run.code, 0, "{policy} {run:?}");
        let found = run.json();
        let candidates = found["candidates"].as_array().unwrap();
        let best = candidates.first().unwrap();
        let ids: Vec<&str> = std::iter::once(&best["policy"])
            .chain(best["same_as"].as_array().unwrap())
            .filter_map(Value::as_str)
            .collect();
        assert!(ids.contains(&policy), "{policy}: {best}");
    }
}

#[test]
fn roles_that_were_saved_without_members_are_one_line() {
    let folder = tempfile::tempdir().unwrap();
    tenant(folder.path());
    for id in 10..15 {
        let name = format!("Saved {id}");
        snapshot(folder.path(), id, &name, &json!({}), &everything());
    }
    let report = audit(folder.path(), &["--format", "json"]).json();
    let lines = report["not_seen"].as_array().unwrap();
    let lines = lines.iter().filter_map(Value::as_str);
    let about: Vec<&str> = lines
        .filter(|line| line.starts_with("which API members"))
        .collect();
    assert_eq!(
        about,
        [
            "which API members use these 5 roles (such as `Saved 10`, `Saved 11`, `Saved 12`): the roles \
             were saved without their members"
        ]
    );
    let text = audit(folder.path(), &[]).stdout;
    let more = "The API members of 5 more roles are unknown, and are not counted here.";
    assert!(text.contains(more), "{text}");
}

#[test]
fn an_audit_without_members_counts_no_keys() {
    let folder = tempfile::tempdir().unwrap();
    for id in 1..3 {
        let name = format!("Saved {id}");
        snapshot(folder.path(), id, &name, &json!({}), &everything());
    }
    let config = folder.path().join("leastwise.yaml");
    std::fs::write(config, "schema: leastwise/config/v1\n").unwrap();
    let run = audit(folder.path(), &[]);
    assert_eq!(run.code, 4, "{run:?}");
    let first = "2 roles, saved without their API members: no key was audited.";
    assert!(run.stdout.contains(first), "{run:?}");
    assert!(!run.stdout.contains("0 keys"), "{run:?}");
    for format in ["html", "markdown"] {
        let report = audit(folder.path(), &["--format", format]).stdout;
        assert!(report.contains(first), "{format}: {report}");
        assert!(!report.contains("<h2>API members"), "{report}");
        assert!(!report.contains("can take over"), "{format}: {report}");
    }
}
