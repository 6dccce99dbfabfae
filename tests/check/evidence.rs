//! `audit --evidence`, `audit verify` and the export formats of an audit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use crate::check::harness::{POLICY, leastwise, row, rows};

/// A directory with roles and a configuration, and the evidence of an audit of it.
fn evidence() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let roles = folder.path().join("roles");
    std::fs::create_dir(&roles).unwrap();
    let mut too_much = rows("cloudblue-exact");
    row(&mut too_much, "Contacts")["editLevel"] = "All".into();
    let save = |id: i64, name: &str, admin: bool, member: &str| {
        let role = json!({
            "schema": "leastwise/role/v1", "role": { "id": id, "name": name, "adminFlag": admin },
            "host": "api-na.myconnectwise.net", "fetched_at": "2026-11-28T09:00:00Z",
            "count": too_much.len(), "complete": true,
            "used_by": [{ "identifier": member, "inactive": false }], "settings": too_much,
        });
        std::fs::write(roles.join(format!("role-{id}.json")), role.to_string()).unwrap();
    };
    save(63, "CloudBlue", false, "=cloudblue");
    save(1, "Admin", true, "backup");
    let config = folder.path().join("leastwise.yaml");
    let text = format!(
        "schema: leastwise/config/v1\nroles: roles\npolicies: {POLICY}\nmembers:\n  backup: {{owner: IT}}\n"
    );
    std::fs::write(&config, text).unwrap();
    let target = folder.path().join("evidence");
    let target = target.to_str().unwrap().to_owned();
    let run = leastwise(&[
        "audit",
        "--config",
        config.to_str().unwrap(),
        "--evidence",
        &target,
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("ssh-keygen -Y sign"), "{}", run.stderr);
    (folder, target)
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for name in [
        "MANIFEST",
        "audit.json",
        "findings.csv",
        "levels.csv",
        "members.csv",
        "report.html",
        "review.csv",
        "run.json",
        "roles/role-1.json",
        "roles/role-63.json",
        "policies/cloudblue-reseller-marketplace.yaml",
    ] {
        let bytes =
            std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        files.insert(name.to_owned(), bytes);
    }
    files
}

