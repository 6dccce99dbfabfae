//! Replaced files keep their permissions and line ends, and no line of output is a command of a CI
//! system.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::faults::harness::{CLEAN, POLICY, WITH_FINDINGS, code, folder, leastwise};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn private(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
}

fn fingerprint(folder: &Path) -> String {
    let run = leastwise(folder)
        .args(["check", WITH_FINDINGS, "-p", POLICY, "--format", "json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    report["roles"][0]["findings"][0]["fingerprint"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_file_that_is_replaced_keeps_its_mode() {
    let folder = folder(&[WITH_FINDINGS]);
    let path = |name: &str| folder.path().join(name);
    let config =
        format!("schema: leastwise/config/v1\nroles: {WITH_FINDINGS}\npolicies: {POLICY}\n");
    private(&path("leastwise.yaml"), &config);
    private(&path("report.txt"), "old");
    private(&path("base.json"), "{}");
    private(&path("page.md"), "old");
    let run = |arguments: &[&str]| leastwise(folder.path()).args(arguments).output().unwrap();
    run(&["check", "-o", "report.txt"]);
    run(&["baseline", "write", "-o", "base.json"]);
    run(&["docs", POLICY, "-o", "page.md"]);
    let waived = run(&["waive", &fingerprint(folder.path()), "--reason", "r"]);
    assert_eq!(code(&waived), 0, "{waived:?}");
    for name in ["leastwise.yaml", "report.txt", "page.md"] {
        assert_ne!(
            fs::read_to_string(path(name)).unwrap(),
            "old",
            "{name} was written"
        );
        assert_eq!(mode(&path(name)), 0o600, "{name}");
    }
}

#[test]
fn a_new_baseline_is_readable_by_its_owner_only() {
    let folder = folder(&[WITH_FINDINGS]);
    let run = leastwise(folder.path())
        .args(["baseline", "write", WITH_FINDINGS, "-p", POLICY])
        .output()
        .unwrap();
    assert_eq!(code(&run), 0, "{run:?}");
    let written = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut baselines = written.filter(|path| path.to_string_lossy().contains("baseline"));
    assert_eq!(mode(&baselines.next().unwrap()), 0o600);
}

#[test]
fn an_added_waiver_uses_the_line_ends_of_the_file() {
    let folder = folder(&[WITH_FINDINGS]);
    let path = folder.path().join("leastwise.yaml");
    let config =
        format!("schema: leastwise/config/v1\r\nroles: {WITH_FINDINGS}\r\npolicies: {POLICY}\r\n");
    fs::write(&path, config).unwrap();
    let run = leastwise(folder.path())
        .args(["waive", &fingerprint(folder.path()), "--reason", "r"])
        .output()
        .unwrap();
    assert_eq!(code(&run), 0, "{run:?}");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("waivers:\r\n"), "{text:?}");
    assert_eq!(
        text.matches('\n').count(),
        text.matches("\r\n").count(),
        "{text:?}"
    );
}

#[test]
fn a_comment_waives_only_its_line() {
    let folder = folder(&[]);
    let role = |first: &str, last: &str| {
        format!(
            "schema: leastwise/role/v1\npermissions:\n  Finance:\n{first}    Agreements:{last}\n      \
             inquire: All\n      delete: None\n"
        )
    };
    let policy = "schema: leastwise/policy/v1\nid: own\ntitle: Own\nunlisted: All\npermissions:\n  Finance:\n    \
        Agreements: { inquire: All, delete: All }\n";
    fs::write(folder.path().join("own.yaml"), policy).unwrap();
    let waived = |text: String| {
        fs::write(folder.path().join("role.yaml"), text).unwrap();
        let run = leastwise(folder.path())
            .args(["check", "role.yaml", "-p", "own.yaml", "--format", "json"])
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let findings = report["roles"][0]["findings"].as_array().unwrap().clone();
        let missing = findings
            .iter()
            .find(|finding| finding["rule"] == "missing-level");
        !missing.expect("the level is missing")["waiver"].is_null()
    };
    let comment = "# leastwise: ignore[missing-level] why";
    assert!(!waived(role("", &format!("  {comment}"))));
    assert!(!waived(role(&format!("    {comment}\n"), "")));
    let own = role("", "").replace("delete: None", &format!("delete: None  {comment}"));
    assert!(waived(own));
}

/// Every command that prints text of a policy or a role, with names that would be commands.
#[test]
fn no_output_line_is_a_ci_command() {
    let folder = folder(&[CLEAN]);
    let policy = "schema: leastwise/policy/v1\nid: own\ntitle: \"::error::title\"\nsummary: \"::warning::s\"\n\
        permissions:\n  Finance:\n    Agreements:\n      delete: { level: All, purpose: \"::set-output name=x::y\" }\n  \
        \"##vso[task.setvariable]\":\n    \"::stop-commands::x\": { add: All }\n";
    fs::write(folder.path().join("own.yaml"), policy).unwrap();
    let other = policy.replace("delete: { level: All", "delete: { level: My");
    fs::write(folder.path().join("other.yaml"), other).unwrap();
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["plan", CLEAN, "-p", "own.yaml"],
        vec!["policy", "show", "own.yaml"],
        vec!["policy", "show", "own.yaml", "--resolved"],
        vec!["policy", "merge", "own.yaml", "own.yaml"],
        vec!["policy", "diff", "own.yaml", "other.yaml"],
        vec!["policy", "lint", "own.yaml"],
        vec!["docs", "own.yaml"],
        vec!["docs", "own.yaml", "--kind", "table"],
        vec!["check", "::error::x", "-p", "own.yaml", "--format", "plain"],
        vec!["policy", "show", "::error::x"],
        vec!["explain", "::error::x"],
        vec!["role", "diff", CLEAN, CLEAN, "-p", "own.yaml"],
    ];
    for format in [
        "human", "plain", "markdown", "json", "csv", "tap", "junit", "sarif", "html",
    ] {
        commands.push(vec!["check", CLEAN, "-p", "own.yaml", "--format", format]);
    }
    for system in ["GITHUB_ACTIONS", "TF_BUILD"] {
        for command in &commands {
            let run = leastwise(folder.path())
                .args(command)
                .env(system, "true")
                .output()
                .unwrap();
            for text in [&run.stdout, &run.stderr] {
                let text = String::from_utf8_lossy(text);
                for line in text.split(['\n', '\r']) {
                    assert!(!line.trim_start().starts_with("::"), "{command:?} {line}");
                    assert!(
                        !line.contains("##vso[") && !line.contains("##["),
                        "{command:?} {line}"
                    );
                }
            }
        }
    }
    let github = leastwise(folder.path())
        .args(["check", CLEAN, "-p", "own.yaml", "--format", "github"])
        .env("GITHUB_ACTIONS", "true")
        .output()
        .unwrap();
    let text = String::from_utf8(github.stdout).unwrap();
    assert!(
        text.lines().any(|line| line.starts_with("::error ")),
        "{text}"
    );
}
