//! Files and paths as Windows writes them. `.ci/windows` runs these tests with `leastwise.exe` under Wine; without it,
//! they test that the results are the same on this system.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::check::harness::{POLICY, Run, root};

/// Whether the tested program is built for Windows.
fn windows() -> bool {
    std::env::var_os("LEASTWISE_WINDOWS").is_some()
}

/// A directory with one role, `roles/missing.json`, in which one level is missing.
struct Directory(tempfile::TempDir);

impl Directory {
    fn new() -> Self {
        let directory = Self(tempfile::tempdir().unwrap());
        fs::create_dir(directory.path("roles")).unwrap();
        let example = root().join("examples/roles/cloudblue-missing-delete.json");
        fs::copy(example, directory.path("roles/missing.json")).unwrap();
        directory
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Names of the files in the directory.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// Text as Windows PowerShell 5 redirects it: UTF-16, little endian, with a byte order mark.
fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Every string in a JSON document.
fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, found)),
        _ => {}
    }
}

const CONFIG: &str =
    "schema: leastwise/config/v1\nroles: [roles]\npolicies: cloudblue-reseller-marketplace\n";

#[test]
fn reports_name_files_with_slashes() {
    let directory = Directory::new();
    let role = if windows() {
        r"roles\missing.json"
    } else {
        "roles/missing.json"
    };
    for format in ["sarif", "json", "gitlab"] {
        for role in ["roles", role] {
            let run = directory.run(&["check", role, "-p", POLICY, "--format", format]);
            assert_eq!(run.code, 1, "{format}: {run:?}");
            assert!(!run.stdout.contains(r"roles\"), "{format}: {}", run.stdout);
            assert!(
                run.stdout.contains("roles/missing.json"),
                "{format}: {}",
                run.stdout
            );
        }
    }
    let run = directory.run(&["check", "roles", "-p", POLICY, "--format", "sarif"]);
    let report = run.json();
    let result = &report["runs"][0]["results"][0];
    assert_eq!(result["properties"]["role"], "roles/missing.json");
    let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "roles/missing.json");
    let mut found = Vec::new();
    strings(&report, &mut found);
    assert!(found.iter().all(|text| !text.contains(r"roles\")));
}

/// The path as the other system writes it.
const BASELINE: &str = r#"{
  "schema": "leastwise/baseline/v1",
  "written": "2026-01-31",
  "findings": [
    {
      "role": "missing",
      "module": "Finance",
      "function": "Agreements",
      "operation": "delete",
      "rule": "missing-level",
      "fingerprint": "24945a139a2c8a26"
    }
  ]
}
"#;

/// The file is identical on every system: it can be written on one and read on another.
#[test]
fn a_baseline_can_be_read_on_every_system() {
    let directory = Directory::new();
    directory.write("leastwise.yaml", CONFIG);
    let run = directory.run(&["baseline", "write"]);
    assert_eq!(run.code, 0, "{run:?}");
    let written: Value = serde_json::from_str(&directory.read("leastwise.baseline.json")).unwrap();
    let known: Value = serde_json::from_str(BASELINE).unwrap();
    assert_eq!(written["findings"], known["findings"]);
    for content in [
        BASELINE.as_bytes().to_vec(),
        BASELINE.replace('\n', "\r\n").into_bytes(),
        utf16(BASELINE),
    ] {
        directory.write("leastwise.baseline.json", content);
        let run = directory.run(&["check", "--baseline", "leastwise.baseline.json"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

#[test]
fn windows_line_ends_and_encodings_change_nothing() {
    let directory = Directory::new();
    let policy = fs::read_to_string(root().join(format!("policies/{POLICY}.yaml"))).unwrap();
    let crlf = policy.replace('\n', "\r\n");
    let bom = format!("\u{feff}{crlf}");
    let role = directory.read("roles/missing.json");
    for policy in [crlf.clone().into_bytes(), bom.into_bytes(), utf16(&crlf)] {
        directory.write("policy.yaml", policy);
        directory.write(
            "leastwise.yaml",
            utf16(&CONFIG.replace(POLICY, "policy.yaml").replace('\n', "\r\n")),
        );
        for role in [role.replace('\n', "\r\n").into_bytes(), utf16(&role)] {
            directory.write("roles/missing.json", role);
            let run = directory.run(&["check", "--format", "tap"]);
            assert_eq!(run.code, 1, "{run:?}");
            assert!(run.stdout.contains("Delete Level is None"), "{run:?}");
        }
    }
}

#[test]
fn a_document_is_current_on_every_system() {
    let directory = Directory::new();
    let run = directory.run(&["docs", POLICY, "-o", "page.md"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!directory.read("page.md").contains('\r'));
    let run = directory.run(&["docs", POLICY, "-o", "page.md", "--check"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_configuration_with_backslashes_works_or_says_what_to_write() {
    let directory = Directory::new();
    for place in [r"roles\missing.json", r"roles\*.json"] {
        directory.write(
            "leastwise.yaml",
            CONFIG.replace("[roles]", &format!("['{place}']")),
        );
        let run = directory.run(&["check"]);
        if windows() {
            assert_eq!(run.code, 1, "{run:?}");
            assert!(run.stdout.contains("roles/missing.json"), "{run:?}");
        } else {
            assert_eq!(run.code, 3, "{run:?}");
            let all = format!("{}{}", run.stdout, run.stderr);
            let wanted = place.replace('\\', "/");
            assert!(all.contains(&format!("write `{wanted}`")), "{all}");
        }
    }
    if !windows() {
        let run = directory.run(&["check", r"C:\roles\missing.json", "-p", POLICY]);
        assert_eq!(run.code, 3, "{run:?}");
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(all.contains("this is a Windows path"), "{all}");
    }
}

#[test]
fn a_path_with_a_drive_letter_is_a_file_uri() {
    if !windows() {
        return;
    }
    let directory = Directory::new();
    let slashed = format!(
        "Z:{}",
        directory.path("roles/missing.json").to_str().unwrap()
    );
    for role in [slashed.clone(), slashed.replace('/', "\\")] {
        let run = directory.run(&["check", &role, "-p", POLICY, "--format", "sarif"]);
        assert_eq!(run.code, 1, "{run:?}");
        let place = &run.json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"]["uri"],
            format!("file:///{slashed}")
        );
    }
}

#[test]
fn init_writes_slashes() {
    let directory = Directory::new();
    let policy = root().join(format!("policies/{POLICY}.yaml"));
    fs::create_dir(directory.path("policies")).unwrap();
    fs::copy(policy, directory.path("policies/own.yaml")).unwrap();
    let run = directory.run(&["init"]);
    assert_eq!(run.code, 0, "{run:?}");
    let written = directory.read("leastwise.yaml");
    assert!(written.contains("policies/own.yaml"), "{written}");
    assert!(!written.contains('\\'), "{written}");
    let run = directory.run(&["check"]);
    assert_eq!(run.code, 1, "{run:?}");
}

#[test]
fn the_null_device_is_not_replaced_and_not_a_role() {
    let directory = Directory::new();
    let null = if windows() { "NUL" } else { "/dev/null" };
    let before = directory.names();
    let report = format!("--report=sarif={null}");
    let run = directory.run(&["check", "roles", "-p", POLICY, &report]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(directory.names(), before);
    let run = directory.run(&["check", null, "-p", POLICY]);
    assert_eq!(run.code, 3, "{run:?}");
}

#[test]
fn long_paths_are_read_and_written() {
    let directory = Directory::new();
    let deep = ["a-directory-with-a-long-name-of-fifty-characters-x"; 8].join("/");
    assert!(deep.len() > 300);
    fs::create_dir_all(directory.path(&deep)).unwrap();
    let role = format!("{deep}/missing.json");
    fs::copy(directory.path("roles/missing.json"), directory.path(&role)).unwrap();
    let report = format!("{deep}/report.json");
    let run = directory.run(&[
        "check", &role, "-p", POLICY, "--format", "json", "-o", &report,
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    let written: Value = serde_json::from_str(&directory.read(&report)).unwrap();
    assert_eq!(written["roles"][0]["source"], role);
}

/// A report replaces an older one atomically and leaves no other file.
#[test]
fn a_report_replaces_an_older_one() {
    let directory = Directory::new();
    directory.write("report.json", "old");
    let run = directory.run(&[
        "check",
        "roles",
        "-p",
        POLICY,
        "--format",
        "json",
        "-o",
        "report.json",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(directory.read("report.json").starts_with('{'));
    assert_eq!(directory.names(), ["report.json", "roles"]);
}

/// Windows refuses to replace a read-only file; elsewhere the directory decides.
#[test]
fn a_read_only_file_is_replaced_or_unchanged() {
    let directory = Directory::new();
    directory.write("report.json", "old");
    read_only(&directory.path("report.json"));
    let run = directory.run(&[
        "check",
        "roles",
        "-p",
        POLICY,
        "--format",
        "json",
        "-o",
        "report.json",
    ]);
    if run.code == 1 {
        assert!(directory.read("report.json").starts_with('{'));
    } else {
        assert_eq!(run.code, 3, "{run:?}");
        assert!(
            run.stderr.contains("`report.json` could not be written"),
            "{run:?}"
        );
        assert_eq!(directory.read("report.json"), "old");
    }
    assert_eq!(directory.names(), ["report.json", "roles"]);
    // A read-only role can be read.
    read_only(&directory.path("roles/missing.json"));
    assert_eq!(directory.run(&["check", "roles", "-p", POLICY]).code, 1);
}

fn read_only(path: &Path) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn a_plan_has_no_carriage_returns() {
    let directory = Directory::new();
    let plan = directory.run(&["plan", "roles/missing.json", "-p", POLICY]);
    assert!(plan.stdout.contains("Agreements"), "{plan:?}");
    assert!(!plan.stdout.contains('\r'));
}