#[test]
fn an_evidence_folder_is_complete_reproducible_and_verified() {
    let (first_folder, first) = evidence();
    let (_second_folder, second) = evidence();
    let one = files(Path::new(&first));
    assert_eq!(
        one,
        files(Path::new(&second)),
        "the same input gives the same bytes"
    );
    let manifest = String::from_utf8(one["MANIFEST"].clone()).unwrap();
    assert_eq!(manifest.lines().count(), one.len() - 1);
    assert!(one["members.csv"].starts_with("\u{feff}".as_bytes()));
    let members = String::from_utf8_lossy(&one["members.csv"]).into_owned();
    assert!(members.contains("'=cloudblue"), "{members}");
    let levels = String::from_utf8_lossy(&one["levels.csv"]).into_owned();
    assert!(
        levels.contains("cloudblue-reseller-marketplace"),
        "{levels}"
    );
    assert!(String::from_utf8_lossy(&one["findings.csv"]).contains("admin-role"));
    let run = leastwise(&["audit", "verify", &first]);
    assert_eq!(run.code, 0, "{run:?}");
    // The evidence directory can be verified after it was moved.
    let moved = first_folder.path().join("moved");
    std::fs::rename(&first, &moved).unwrap();
    let run = leastwise(&["audit", "verify", moved.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("the comparison gives the same results"));
}

#[test]
fn a_change_to_the_evidence_is_found() {
    for (file, says, code) in [
        ("roles/role-63.json", "`roles/role-63.json` was changed", 1),
        ("audit.json", "`audit.json` was changed", 1),
        ("run.json", "`run.json` was changed", 1),
        ("extra.txt", "`extra.txt` is not in the manifest", 1),
        ("review.csv", "`review.csv` was filled in", 0),
        ("MANIFEST", "is not a hash and a file name", 3),
    ] {
        let (_folder, evidence) = evidence();
        let path = Path::new(&evidence).join(file);
        let mut bytes = std::fs::read(&path).unwrap_or_default();
        bytes.extend(b"changed\n");
        std::fs::write(&path, bytes).unwrap();
        let run = leastwise(&["audit", "verify", &evidence]);
        assert_eq!(run.code, code, "{file}: {run:?}");
        assert!(
            format!("{}{}", run.stdout, run.stderr).contains(says),
            "{file}: {run:?}"
        );
    }
    let (_folder, evidence) = evidence();
    std::fs::remove_file(Path::new(&evidence).join("levels.csv")).unwrap();
    let run = leastwise(&["audit", "verify", &evidence]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("`levels.csv` is missing"), "{run:?}");
}

#[test]
fn forged_results_are_found_even_with_a_new_manifest() {
    let (_folder, evidence) = evidence();
    let folder = Path::new(&evidence);
    let audit = std::fs::read_to_string(folder.join("audit.json")).unwrap();
    let nicer = audit.replace("\"administrator\": true", "\"administrator\": false");
    assert_ne!(audit, nicer);
    std::fs::write(folder.join("audit.json"), &nicer).unwrap();
    let hash = |text: &str| {
        use sha2::{Digest, Sha256};
        use std::fmt::Write;
        let mut hex = String::new();
        for byte in Sha256::digest(text.as_bytes()) {
            write!(hex, "{byte:02x}").unwrap();
        }
        hex
    };
    let manifest = std::fs::read_to_string(folder.join("MANIFEST")).unwrap();
    let forged = manifest.replace(&hash(&audit), &hash(&nicer));
    assert_ne!(manifest, forged);
    std::fs::write(folder.join("MANIFEST"), forged).unwrap();
    let run = leastwise(&["audit", "verify", &evidence]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("`audit.json` is not what"), "{run:?}");
}

#[test]
fn each_audit_contains_the_previous_manifest_and_replaces_nothing() {
    let (folder, first) = evidence();
    let config = folder.path().join("leastwise.yaml");
    let config = config.to_str().unwrap();
    let run = leastwise(&["audit", "--config", config, "--evidence", &first]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("is not an empty directory"), "{run:?}");
    let next = folder.path().join("next");
    let next = next.to_str().unwrap();
    let run = leastwise(&[
        "audit",
        "--config",
        config,
        "--evidence",
        next,
        "--previous",
        &first,
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    let manifest = |folder: &str, name: &str| std::fs::read(Path::new(folder).join(name)).unwrap();
    assert_eq!(
        manifest(&first, "MANIFEST"),
        manifest(next, "previous/MANIFEST")
    );
    let run = leastwise(&["audit", "verify", next]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// All identifiers and references in a document.
fn identifiers(value: &Value, key: &str, own: &mut Vec<String>, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                identifiers(value, key, own, used);
            }
        }
        Value::Array(list) => {
            for value in list {
                identifiers(value, key, own, used);
            }
        }
        Value::String(text) if key == "uuid" => own.push(text.clone()),
        Value::String(text) if key.ends_with("-uuid") => {
            used.insert(text.clone());
        }
        Value::String(text) if key == "href" => {
            used.extend(text.strip_prefix('#').map(str::to_owned));
        }
        _ => {}
    }
}

#[test]
fn every_reference_of_the_oscal_document_resolves_and_nothing_is_satisfied() {
    let (folder, _) = evidence();
    let config = folder.path().join("leastwise.yaml");
    let arguments = [
        "audit",
        "--config",
        config.to_str().unwrap(),
        "--format",
        "oscal",
    ];
    let run = leastwise(&arguments);
    assert_eq!(run.code, 1, "{run:?}");
    let document = run.json();
    let (mut own, mut used) = (Vec::new(), BTreeSet::new());
    identifiers(&document, "", &mut own, &mut used);
    let unique: BTreeSet<String> = own.iter().cloned().collect();
    assert_eq!(own.len(), unique.len(), "an identifier occurs twice");
    assert!(used.is_subset(&unique), "{:?}", used.difference(&unique));
    let result = &document["assessment-results"]["results"][0];
    let findings = result["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 2);
    for finding in findings {
        assert_eq!(finding["target"]["status"]["state"], "not-satisfied");
    }
    assert_eq!(
        leastwise(&arguments).stdout,
        run.stdout,
        "the same audit, the same document"
    );
}

#[test]
fn the_page_of_an_audit_shows_everything_without_its_script_and_names_as_text() {
    let (folder, evidence) = evidence();
    let page = std::fs::read_to_string(Path::new(&evidence).join("report.html")).unwrap();
    // The script only filters.
    let (before, script) = page.split_once("<script").unwrap();
    let (_, after) = script.split_once("</script>").unwrap();
    let page = format!("{before}{after}");
    assert!(!page.contains("<script"), "{page}");
    for text in [
        "Start with",
        "=cloudblue",
        "everything",
        "Not covered",
        "(Leastwise&#39;s assessment)",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let role = folder.path().join("roles/role-63.json");
    let text = std::fs::read_to_string(&role).unwrap();
    std::fs::write(&role, text.replace("=cloudblue", "<img src=x onerror=1>")).unwrap();
    let config = folder.path().join("leastwise.yaml");
    let run = leastwise(&[
        "audit",
        "--config",
        config.to_str().unwrap(),
        "--format",
        "html",
    ]);
    assert!(!run.stdout.contains("<img"), "{}", run.stdout);
    assert!(run.stdout.contains("&lt;img"), "{}", run.stdout);
}
