//! `leastwise init`: what it finds, writes and leaves unchanged.

use std::fs;
use std::path::Path;

use crate::ci::{POLICY, copy, leastwise, root, said, text};

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// A policy in the library as one of the team's files.
fn policy(folder: &Path, name: &str) {
    let from = root().join(format!("policies/{POLICY}.yaml"));
    let to = folder.join(name);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap();
}

#[test]
fn roles_and_a_policy_are_found_and_checked_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    copy(
        "cloudblue-missing-delete.json",
        &here.join("roles/api.json"),
    );
    copy("cloudblue-exact.json", &here.join("roles/other/exact.json"));
    policy(here, "policies/cloudblue.yaml");
    write(here, "package.json", "{\"name\": \"x\"}");
    write(here, "README.md", "# Roles\n");
    write(here, "target/debug/role.json", "[]");

    let run = leastwise(here, &["init"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run.stderr));
    assert!(said(&run.stdout).contains("2 roles found, 1 policy file found"));
    let config = read(here, "leastwise.yaml");
    assert!(config.contains("\nroles:\n  - roles\n"), "{config}");
    assert!(
        config.contains("\npolicies:\n  - policies/cloudblue.yaml\n"),
        "{config}"
    );

    let check = leastwise(here, &["check", "--format", "json"]);
    assert_eq!(check.status.code(), Some(1), "{}", said(&check.stderr));
    let report: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(report["roles"].as_array().unwrap().len(), 2);
}

#[test]
fn nothing_is_ever_overwritten() {
    for name in ["leastwise.yaml", "leastwise.yml"] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), name, "# mine\n");
        let run = leastwise(folder.path(), &["init"]);
        assert_eq!(run.status.code(), Some(2));
        let error = said(&run.stderr);
        assert!(
            error.contains(&format!("`{name}` already exists")),
            "{error}"
        );
        assert!(error.contains("--stdout"), "{error}");
        assert_eq!(read(folder.path(), name), "# mine\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn an_empty_directory_gets_a_configuration_with_the_next_steps() {
    let folder = tempfile::tempdir().unwrap();
    let run = leastwise(folder.path(), &["init"]);
    assert_eq!(run.status.code(), Some(0));
    let stdout = said(&run.stdout);
    assert!(
        stdout.contains("no role found, no policy file found"),
        "{stdout}"
    );
    assert!(stdout.contains("leastwise policy list"), "{stdout}");
    // The configuration is valid, and the error asks for the missing entries.
    let check = leastwise(folder.path(), &["check"]);
    assert_eq!(check.status.code(), Some(2));
    assert!(said(&check.stderr).contains("no policy given"));
}

#[test]
fn commented_out_keys_are_valid() {
    let folder = tempfile::tempdir().unwrap();
    let shown = leastwise(folder.path(), &["init", "--stdout"]);
    let text: String = said(&shown.stdout)
        .lines()
        // Prose starts with a capital letter; keys and list items do not.
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if !rest.starts_with(|c: char| c.is_ascii_uppercase()) => rest,
            _ => line,
        })
        .filter(|line| !line.starts_with("ones fail"))
        .fold(String::new(), |all, line| all + line + "\n");
    copy(
        "cloudblue-exact.json",
        &folder.path().join("roles/CloudBlue API.json"),
    );
    fs::write(folder.path().join("leastwise.yaml"), &text).unwrap();
    let written = leastwise(folder.path(), &["baseline", "write"]);
    assert_eq!(
        written.status.code(),
        Some(0),
        "{text}{}",
        said(&written.stderr)
    );
    let check = leastwise(folder.path(), &["check", "--today", "2026-11-24"]);
    assert_eq!(
        check.status.code(),
        Some(0),
        "{text}{}",
        said(&check.stderr)
    );
}

