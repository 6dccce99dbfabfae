//! `leastwise policy bundle` and `leastwise policy update`: a newer library than the program's.

use std::path::Path;

use serde_json::Value;

use super::harness::{Run, run_in};

type Change = fn(&mut Value);

/// Runs in a directory whose data directory is `data`.
fn run(folder: &Path, arguments: &[&str]) -> Run {
    let data = folder.join("data");
    run_in(
        folder,
        arguments,
        &[("LEASTWISE_DATA_DIR", data.to_str().unwrap())],
    )
}

/// A bundle of the built-in library, with changes.
fn bundle(folder: &Path, change: impl FnOnce(&mut Value)) -> String {
    let written = run(folder, &["policy", "bundle", "-o", "bundle.json"]);
    assert_eq!(written.code, 0, "{written:?}");
    let path = folder.join("bundle.json");
    let mut bundle: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut bundle);
    let text = serde_json::to_string(&bundle).unwrap();
    std::fs::write(path, &text).unwrap();
    leastwise::policy::digest_of(text.as_bytes())
}

/// The bundle is of a later day, and has one policy more and one less.
fn newer(bundle: &mut Value) {
    bundle["date"] = "2031-05-17".into();
    let policies = bundle["policies"].as_object_mut().unwrap();
    policies.remove("hudu").unwrap();
    let text = "schema: leastwise/policy/v1\nid: brand-new\ntitle: Brand New\npermissions:\n  Finance:\n    Agreements:\n      inquire: All\n";
    policies.insert("brand-new".to_owned(), text.into());
}

#[test]
fn a_bundle_has_every_policy_of_the_library() {
    let folder = tempfile::tempdir().unwrap();
    bundle(folder.path(), |bundle| {
        let policies = bundle["policies"].as_object().unwrap();
        assert_eq!(policies.len(), leastwise::policy::library::ids().count());
        for id in leastwise::policy::library::ids() {
            assert_eq!(policies[id], leastwise::policy::library::text(id).unwrap());
        }
    });
}

#[test]
fn a_newer_library_is_used_until_it_is_reset() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let digest = bundle(folder, newer);
    let digest = format!("sha256:{digest}");
    let update = run(
        folder,
        &["policy", "update", "bundle.json", "--digest", &digest],
    );
    assert_eq!(update.code, 0, "{update:?}");
    assert!(
        update.stdout.contains("policy library from 2031-05-17"),
        "{update:?}"
    );
    assert!(update.stdout.contains("new: brand-new\n"), "{update:?}");
    assert!(update.stdout.contains("removed: hudu\n"), "{update:?}");
    assert!(update.stderr.contains("wrote "), "{update:?}");

    let version = run(folder, &["--version"]).stdout;
    assert!(
        version.contains("policy library from 2031-05-17, updated"),
        "{version}"
    );
    let listed = run(folder, &["policy", "list"]).stdout;
    assert!(
        listed.contains("brand-new") && !listed.contains("hudu "),
        "{listed}"
    );
    std::fs::write(
        folder.join("role.csv"),
        "Module,Function,Add Level,Edit Level,Delete Level,Inquire Level\nFinance,Agreements,None,None,None,None\n",
    )
    .unwrap();
    let check = run(folder, &["check", "role.csv", "-p", "brand-new"]);
    assert!(
        check
            .stdout
            .contains("Finance / Agreements: set Inquire to All"),
        "{check:?}"
    );
    let unknown = run(folder, &["check", "role.csv", "-p", "hudu"]);
    assert_eq!(unknown.code, 2, "{unknown:?}");

    let reset = run(folder, &["policy", "update", "--reset"]);
    assert_eq!(reset.code, 0, "{reset:?}");
    let version = run(folder, &["--version"]).stdout;
    assert!(!version.contains("updated"), "{version}");
    assert_eq!(run(folder, &["policy", "show", "hudu"]).code, 0);
}

#[test]
fn what_is_not_a_newer_library_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let cases: [(Change, &str); 5] = [
        (|_| {}, "expected a newer one"),
        (
            |bundle| bundle["date"] = "soon".into(),
            "is not a valid date",
        ),
        (
            |bundle| bundle["schema"] = "leastwise/library/v9".into(),
            "leastwise/library/v9",
        ),
        (
            |bundle| bundle["policies"] = serde_json::json!({}),
            "no policies",
        ),
        (
            |bundle| {
                bundle["date"] = "2031-05-17".into();
                bundle["policies"]["hudu"] =
                    "schema: leastwise/policy/v1\nid: hudu\nname: Hudu\n".into();
            },
            "policies/hudu.yaml",
        ),
    ];
    for (change, message) in cases {
        bundle(folder, change);
        let update = run(folder, &["policy", "update", "bundle.json"]);
        assert_eq!(update.code, 3, "{message}: {update:?}");
        assert!(update.stderr.contains(message), "{message}: {update:?}");
        assert!(!folder.join("data").exists(), "{message}");
    }
    let wrong = format!("sha256:{}", "0".repeat(64));
    bundle(folder, newer);
    let update = run(
        folder,
        &["policy", "update", "bundle.json", "--digest", &wrong],
    );
    assert_eq!(update.code, 3, "{update:?}");
    assert!(
        update.stderr.contains("the bundle has the digest"),
        "{update:?}"
    );
    assert!(!folder.join("data").exists());
}

#[test]
fn a_damaged_library_is_reported_and_the_built_in_one_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::create_dir(folder.join("data")).unwrap();
    std::fs::write(folder.join("data/policies.json"), "{").unwrap();
    let shown = run(folder, &["policy", "show", "hudu"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(
        shown.stderr.contains("the built-in library is used"),
        "{shown:?}"
    );
}