#[test]
fn several_policies_are_matched_by_name_and_never_combined_by_a_guess() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    copy("cloudblue-exact.json", &here.join("roles/cloudblue.json"));
    copy("cloudblue-exact.json", &here.join("roles/hudu.json"));
    policy(here, "policies/cloudblue.yaml");
    policy(here, "policies/liongard.yaml");
    assert_eq!(leastwise(here, &["init"]).status.code(), Some(0));
    let config = read(here, "leastwise.yaml");
    assert!(
        config.contains(
            "match:\n  - role: \"*roles/cloudblue.json\"\n    policies: policies/cloudblue.yaml\n"
        ),
        "{config}"
    );
    assert!(
        config.contains("#     policies: policies/liongard.yaml\n"),
        "{config}"
    );
    assert!(!config.contains("\npolicies:"), "{config}");
    // The same from a subdirectory.
    for place in [here.to_owned(), here.join("roles")] {
        let run = leastwise(&place, &["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&run.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", said(&run.stderr)));
        let policies = report["roles"][0]["policies"].as_array().unwrap();
        assert_eq!(policies.len(), 1, "{report}");
    }
}

#[test]
fn a_directory_with_other_data_is_not_listed_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    copy("cloudblue-exact.json", &here.join("data/role: a #1.json"));
    write(here, "data/prices.csv", "a,b\n1,2\n");
    policy(here, "p.yaml");
    assert_eq!(leastwise(here, &["init"]).status.code(), Some(0));
    let config = read(here, "leastwise.yaml");
    assert!(
        config.contains("  - \"data/role: a #1.json\"\n"),
        "{config}"
    );
    assert_eq!(leastwise(here, &["check"]).status.code(), Some(0));
}

/// A document says what a role needs: read as a role it would always be clean.
#[test]
fn generated_documents_are_not_roles() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir_all(here.join("docs/made")).unwrap();
    let mut made = 0;
    for kind in ["guide", "table", "index"] {
        for language in ["en", "de"] {
            for extension in ["md", "html"] {
                let path = format!("docs/made/{kind}-{language}.{extension}");
                let arguments = ["docs", POLICY, "--kind", kind, "--language", language, "-o"];
                let run = leastwise(here, &[&arguments[..], &[&path]].concat());
                assert_eq!(run.status.code(), Some(0), "{}", said(&run.stderr));
                assert_eq!(
                    leastwise::docs::is_generated(&read(here, &path)),
                    kind != "index"
                );
                // An index, and a table with other headings, are not read as roles anyway.
                made += usize::from(kind != "index" && language == "en");
            }
        }
    }
    let region = format!("# Setup\n\n<!-- leastwise docs {POLICY} -->\n<!-- /leastwise docs -->\n");
    write(here, "docs/page.md", &region);
    let run = leastwise(here, &["docs", "--update", "docs/page.md"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run.stderr));
    for (command, name) in [("check", "report"), ("plan", "plan")] {
        for format in ["markdown", "html", "json"] {
            let role = root().join("examples/roles/cloudblue-missing-delete.json");
            let role = role.to_str().unwrap();
            let path = format!("docs/made/{name}.{format}").replace("markdown", "md");
            let run = leastwise(
                here,
                &[command, role, "-p", POLICY, "--format", format, "-o", &path],
            );
            assert_eq!(run.status.code(), Some(1), "{}", said(&run.stderr));
        }
    }
    let run = leastwise(here, &["init"]);
    let stdout = said(&run.stdout);
    let documents = format!("{} documents from `leastwise docs` skipped", made + 1);
    assert!(
        stdout.contains(&format!("no role found, no policy file found; {documents}")),
        "{stdout}"
    );
    assert!(read(here, "leastwise.yaml").contains("\n# roles:\n"));

    let check = [
        "check",
        "docs",
        "-p",
        POLICY,
        "--no-config",
        "--format",
        "json",
    ];
    let run = leastwise(here, &check);
    assert_eq!(run.status.code(), Some(3), "{}", said(&run.stdout));
    assert!(said(&run.stdout).contains("no file in this directory contains a role"));

    // A role next to them is found and is the only one that is read.
    fs::remove_file(here.join("leastwise.yaml")).unwrap();
    copy("cloudblue-exact.json", &here.join("docs/role.json"));
    let stdout = said(&leastwise(here, &["init"]).stdout);
    assert!(stdout.contains("1 role found"), "{stdout}");
    let run = leastwise(here, &check);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run.stdout));
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(report["roles"].as_array().unwrap().len(), 1);
}

#[test]
fn an_existing_baseline_and_waivers_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    copy(
        "cloudblue-missing-delete.json",
        &here.join("roles/api.json"),
    );
    write(
        here,
        "waivers/old.yaml",
        "schema: leastwise/waivers/v1\nwaivers:\n  - rule: missing-level\n    reason: the pilot\n",
    );
    let run = leastwise(here, &["baseline", "write", "roles", "-p", POLICY]);
    assert_eq!(run.status.code(), Some(0));
    assert_eq!(leastwise(here, &["init"]).status.code(), Some(0));
    let config = read(here, "leastwise.yaml");
    assert!(
        config.contains("\nbaseline: leastwise.baseline.json\n"),
        "{config}"
    );
    assert!(
        config.contains("\nwaiver_files:\n  - waivers/old.yaml\n"),
        "{config}"
    );
    let check = leastwise(here, &["check", "-p", POLICY]);
    assert_eq!(check.status.code(), Some(0), "{}", said(&check.stdout));
}

#[test]
fn each_ci_system_gets_the_file_from_the_ci_directory() {
    for (name, file, template) in [
        ("github", ".github/workflows/leastwise.yml", "ci/github.yml"),
        ("gitlab", ".gitlab-ci.yml", "ci/gitlab.yml"),
        ("azure", "azure-pipelines.yml", "ci/azure-pipelines.yml"),
        ("jenkins", "Jenkinsfile", "ci/Jenkinsfile"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let run = leastwise(folder.path(), &["init", "--ci", name]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run.stderr));
        assert_eq!(read(folder.path(), file), text(template));
        assert!(folder.path().join("leastwise.yaml").is_file());
        let shown = leastwise(folder.path(), &["init", "--ci", name, "--stdout"]);
        assert_eq!(said(&shown.stdout), text(template));
    }
}

#[test]
fn an_existing_ci_file_is_kept() {
    for (name, there, ci_file) in [
        ("gitlab", ".gitlab-ci.yml", ".gitlab/leastwise.yml"),
        (
            "azure",
            "azure-pipelines.yml",
            "azure-pipelines.leastwise.yml",
        ),
        ("jenkins", "Jenkinsfile", "Jenkinsfile.leastwise"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        write(here, there, "mine\n");
        write(here, "leastwise.yaml", "schema: leastwise/config/v1\n");
        // `auto` finds the CI system that is in use, and a configuration is kept.
        let run = leastwise(here, &["init", "--ci", "auto"]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run.stderr));
        let stdout = said(&run.stdout);
        assert!(stdout.contains("leastwise.yaml: unchanged"), "{stdout}");
        assert!(stdout.contains("next: "), "{stdout}");
        assert_eq!(read(here, there), "mine\n");
        assert!(here.join(ci_file).is_file());
        // A second run finds nothing to write.
        let again = leastwise(here, &["init", "--ci", name]);
        assert_eq!(again.status.code(), Some(2));
        assert!(said(&again.stderr).contains(&format!("`{ci_file}` already exists")));
    }
}

#[test]
fn auto_requires_a_name_if_no_ci_system_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let run = leastwise(folder.path(), &["init", "--ci", "auto"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(said(&run.stderr).contains("no CI configuration found"));
    write(folder.path(), ".github/CODEOWNERS", "");
    write(folder.path(), "Jenkinsfile", "");
    let run = leastwise(folder.path(), &["init", "--ci", "auto"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(said(&run.stderr).contains("more than one CI"));
    // Neither run wrote a file.
    assert!(!folder.path().join("leastwise.yaml").exists());
}

#[cfg(unix)]
#[test]
fn a_read_only_directory_is_an_error_with_help() {
    let folder = tempfile::tempdir().unwrap();
    // A file in the position of a directory stops even users with write access everywhere.
    write(folder.path(), ".github", "");
    let run = leastwise(folder.path(), &["init", "--ci", "github"]);
    assert_eq!(run.status.code(), Some(3));
    assert!(said(&run.stderr).contains("could not be written"));
}
